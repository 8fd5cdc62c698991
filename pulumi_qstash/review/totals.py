"""Sums over a stack, before and after, against a plan's limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .changes import Stack
from .cost import Cost, cost
from .plans import Plan
from .volume import Volume

#: From this share of a limit on it is said to be near.
NEAR = 0.8
#: The limit on what a plan delivers at the same time.
AT_ONCE = "deliveries at once"


@dataclass(frozen=True, slots=True)
class Totals:
    """One side's sums.

    Attributes:
        schedules: All schedules; `active` are those not paused.
        messages_per_day: When every delivery succeeds at once; `worst_*` when every attempt fails.
        unknown: Names of schedules whose time table is not known, so that they are not in the sums.
    """

    schedules: int
    active: int
    queues: int
    url_groups: int
    runs_per_day: float
    messages_per_day: float
    messages_per_month: float
    worst_free_per_month: float
    worst_billed_per_month: float
    worst_billed_per_day: float
    cost: Cost
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the plan and how much of it is used.

    Attributes:
        state: fine, near or over.
        refuses: Whether QStash refuses what is above it; else that is billed, or waits.
    """

    name: str
    before: float
    after: float
    limit: float
    state: str
    refuses: bool = True


def totals(stack: Stack, volumes: dict[str, Volume], side: str, plan: Plan) -> Totals:
    """The sums of one side (`before` or `after`); `volumes` are that side's, by URN."""
    present = [each for each in stack.resources if getattr(each, side) is not None]
    names = {each.urn: each.name for each in present}
    mine = [volumes[urn] for urn in volumes]
    active = sum(not each.paused for each in mine)
    per_month = _sum(each.messages_per_month for each in mine)
    free = _sum(each.runs_per_month * each.worst_free for each in mine)
    billed = _sum(each.runs_per_month * each.worst_billed for each in mine)
    return Totals(
        schedules=len(mine),
        active=active,
        queues=sum(each.kind == "Queue" for each in present),
        url_groups=sum(each.kind == "UrlGroup" for each in present),
        runs_per_day=_sum(each.runs_per_day for each in mine),
        messages_per_day=_sum(each.messages_per_day for each in mine),
        messages_per_month=per_month,
        worst_free_per_month=free,
        worst_billed_per_month=billed,
        worst_billed_per_day=_sum(each.runs_per_day * each.worst_billed for each in mine),
        cost=cost(plan, active, per_month, free, billed),
        unknown=tuple(names[urn] for urn, each in volumes.items() if not each.known),
    )


def limits(sums: Sequence[Totals], days: Sequence[float], minutes: Sequence[float], plan: Plan) -> list[Limit]:
    """The plan's limits that the stack touches.

    Args:
        sums: Totals before and after.
        days: Messages on the busiest day of the week, before and after.
        minutes: Deliveries in its busiest minute, before and after.
        plan: The plan.
    """
    allows, billed = plan.allows, plan.per_extra_schedule is not None
    found = []
    if allows.messages_a_day:
        found.append(_limit("messages on the busiest day", days, allows.messages_a_day))
    active = [each.active for each in sums]
    found.append(
        _limit(f"active schedules{' (included)' if billed else ''}", active, plan.schedules, refuses=not billed)
    )
    found.append(_limit("queues", [each.queues for each in sums], allows.queues))
    found.append(_limit("URL groups", [each.url_groups for each in sums], allows.url_groups))
    found.append(_limit(AT_ONCE, minutes, allows.parallelism, refuses=False))
    return found


def _limit(name: str, sides: Sequence[float], limit: float, *, refuses: bool = True) -> Limit:
    before, after = sides
    state = "over" if after > limit else "near" if after >= NEAR * limit else "fine"
    return Limit(name, before, after, limit, state, refuses)


def _sum(numbers: Iterable[float]) -> float:
    return float(sum(numbers))
