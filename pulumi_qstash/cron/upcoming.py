"""All runs of a calendar from an instant on, as seconds since 1970.

Where no clock change is near, runs are read off precomputed days and times of day; near one, `walk` decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from .walk import YEARS_AHEAD, Calendar, Walk, day_of, wall_of
from .zones import DAY, Zone

#: How far from a clock change the plain calendar is trusted again.
_CLEAR_OF_CHANGE = 2 * DAY
_MONTH = 33 * DAY
_NEVER = 1 << 62


def upcoming(calendar: Calendar, zone: Zone, instant: int) -> Iterator[int]:
    """Yields the runs at or after an instant, each found as QStash finds it from the run before."""
    if zone.is_utc:
        yield from _Plain(calendar).runs(instant, 0, _NEVER)
        return
    walk, plain = Walk(calendar, zone), _Plain(calendar)
    start = end = instant
    while True:
        if instant >= end:
            start, end = zone.steady(instant)
        if instant < end - _CLEAR_OF_CHANGE and _is_plain(calendar, zone, instant, start):
            for run in plain.runs(instant, zone.offset(instant), end - _CLEAR_OF_CHANGE):
                yield run
                instant = run + 1
        found = walk.first(instant)
        if found is None:
            return
        yield found
        instant = found + 1


def _is_plain(calendar: Calendar, zone: Zone, instant: int, change: int) -> bool:
    """Whether a walk from an instant stays clear of the clock change before it, and on whole minutes.

    A walk that has to move the month first goes back to its start. Offsets of broken minutes, as in local mean times,
    put minutes out of step with the clock.
    """
    back = 0 if day_of(zone.wall(instant)).month in calendar.months else _MONTH
    return zone.offset(instant) % 60 == 0 and instant - back - change >= _CLEAR_OF_CHANGE


class _Plain:
    """A calendar on a clock that never changes."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._times = [
            hour * 3600 + minute * 60 for hour in sorted(calendar.hours) for minute in sorted(calendar.minutes)
        ]

    def runs(self, instant: int, offset: int, end: int) -> Iterator[int]:
        """Yields the runs in [instant, end), until one lies further ahead than QStash looks."""
        times = self._times
        if not times:
            return
        for midnight in self._midnights(instant + offset):
            day = midnight - offset
            if day >= end:
                return
            low = bisect_left(times, instant - day) if day < instant else 0
            high = bisect_left(times, end - day) if day + DAY > end else len(times)
            for time in times[low:high]:
                yield day + time

    def _midnights(self, wall: int) -> Iterator[int]:
        """Yields the wall times at which matching days begin, from the day of a wall time on."""
        first = day_of(wall)
        today, year, month = wall // DAY * DAY, first.year, first.month
        last_year = year + YEARS_AHEAD
        while year <= min(last_year, 9998):
            begin = wall_of(year, month, 1)
            for day in self._days(year, month, begin):
                if (midnight := begin + (day - 1) * DAY) >= today:
                    yield midnight
                    last_year = year + YEARS_AHEAD
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

    def _days(self, year: int, month: int, begin: int) -> list[int]:
        if month not in self._calendar.months:
            return []
        length = (wall_of(year, month + 1, 1) - begin) // DAY
        return self._calendar.days.in_month(length, (begin // DAY + 4) % 7)
