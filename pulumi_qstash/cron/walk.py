"""The next run found unit by unit on the local clock: slow, and right across clock changes.

QStash looks for a run as robfig/cron does: it moves the month until it matches, then the day, the hour, the minute
and the second, and begins again at the month whenever a move turns over into the next larger unit. Months and days
are moved on the wall clock, hours and smaller units in elapsed time. What happens at a clock change follows from that:
a wall time that does not exist is not made up for, one that exists twice runs twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .days import Days
from .zones import DAY, Zone

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
#: QStash looks for a run until the end of the fifth year ahead.
YEARS_AHEAD = 5
#: A month or day that begins in a gap of the clock can send QStash's search in circles: we end it.
_MOST_STEPS = 10_000


@dataclass(frozen=True, slots=True)
class Calendar:
    """The sets that a walk matches against."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: Days
    months: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Unit:
    """One unit of the local clock.

    Attributes:
        fits: Whether the expression allows this unit at an instant.
        begin: The instant at which the unit that holds an instant begins.
        advance: The instant one unit later.
        turned: Whether an advanced instant lies in a new larger unit.
    """

    fits: Callable[[int], bool]
    begin: Callable[[int], int]
    advance: Callable[[int], int]
    turned: Callable[[int], bool]


def day_of(wall: int) -> date:
    """The date of a wall time."""
    return date.fromordinal(_EPOCH_ORDINAL + wall // DAY)


def wall_of(year: int, month: int, day: int) -> int:
    """The wall time of a midnight; months and days beyond their range carry over."""
    years, month0 = divmod(month - 1, 12)
    return (date(year + years, month0 + 1, 1).toordinal() - _EPOCH_ORDINAL + day - 1) * DAY


class Walk:
    """Finds one run after another for a calendar in a zone."""

    def __init__(self, calendar: Calendar, zone: Zone) -> None:
        self._zone = zone
        self._units = (*_date_units(calendar, zone), *_clock_units(calendar, zone))

    def first(self, instant: int) -> int | None:
        """The first run at or after an instant, or None where the search gives up."""
        last_year = min(day_of(self._zone.wall(instant)).year + YEARS_AHEAD, 9998)
        untouched, at = True, 0
        for _ in range(_MOST_STEPS):
            if at == len(self._units):
                return instant
            unit = self._units[at]
            if unit.fits(instant):
                at += 1
                continue
            instant = unit.advance(unit.begin(instant) if untouched else instant)
            untouched = False
            if unit.turned(instant):
                at = 0
                if day_of(self._zone.wall(instant)).year > last_year:
                    return None
        return None


def _date_units(calendar: Calendar, zone: Zone) -> tuple[_Unit, _Unit]:
    def local(instant: int) -> date:
        return day_of(zone.wall(instant))

    def day_fits(instant: int) -> bool:
        day = local(instant)
        return calendar.days.match(day.day, day.isoweekday() % 7)

    def month_begin(instant: int) -> int:
        day = local(instant)
        return zone.instant(wall_of(day.year, day.month, 1))

    def next_month(instant: int) -> int:
        wall = zone.wall(instant)
        day = day_of(wall)
        return zone.instant(wall_of(day.year, day.month + 1, day.day) + wall % DAY)

    def day_begin(instant: int) -> int:
        return zone.instant(zone.wall(instant) // DAY * DAY)

    def next_day(instant: int) -> int:
        # Where midnight does not exist, the hours that the clock is off are taken back.
        instant = zone.instant(zone.wall(instant) + DAY)
        hour = zone.wall(instant) % DAY // 3600
        return instant + (24 - hour if hour > 12 else -hour) * 3600

    return (
        _Unit(
            lambda i: local(i).month in calendar.months,
            month_begin,
            next_month,
            lambda i: local(i).month == 1,
        ),
        _Unit(day_fits, day_begin, next_day, lambda i: local(i).day == 1),
    )


def _clock_units(calendar: Calendar, zone: Zone) -> tuple[_Unit, ...]:
    targets = _next_minutes(calendar.minutes)

    def hour(instant: int) -> int:
        return zone.wall(instant) % DAY // 3600

    def minute(instant: int) -> int:
        return zone.wall(instant) % 3600 // 60

    def second(instant: int) -> int:
        return zone.wall(instant) % 60

    def hour_begin(instant: int) -> int:
        return zone.instant(zone.wall(instant) // 3600 * 3600)

    def next_minute(instant: int) -> int:
        now = minute(instant)
        return _leap(zone, instant, (targets[now] - now) * 60, 60)

    def next_second(instant: int) -> int:
        return _leap(zone, instant, 60 - second(instant), 1)

    return (
        _Unit(lambda i: hour(i) in calendar.hours, hour_begin, lambda i: i + 3600, lambda i: hour(i) == 0),
        _Unit(lambda i: minute(i) in calendar.minutes, lambda i: i // 60 * 60, next_minute, lambda i: minute(i) == 0),
        _Unit(lambda i: second(i) == 0, lambda i: i, next_second, lambda i: second(i) == 0),
    )


def _next_minutes(minutes: frozenset[int]) -> list[int]:
    """For each minute the next one that is allowed, or 60 for the next hour."""
    return [min((each for each in minutes if each > minute), default=60) for minute in range(60)]


def _leap(zone: Zone, instant: int, leap: int, step: int) -> int:
    """Many steps at once, where no clock change lies between."""
    return instant + (leap if zone.offset(instant) == zone.offset(instant + leap) else step)
