"""Which times of an expression a clock change skips or repeats, under the rules that its zone has now.

The answer must not depend on today: the rules are looked at over one fixed turn of the calendar.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from .schedule import Cron
from .upcoming import upcoming
from .walk import Calendar, day_of
from .zones import DAY, Zone

#: After 28 years weekdays and dates fall together again.
_YEARS = range(2027, 2055)
#: Changes come at the same hour each year: two years tell at which.
_FIRST_YEARS = _YEARS[:2]
_HOUR = 3600
#: How far before and after a change runs are compared.
_NEAR, _WIDE = (3 * _HOUR, 3 * _HOUR), (2 * DAY, 8 * DAY)


@dataclass(frozen=True, slots=True)
class _Change:
    """A clock change.

    Attributes:
        at: The first instant after it.
        wall: What the clock would show then without it.
        shift: Seconds by which the clock jumps.
    """

    at: int
    wall: int
    shift: int

    @property
    def wide(self) -> bool:
        """Whether the search can be out of step for the rest of the day: half hours, or a midnight left out."""
        return bool(self.shift % _HOUR) or -self.wall % DAY < self.shift

    @property
    def touched(self) -> range:
        """The beginnings of the wall hours whose runs it can touch."""
        low, high = sorted((self.wall, self.wall + self.shift))
        if self.wide:
            return range(low // DAY * DAY, -(-high // DAY) * DAY, _HOUR)
        return range(low // _HOUR * _HOUR, high, _HOUR)


def missed(cron: Cron) -> tuple[str, ...]:
    """The wall times (`02:30`) that are skipped in the first year in which any is; empty where none ever is."""
    return _first(cron, forward=True)


def repeated(cron: Cron) -> tuple[str, ...]:
    """The wall times that run twice in the first year in which any does."""
    return _first(cron, forward=False)


@lru_cache(maxsize=1024)
def _first(cron: Cron, *, forward: bool) -> tuple[str, ...]:
    calendar = cron.calendar
    # With every hour, runs go on at their pace through a change.
    if cron.in_utc or cron.interval is not None or cron.never_runs or len(calendar.hours) == 24:
        return ()
    clock = cron.clock
    if not any(_hour_matches(calendar, change) for change in _changes(clock, _FIRST_YEARS)):
        return ()
    # On every day of the year, each year's change does the same.
    years = _FIRST_YEARS if calendar.days.every and len(calendar.months) == 12 else _YEARS
    for change in _changes(clock, years):
        if (change.shift > 0) == forward and (found := _odd_times(calendar, clock, change)):
            return found
    return ()


def _changes(clock: Zone, years: range) -> Iterator[_Change]:
    for year in years:
        for at, after in clock.changes(year):
            before = clock.offset(at - 1)
            yield _Change(at, at + before, after - before)


def _hour_matches(calendar: Calendar, change: _Change) -> bool:
    return any(hour % DAY // _HOUR in calendar.hours for hour in change.touched)


def _odd_times(calendar: Calendar, clock: Zone, change: _Change) -> tuple[str, ...]:
    """The wall times at which a change makes runs too few or too many, after a cheap look whether it can."""
    if not any(_day_matches(calendar, hour) and hour % DAY // _HOUR in calendar.hours for hour in change.touched):
        return ()
    if change.wide and len(calendar.minutes) > 2:
        ends = frozenset({min(calendar.minutes), max(calendar.minutes)})
        if not _compare(replace(calendar, minutes=ends), clock, change):
            return ()
    return _compare(calendar, clock, change)


def _compare(calendar: Calendar, clock: Zone, change: _Change) -> tuple[str, ...]:
    back, ahead = _WIDE if change.wide else _NEAR
    wanted = Counter(_wanted(calendar, change.wall - back, change.wall + ahead))
    begin, end = change.at - back - DAY // 2, change.at + ahead + DAY // 2
    runs = takewhile(lambda run: run < end, upcoming(calendar, clock, begin))
    walls = Counter(wall for wall in map(clock.wall, runs) if wall in wanted)
    odd = wanted - walls if change.shift > 0 else walls - wanted
    return tuple(dict.fromkeys(_clock_text(wall) for wall in sorted(odd)))


def _wanted(calendar: Calendar, low: int, high: int) -> Iterator[int]:
    """The wall times between two at which the calendar asks for a run."""
    for midnight in range(low // DAY * DAY, high, DAY):
        if _day_matches(calendar, midnight):
            walls = (midnight + hour * _HOUR + minute * 60 for hour in calendar.hours for minute in calendar.minutes)
            yield from (wall for wall in walls if low < wall < high)


def _day_matches(calendar: Calendar, wall: int) -> bool:
    day = day_of(wall)
    return day.month in calendar.months and calendar.days.match(day.day, day.isoweekday() % 7)


def _clock_text(wall: int) -> str:
    return f"{wall % DAY // _HOUR:02}:{wall % _HOUR // 60:02}"
