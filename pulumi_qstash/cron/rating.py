"""How often an expression runs on average, over the 400 years after which the calendar repeats itself.

Clock changes are left out: what they skip and what they double evens out over the years.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from .days import LONGEST
from .schedule import Cron
from .walk import Calendar

_CYCLE_YEARS = 400
_CYCLE_DAYS = 146_097
_DAYS_A_YEAR = _CYCLE_DAYS / _CYCLE_YEARS
_SECONDS_A_DAY = 86_400
#: From how many runs a month on a month is the unit in which people think, below it a year.
_MONTHLY = 5


@dataclass(frozen=True, slots=True)
class Rate:
    """Average runs in a time.

    Attributes:
        per_day: Runs a day.
        per_month: Runs in a twelfth of a year (30.44 days).
    """

    per_day: float
    per_month: float

    @property
    def per_year(self) -> float:
        """Runs a year (365.2425 days)."""
        return self.per_day * _DAYS_A_YEAR


def rate(cron: Cron) -> Rate:
    """The average rate of an expression; it depends on the expression alone."""
    if cron.interval is not None:
        return _rate(_SECONDS_A_DAY / cron.interval.total_seconds())
    if cron.never_runs:
        return _rate(0.0)
    return _rate(len(cron.hours) * len(cron.minutes) * _matching_days(cron.calendar) / _CYCLE_DAYS)


def rate_words(cron: Cron) -> str:
    """The rate in words, in the unit that suits it: `288 a day`, `22 a month`, `4 a year`, `one in 4 years`."""
    if cron.never_runs:
        return ""
    found = rate(cron)
    if found.per_day >= 2 and (cron.interval or _daily(cron.calendar)):
        return f"{_number(found.per_day)} a day"
    # An average month says little where some months have no run at all.
    if found.per_month >= _MONTHLY and (cron.interval or len(cron.calendar.months) == len(LONGEST)):
        return f"{_number(found.per_month)} a month"
    if found.per_year >= 0.95:
        return f"{_number(found.per_year)} a year"
    return f"one in {_number(1 / found.per_year)} years"


def _rate(per_day: float) -> Rate:
    return Rate(per_day, per_day * _DAYS_A_YEAR / 12)


def _number(value: float) -> str:
    return f"{round(value):,}"


def _daily(calendar: Calendar) -> bool:
    return calendar.days.every and len(calendar.months) == len(LONGEST)


def _matching_days(calendar: Calendar) -> int:
    """How many days of the cycle match."""
    return sum(
        count
        for (month, day, weekday), count in _days_of_cycle().items()
        if month in calendar.months and calendar.days.match(day, weekday)
    )


@cache
def _days_of_cycle() -> dict[tuple[int, int, int], int]:
    """How often each (month, day, weekday) comes in the cycle; the years fall into 14 kinds."""
    years: dict[tuple[int, int], list[int]] = {}
    for year in range(2000, 2000 + _CYCLE_YEARS):
        first = date(year, 1, 1)
        years.setdefault((first.weekday(), (date(year, 12, 31) - first).days), []).append(year)
    found: dict[tuple[int, int, int], int] = {}
    for (_, last), alike in years.items():
        first = date(alike[0], 1, 1)
        for ahead in range(last + 1):
            day = first + timedelta(days=ahead)
            key = (day.month, day.day, day.isoweekday() % 7)
            found[key] = found.get(key, 0) + len(alike)
    return found
