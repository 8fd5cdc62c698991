"""What a rule looks at: one side of one resource, and the stack around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..changes import Change, Stack
from ..plans import Plan
from ..timing import Timing
from ..totals import Limit
from ..volume import Volume
from ..week import BusiestMinute, Runs, Sender


@dataclass(frozen=True, slots=True)
class Subject:
    """One side of one resource.

    Attributes:
        kind: `Schedule`, `Queue`, `UrlGroup`, `FlowControl` or `SigningKeys`.
        timing: A schedule's time table, else None.
        volume: What a schedule sends, else None.
        plan: The plan under which the limits hold.
        at: The instant of the deploy.
        previous: The side before the change, where this is the one after.
    """

    kind: str
    name: str
    urn: str
    properties: dict[str, Any] = field(repr=False)
    timing: Timing | None
    volume: Volume | None
    plan: Plan
    at: datetime
    previous: Subject | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """The whole stack after the change.

    Attributes:
        senders: Schedules that run, after the change.
        busiest: The busiest minute after the change.
        limits: The plan's limits, before and after.
        drift: Whether this is what happened to the account, and no change of the program.
    """

    stack: Stack
    plan: Plan
    at: datetime
    runs: Runs
    senders: tuple[Sender, ...]
    busiest: BusiestMinute
    limits: tuple[Limit, ...]
    drift: bool = False

    @property
    def touched(self) -> tuple[Change, ...]:
        """The resources to which something happens."""
        return self.stack.touched
