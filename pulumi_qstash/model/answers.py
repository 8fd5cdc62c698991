"""What the model is asked with, and what it answers: plain records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Inputs = dict[str, Any]
"""Properties on Pulumi's wire: camelCase keys, plain JSON data."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know beside the properties.

    Attributes:
        loopback_allowed: True where the configured server is itself on loopback, so that it reaches
            private hosts.
        plan: The plan from `qstash:plan` (`free`, `payg`, `fixed-1m`, `fixed-10m`), None where it is not
            said.
        pause_all: True where `qstash:paused` brings every schedule of the stack up paused.
    """

    loopback_allowed: bool = False
    plan: str | None = None
    pause_all: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason to refuse a declaration.

    Attributes:
        path: The property, in Pulumi's notation: `callback.headers["X-A"]`.
        reason: What is wrong and the way out; it never repeats a value that can be secret.
        sensitive: True where the property's value may be secret, so that nobody may print it.
        code: The rule that was broken.
    """

    path: str
    reason: str
    sensitive: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The normalised inputs, and every problem with them."""

    inputs: Inputs
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs by meaning.

    Attributes:
        changed: The paths that differ, in the order of the declaration.
        replaces: The top-level properties among them that force a replacement.
        only_in_outputs: True where nothing is to be sent, and yet what is recorded goes stale: `paused`
            was managed
            and no longer is. `changed` is empty then, or says what else differs.
        not_compared: Paths whose old value is redacted, so that nobody can tell.
    """

    changed: list[str] = field(default_factory=list)
    replaces: list[str] = field(default_factory=list)
    only_in_outputs: bool = False
    not_compared: list[str] = field(default_factory=list)

    @property
    def properties(self) -> list[str]:
        """The top-level properties that changed, each once."""
        return list(dict.fromkeys(top_level(path) for path in self.changed))

    def __bool__(self) -> bool:
        return bool(self.changed)


@dataclass(frozen=True, slots=True)
class Request:
    """One call to QStash: its path begins with `/v2/` and is sent as it is, query included."""

    method: str
    path: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    content: bytes | None = None


def top_level(path: str) -> str:
    """The property to which a path leads."""
    return path.split(".", 1)[0].split("[", 1)[0]
