"""QS3xx: how much is sent, and how it piles up."""

from __future__ import annotations

from collections.abc import Iterator

from ..say import number, times
from ..totals import AT_ONCE
from .registry import Hit, on_all, on_one
from .subject import Scene, Subject

#: A schedule that runs this many times as often as before is told of.
MUCH_MORE = 3
#: ... unless it is still rare: fewer than this many more runs a day.
AT_LEAST = 10
#: So many schedules at minute 0 are a pile.
PILE = 5


@on_one(
    "QS301",
    "warning",
    "Runs much more often",
    reason="A slip in a cron field multiplies calls, cost and load at once, and looks harmless in a diff.",
    remedy="Check the next runs; if it is meant, see that the endpoint and the plan bear it.",
)
def much_more_often(subject: Subject) -> Iterator[Hit]:
    """Schedules that run at least three times as often as before."""
    now, before = subject.volume, subject.previous.volume if subject.previous else None
    if now is None or before is None or not before.runs_per_day or not now.known:
        return
    more = now.runs_per_day - before.runs_per_day
    if now.runs_per_day >= MUCH_MORE * before.runs_per_day and more >= AT_LEAST:
        factor, old = times(now.runs_per_day / before.runs_per_day), number(before.runs_per_day)
        was = "1 run a day becomes" if old == "1" else f"{old} runs a day become"
        yield Hit(f"runs {factor} as often: {was} {number(now.runs_per_day)}", path="cron")


@on_all(
    "QS302",
    "note",
    "Everything at minute 0",
    reason="Schedules that all start with the hour hit the endpoint, and the plan's parallelism, at the same instant.",
    remedy="Spread them: any other minute (7, 23, 41 ...) does as well for most jobs.",
)
def piled_up(scene: Scene) -> Iterator[Hit]:
    """Stacks of which at least five schedules, and more than half, run at minute 0 alone."""
    at_zero = [each.name for each in scene.senders if each.cron and each.cron.minutes == {0}]
    changed = {each.name for each in scene.touched if each.kind == "Schedule"}
    if len(at_zero) >= PILE and len(at_zero) * 2 > len(scene.senders) and changed & set(at_zero):
        yield Hit(f"{len(at_zero)} of {len(scene.senders)} schedules run at minute 0 of the hour and at no other")


@on_all(
    "QS303",
    "danger",
    "Above a limit of the plan",
    reason="Beyond its limits a plan refuses schedules and messages.",
    remedy="Send less, or choose a larger plan (and say so with --plan).",
)
def above_limit(scene: Scene) -> Iterator[Hit]:
    """Limits of the plan that the stack exceeds after the change."""
    for limit in scene.limits:
        if limit.state == "over" and limit.refuses:
            yield Hit(
                f"{limit.name}: {number(limit.after)}, above {number(limit.limit)}, the most on {scene.plan.name}"
            )


@on_all(
    "QS304",
    "warning",
    "Near a limit of the plan",
    reason="The rest of the account counts against the same limit, and growth will reach it.",
    remedy="Plan ahead: send less, or choose a larger plan.",
)
def near_limit(scene: Scene) -> Iterator[Hit]:
    """Limits of the plan of which the stack uses at least four fifths after the change."""
    for limit in scene.limits:
        if limit.state == "near" and limit.refuses:
            yield Hit(f"{limit.name}: {number(limit.after)} of {number(limit.limit)} on {scene.plan.name}")


@on_all(
    "QS305",
    "note",
    "More at once than the plan delivers",
    reason="A plan delivers so many messages at the same time; the rest wait, so that their runs come late.",
    remedy="Spread the schedules over other minutes, or choose a larger plan (and say so with --plan).",
)
def more_than_at_once(scene: Scene) -> Iterator[Hit]:
    """Stacks whose busiest minute starts more deliveries after the change than the plan delivers at once."""
    for limit in scene.limits:
        if limit.name == AT_ONCE and limit.state == "over":
            yield Hit(
                f"{number(limit.after)} deliveries start in the busiest minute; {scene.plan.name} makes "
                f"{number(limit.limit)} at once"
            )
