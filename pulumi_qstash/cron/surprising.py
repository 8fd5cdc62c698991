"""What is legal and still not what many people read in an expression."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .clock_changes import missed, repeated
from .day_words import numbers_listed, ordinal, weekdays_listed
from .days import LONGEST
from .fields import DAY_OF_MONTH, DAY_OF_WEEK
from .schedule import Cron
from .spans import listed

_SHORTEST = (31, 28, *LONGEST[2:])
_ALL_MINUTES, _ALL_HOURS = 60, 24
_NAMED_TIMES = 3


@dataclass(frozen=True, slots=True)
class Surprise:
    """One thing to know about an expression.

    Attributes:
        code: A stable short name.
        text: One sentence.
        brief: The same in a few words, for `runs`; empty where the words of the expression say it already.
    """

    code: str
    text: str
    brief: str = ""


def surprises(cron: Cron) -> tuple[Surprise, ...]:
    """All that surprises about an expression in its zone; it depends on these two alone."""
    if cron.interval is not None:
        return (
            Surprise(
                "interval-restarts",
                "The interval is counted from when the schedule is saved, not from the full hour: "
                "every change of the schedule starts it anew.",
            ),
        )
    if cron.never_runs:
        return (Surprise("never-runs", "No date or no time matches: it never runs."),)
    return tuple(
        surprise for find in (_uneven, _either_day, _short_months, _each_minute, _clock) for surprise in find(cron)
    ) + tuple(_spelling(cron))


def _uneven(cron: Cron) -> Iterator[Surprise]:
    calendar = cron.calendar
    follows = any((hour + 1) % _ALL_HOURS in calendar.hours for hour in calendar.hours)
    if follows and (step := _broken_step(calendar.minutes, 0, 60, few=2)):
        yield _uneven_clock("minute", "hour", step, 60 + min(calendar.minutes) - max(calendar.minutes))
    if step := _broken_step(calendar.hours, 0, 24):
        yield _uneven_clock("hour", "day", step, 24 + min(calendar.hours) - max(calendar.hours))
    longest = max(LONGEST[month - 1] for month in calendar.months)
    if step := _broken_step(calendar.days.of_month or frozenset(), 1, longest):
        yield _uneven_date("day", "month", f"{step} days")
    if step := _broken_step(calendar.days.of_week or frozenset(), 0, 7):
        yield _uneven_date("weekday", "week", f"{step} days")
    if step := _broken_step(calendar.months, 1, 12):
        yield _uneven_date("month", "year", f"{step} months")


def _uneven_clock(unit: str, turn: str, step: int, gap: int) -> Surprise:
    last = f"{gap} {unit}{'' if gap == 1 else 's'}"
    return Surprise(
        f"uneven-{unit}s",
        f"Steps of {step} {unit}s do not divide the {turn} and start again with each {turn}: "
        f"the gap there is {last}, not {step}.",
        f"uneven: {last} at the turn of the {turn}",
    )


def _uneven_date(unit: str, turn: str, step: str) -> Surprise:
    return Surprise(
        f"uneven-{unit}s",
        f"Steps of {step} do not divide the {turn} and start again with each {turn}: the gap there is a shorter one.",
        f"uneven at the turn of the {turn}",
    )


def _broken_step(values: frozenset[int], least: int, size: int, few: int = 3) -> int:
    """The step of values that look like `*/step` and do not divide their turn; 0 for others."""
    ordered = sorted(values)
    if len(ordered) < (few if ordered[:1] == [least] else 3):
        return 0
    step = ordered[1] - ordered[0]
    stepped = values == frozenset(range(ordered[0], least + size, step)) and ordered[0] < least + step
    return step if stepped and step > 1 and size % step else 0


def _either_day(cron: Cron) -> Iterator[Surprise]:
    days = cron.calendar.days
    if days.of_month and days.of_week:
        numbers, weekdays = numbers_listed(days.of_month), weekdays_listed(days.of_week)
        yield Surprise(
            "either-day",
            f"Day-of-month and day-of-week are both restricted, and either is enough: it runs on the {numbers} "
            f"and on every {weekdays}, not only where both meet.",
            "either day is enough",
        )


def _short_months(cron: Cron) -> Iterator[Surprise]:
    calendar = cron.calendar
    late = sorted(day for day in calendar.days.of_month or () if day > min(_SHORTEST))
    if not late:
        return
    if late == [29] and calendar.months == {2} and not calendar.days.of_week and len(calendar.days.of_month or ()) == 1:
        yield Surprise("leap-day", "29 February comes in leap years only.", "leap years only")
        return
    if named := [ordinal(day) for day in late if _is_missed(day, cron.months)]:
        # Months that never have the day are left out of the words already.
        still = [ordinal(day) for day in late if _is_missed(day, calendar.months)]
        yield Surprise(
            "short-months",
            f"Months without a {listed(named)} are skipped; nothing moves the run to their last day.",
            f"left out in months without a {listed(still)}" if still else "",
        )


def _is_missed(day: int, months: frozenset[int]) -> bool:
    return any(_SHORTEST[month - 1] < day for month in months)


def _each_minute(cron: Cron) -> Iterator[Surprise]:
    if len(cron.minutes) == _ALL_MINUTES and len(cron.hours) < _ALL_HOURS:
        yield Surprise(
            "each-minute",
            "A star in the minute field runs at each of the 60 minutes of the chosen hours; "
            "for one run an hour, name a minute.",
        )


def _clock(cron: Cron) -> Iterator[Surprise]:
    zone = cron.clock.name
    if skipped := missed(cron):
        yield Surprise(
            "clock-skips",
            f"When the clocks go forward in {zone}, QStash leaves out the {_run_at(skipped)} for good.",
            f"{_times(skipped)} skipped when clocks go forward",
        )
    if doubled := repeated(cron):
        yield Surprise(
            "clock-repeats",
            f"When the clocks go back in {zone}, QStash does the {_run_at(doubled)} twice.",
            f"{_times(doubled)} twice when clocks go back",
        )


def _run_at(walls: tuple[str, ...]) -> str:
    return f"run at {walls[0]}" if len(walls) == 1 else f"{len(walls)} runs at {_times(walls)}"


def _times(walls: tuple[str, ...]) -> str:
    return listed(list(walls)) if len(walls) <= _NAMED_TIMES else f"{walls[0]} to {walls[-1]}"


def _spelling(cron: Cron) -> Iterator[Surprise]:
    """What the spelling suggests and the runs do not keep; it has no part in `runs`."""
    fields = cron.expression.split()
    if len(fields) != 5:
        return
    star = any(_is_star(item) for text in (fields[2], fields[4]) for item in text.split(","))
    whole_month = cron.days_of_month == DAY_OF_MONTH.everything
    whole_week = cron.days_of_week == DAY_OF_WEEK.everything
    if not star and whole_month != whole_week:
        idle = "day-of-week" if whole_month else "day-of-month"
        yield Surprise(
            "idle-day-field",
            f"The {idle} field has no effect: the other day field names every day, and either is enough; "
            "write a star there to keep it.",
        )
    for text, kind, size in zip(
        fields, ("minute", "hour", "day", "month", "weekday"), (60, 24, 31, 12, 7), strict=True
    ):
        if any(_step_of(item) >= size for item in text.split(",")):
            yield Surprise(
                f"long-step-{kind}",
                f"{text} steps beyond the field: only the first {kind} of it matches.",
            )


def _is_star(item: str) -> bool:
    return item[:1] in ("*", "?") and _step_of(item) <= 1


def _step_of(item: str) -> int:
    step = item.partition("/")[2]
    return int(step) if step.isdigit() else 0
