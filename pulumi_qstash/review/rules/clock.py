"""QS6xx: time tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ... import cron as crons
from ..clocks import Irregular, irregular_runs
from .registry import Hit, on_one
from .subject import Subject

_AHEAD = timedelta(days=366)
_NAMED = 3
#: QS601 tells these with their dates.
_TOLD_WITH_DATES = frozenset({"clock-skips", "clock-repeats"})


@on_one(
    "QS601",
    "warning",
    "A clock change skips or doubles a run",
    reason="QStash does not make up for a wall time that a clock change leaves out, and runs twice at one that "
    "comes twice.",
    remedy="Run at an hour that no clock change touches (04:00 to 22:00 in most zones), or in UTC.",
)
def clock_change(subject: Subject) -> Iterator[Hit]:
    """Schedules of which a clock change within a year skips or doubles a run."""
    cron = subject.timing.cron if subject.timing else None
    if cron is None:
        return
    found = list(irregular_runs(cron, subject.at, subject.at + _AHEAD))
    if found:
        yield Hit("; ".join(_sentence(each) for each in found[:_NAMED]), path="timeZone")


def _sentence(irregular: Irregular) -> str:
    day = f"{irregular.day:%-d %B %Y}"
    parts = []
    if irregular.skipped:
        parts.append(f"the run at {_times(irregular.skipped)} is left out")
    if irregular.doubled:
        parts.append(f"the run at {_times(irregular.doubled)} comes twice")
    return f"on {day} in {irregular.change.zone} {' and '.join(parts)}"


def _times(walls: tuple[str, ...]) -> str:
    more = f" and {len(walls) - _NAMED} more" if len(walls) > _NAMED else ""
    return ", ".join(walls[:_NAMED]) + more


@on_one(
    "QS602",
    "note",
    "An expression that surprises",
    reason="The expression is legal and means something else than many people read in it.",
    remedy="Compare the next runs with what is wanted, and write the expression so that it says it plainly.",
)
def surprising(subject: Subject) -> Iterator[Hit]:
    """Schedules whose expression is known to be misread."""
    cron = subject.timing.cron if subject.timing else None
    if cron is None or cron.never_runs:
        return
    for surprise in crons.surprises(cron):
        if surprise.code not in _TOLD_WITH_DATES:
            yield Hit(surprise.text.removesuffix("."), path=f"cron:{surprise.code}")


@on_one(
    "QS603",
    "danger",
    "It never runs",
    reason="The expression is legal, and no date or time matches it.",
    remedy="Correct the day, the month or the empty field.",
)
def never_runs(subject: Subject) -> Iterator[Hit]:
    """Schedules that no date matches."""
    cron = subject.timing.cron if subject.timing else None
    if cron is not None and cron.never_runs:
        yield Hit("no date or time matches the expression", path="cron")


@on_one(
    "QS604",
    "danger",
    "QStash refuses the expression",
    reason="The expression is not in QStash's cron dialect, so that the deploy fails.",
    remedy="Try it with `pulumi-qstash explain`.",
)
def refused(subject: Subject) -> Iterator[Hit]:
    """Schedules whose expression QStash would refuse."""
    timing = subject.timing
    if timing is not None and timing.refused:
        yield Hit(timing.reason.removeprefix("refused: "), path="cron")
