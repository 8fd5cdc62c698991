"""The sums of a report as lines of (label, before, after, difference), the same in every format."""

from __future__ import annotations

from dataclasses import dataclass

from ..report import Report
from ..say import dollars, money_range, number, signed
from ..totals import Totals

#: Stands beside a sum that lacks what is not known.
_MORE = " + ?"
_COUNTS = (
    ("schedules", "schedules"),
    ("runs a day", "runs_per_day"),
    ("messages a day", "messages_per_day"),
    ("messages a month", "messages_per_month"),
)


@dataclass(frozen=True, slots=True)
class Sum:
    """One line; the difference is empty where none is told."""

    label: str
    before: str
    after: str
    difference: str = ""


def worth_showing(report: Report) -> bool:
    """Whether there is anything of QStash to sum up."""
    stack = report.before
    return bool(report.items) or (report.complete and any((stack.schedules, stack.queues, stack.url_groups)))


def sums(report: Report) -> list[Sum]:
    """Schedules, runs, messages and cost."""
    sides = report.before, report.after
    lines = [_count(label, key, *sides) for label, key in _COUNTS]
    expected = (_known(side, dollars(side.cost.expected)) for side in sides)
    worst = (_known(side, money_range(side.cost.worst_free, side.cost.worst_billed)) for side in sides)
    return [
        *lines,
        Sum(f"cost a month, {report.plan.name}", *expected),
        Sum("cost if every delivery failed", *worst),
    ]


def _count(label: str, key: str, before: Totals, after: Totals) -> Sum:
    old, new = getattr(before, key), getattr(after, key)
    if key == "schedules":
        return Sum(label, number(old), number(new), signed(new - old))
    difference = "?" if before.unknown or after.unknown else signed(new - old)
    return Sum(label, _known(before, number(old)), _known(after, number(new)), difference)


def _known(side: Totals, text: str) -> str:
    return f"{text}{_MORE}" if side.unknown else text
