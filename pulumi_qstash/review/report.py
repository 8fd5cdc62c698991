"""The report's data: everything that a renderer says, already worked out and safe to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .plans import Plan
from .rules import Finding
from .timing import Timing
from .totals import Limit, Totals
from .volume import Volume
from .week import BusiestMinute, Week

#: How many coming runs a report names.
NEXT_RUNS = 5


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a schedule.

    Attributes:
        timing: Its time table.
        volume: What it sends.
        next_runs: The next five runs in UTC, counted from the deploy, as if it were not paused.
        minutes: Its runs as minutes of the report's week (0 to 10,079), in order, as if it were not paused.
        destination: Where it sends, safe to show.
    """

    timing: Timing
    volume: Volume
    next_runs: tuple[datetime, ...]
    minutes: tuple[int, ...]
    destination: str

    @property
    def paused(self) -> bool:
        """Whether its runs are left out."""
        return self.timing.paused


@dataclass(frozen=True, slots=True)
class Setting:
    """A property that differs, safe to show.

    Attributes:
        meaning: What that does, or nothing.
        replaces: Whether it forces a replacement.
    """

    name: str
    before: str
    after: str
    meaning: str = ""
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """What happens to one resource.

    Attributes:
        noun: `schedule`, `queue`, `URL group`, `flow control key`, `signing keys`.
        action: As in `changes.Change`.
        identity: Its name in QStash, safe to show.
        before: A schedule's side before; None elsewhere and where it was not there.
        after: The same afterwards.
        settings: What differs; for a create or a deletion everything that is set.
    """

    noun: str
    name: str
    urn: str
    action: str
    identity: str
    before: Side | None
    after: Side | None
    settings: tuple[Setting, ...] = ()
    losses: tuple[str, ...] = ()
    new_identity: str = ""

    @property
    def messages_change(self) -> float:
        """Messages a day more than before."""
        return _messages(self.after) - _messages(self.before)


def _messages(side: Side | None) -> float:
    return side.volume.messages_per_day if side else 0.0


@dataclass(frozen=True, slots=True)
class Other:
    """Resources of other providers, counted."""

    type: str
    action: str
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """A reviewed change.

    Attributes:
        items: The resources to which something happens, schedules first.
        unchanged: Schedules that stay as they are (known only where `complete`), for the page.
        complete: Whether totals stand for the whole stack.
        failed: Whether the preview itself failed; then `problems` says why, and resources may be missing.
        load_before: Deliveries in each of the 168 hours of the week.
    """

    headline: str
    project: str
    stack: str
    drift: bool
    failed: bool
    problems: tuple[str, ...]
    complete: bool
    plan: Plan
    week: Week
    items: tuple[Item, ...]
    unchanged: tuple[Item, ...]
    others: tuple[Other, ...]
    before: Totals
    after: Totals
    limits: tuple[Limit, ...]
    busiest_before: BusiestMinute
    busiest_after: BusiestMinute
    load_before: tuple[int, ...]
    load_after: tuple[int, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the report is about."""
        what = "Drift of" if self.drift else "Change to"
        return f"{what} {self.project}/{self.stack}" if self.project else f"{what} QStash resources"

    @property
    def labels(self) -> tuple[str, str]:
        """What the two sides are called."""
        return ("state", "live") if self.drift else ("before", "after")

    @property
    def at(self) -> datetime:
        """The instant of the deploy."""
        return self.week.deploy
