"""The answer to "does the account still match the code?": plain records, from which every format is rendered."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

VERSION: Final = 1
"""The version of the JSON form: a later one may add keys; a changed meaning gets a new number."""


class Status(StrEnum):
    """What became of one object."""

    CHANGED = "changed"
    GONE = "gone"
    UNMANAGED = "unmanaged"
    IN_SYNC = "in sync"


@dataclass(frozen=True)
class Change:
    """One property that is not as declared.

    `before` is the declared value, `after` the live one, both as text for
    people: a secret reads `[secret]`, an absent one is None.
    """

    path: str
    before: str | None
    after: str | None
    before_words: str = ""
    """The runs in words, where the property is a cron."""
    after_words: str = ""


@dataclass(frozen=True)
class Entry:
    """One object of the account or of a stack."""

    status: Status
    kind: str
    """`Schedule`, `Queue`, `UrlGroup` or `FlowControl`."""
    id: str
    account: str
    name: str = ""
    """The logical name in its stack; empty where no stack declares it."""
    urn: str = ""
    stack: str = ""
    changes: tuple[Change, ...] = ()
    not_compared: tuple[str, ...] = ()
    """Paths whose declared or live value cannot be seen from here."""
    paused: bool | None = None
    """True: paused outside the program; False: resumed outside it; None: neither."""
    pause_declared: bool = False
    """The program manages the pause, so that the difference is drift."""
    last_failure: str = ""
    """What QStash says of the last delivery, where that failed."""
    about: str = ""
    """What it is, in a few words."""
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """`schedule nightly-report`."""
        return f"{NOUNS[self.kind]} {self.id}"


NOUNS: Final = {
    "Schedule": "schedule",
    "Queue": "queue",
    "UrlGroup": "URL group",
    "FlowControl": "flow control key",
}


@dataclass(frozen=True)
class Report:
    """The whole answer, for every stack given and every account they live in."""

    stacks: tuple[str, ...]
    accounts: tuple[str, ...]
    entries: tuple[Entry, ...]
    ignored: int = 0
    """How many objects `--ignore` left out."""
    notes: tuple[str, ...] = field(default=())
    unmanaged_is_drift: bool = False
    """`--fail-on-unmanaged`: what nobody declared is drift too."""

    def of(self, status: Status) -> tuple[Entry, ...]:
        """The entries of one status."""
        return tuple(e for e in self.entries if e.status is status)

    @property
    def paused_outside(self) -> tuple[Entry, ...]:
        """What somebody paused or resumed without the program."""
        return tuple(e for e in self.entries if e.paused is not None)

    @property
    def not_compared(self) -> tuple[Entry, ...]:
        """What holds values that could not be compared."""
        return tuple(e for e in self.entries if e.not_compared)

    @property
    def differs(self) -> bool:
        """Whether the live objects differ from the declared ones."""
        return bool(self.of(Status.CHANGED) or self.of(Status.GONE))

    @property
    def has_drift(self) -> bool:
        """Whether the account is not as it should be."""
        return self.differs or (self.unmanaged_is_drift and bool(self.of(Status.UNMANAGED)))

    @property
    def headline(self) -> str:
        """One sentence: `2 changed, 1 gone, 3 unmanaged, 40 in sync.`"""
        counted = [(s, len(self.of(s))) for s in Status]
        said = ", ".join(f"{n} {s.value}" for s, n in counted if n)
        return f"{said}." if said else "There is nothing to compare: the stacks and the account are empty."
