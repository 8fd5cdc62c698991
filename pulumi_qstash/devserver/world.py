"""Everything that one server holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from .accounts import DEFAULT_REGION, Accounts
from .behaviour import Behaviour
from .clock import Clock
from .faults import Faults
from .journal import Journal
from .plans import PLANS, Plan
from .rates import Rates
from .store import Store


@dataclass
class World:
    """The state of a server: what is kept, and how it behaves.

    Attributes:
        latency: Seconds by which each API call is delayed.
        faults: The faults that are on, None where calls are spared.
    """

    store: Store
    plan: Plan
    accounts: Accounts
    clock: Clock = field(default_factory=Clock)
    behaviour: Behaviour = field(default_factory=Behaviour)
    journal: Journal = field(default_factory=Journal)
    rates: Rates = field(default_factory=Rates)
    latency: float = 0.0
    faults: Faults | None = None

    @classmethod
    def open(cls, data: Path | None, plan: str = "payg", region: str = DEFAULT_REGION) -> World:
        """The world of a data file, with the settings that it had; a fresh one without a file.

        Raises:
            UnusableFile: The file cannot be the server's.
            KeyError: There is no such plan.
        """
        world = cls(Store(data), PLANS[plan], Accounts(region))
        world._restore()
        return world

    def keep_settings(self) -> None:
        """Keep accounts, switches and clock for the next start on the same file."""
        tokens = [{"token": t.text, "readOnly": t.read_only, "region": t.region} for t in self.accounts.tokens()]
        with self.store.write():
            self.store.set("accounts", tokens)
            self.store.set("behaviour", self.behaviour.changed())
            self.store.set("clock", self.clock.now() if self.clock.is_set else None)

    def _restore(self) -> None:
        tokens, changed, now = (self.store.setting(n) for n in ("accounts", "behaviour", "clock"))
        if tokens is not None:
            self.accounts.restore(tokens)
        if changed is not None:
            self.behaviour.change(changed)
        if now is not None:
            self.clock.set(now)
