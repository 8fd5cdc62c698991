"""Faults on purpose: which calls fail, and how."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from dataclasses import dataclass, field

KINDS = ("429", "500", "503", "timeout", "reset-before", "reset-after", "garbage")


@dataclass(frozen=True)
class Fault:
    """What befalls one call.

    `429`, `500`, `503` and `reset-before` come before the call takes effect, `reset-after` and `garbage` after it;
    `timeout` before or after, as `takes_effect` says.
    """

    kind: str
    takes_effect: bool


@dataclass
class Faults:
    """A plan of faults; the same plan and the same calls fail in the same way.

    Args:
        rate: The share of calls that fail, 0 to 1.
        kinds: The faults to choose from.
        seed: Chooses which calls fail.
        silence: Seconds without an answer in a `timeout`.
    """

    rate: float
    kinds: list[str]
    seed: int
    silence: float = 60.0
    _seen: Counter[bytes] = field(default_factory=Counter, repr=False)

    def draw(self, *call: str | bytes) -> Fault | None:
        """What befalls this call, None where it is spared.

        It depends on the seed, the call, and how often that very call was made before; not on other calls, which
        may arrive in any order.
        """
        mark = hashlib.sha256(repr(call).encode()).digest()
        self._seen[mark] += 1
        chance = random.Random(f"{self.seed}:{mark.hex()}:{self._seen[mark]}")  # noqa: S311 - repeatable on purpose
        if chance.random() >= self.rate:
            return None
        kind = chance.choice(self.kinds)
        after = kind in ("reset-after", "garbage") or (kind == "timeout" and chance.random() < 0.5)
        return Fault(kind, after)
