"""Clock changes of time zones, and the runs that they skip or double."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ..cron import Cron, between

_DAY = timedelta(days=1)
_EVERY_HOUR = 24


@dataclass(frozen=True, slots=True)
class ClockChange:
    """An instant at which a zone's clock jumps.

    Attributes:
        at: The instant, in UTC.
        seconds: How far the clock jumps; forward is positive.
    """

    zone: str
    at: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class Irregular:
    """What a clock change does to a schedule on one local day: wall times left out, and wall times that come twice."""

    change: ClockChange
    day: date
    skipped: tuple[str, ...]
    doubled: tuple[str, ...]


@lru_cache(maxsize=256)
def changes(zone: str, start: datetime, end: datetime) -> tuple[ClockChange, ...]:
    """The clock changes of a zone in [start, end), both aware and in UTC."""
    info = ZoneInfo(zone)
    found, moment = [], start
    while moment < end:
        later = min(moment + _DAY, end)
        if _offset(info, moment) != _offset(info, later):
            at = _bisect(info, moment, later)
            jump = _offset(info, at) - _offset(info, at - timedelta(seconds=1))
            found.append(ClockChange(zone, at, int(jump.total_seconds())))
        moment = later
    return tuple(each for each in found if each.at < end)


def irregular_runs(cron: Cron, start: datetime, end: datetime) -> Iterator[Irregular]:
    """Yields the days in [start, end) on which a clock change skips or doubles a run of an expression.

    An expression that runs in every hour is passed over: a shorter day has fewer hours, and nothing is missing.
    """
    if cron.in_utc or cron.interval is not None or cron.never_runs or len(cron.hours) == _EVERY_HOUR:
        return
    for change in changes(cron.time_zone or "UTC", start, end):
        for day in sorted(_days_around(change)):
            skipped, doubled = _compare(cron, day, change.zone)
            if skipped or doubled:
                yield Irregular(change, day, skipped, doubled)


def _compare(cron: Cron, day: date, zone: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    info = ZoneInfo(zone)
    midnight = datetime(day.year, day.month, day.day, tzinfo=info).astimezone(UTC)
    following = day + _DAY
    end = datetime(following.year, following.month, following.day, tzinfo=info).astimezone(UTC)
    # A day may begin in a gap: look further, and let the wall date decide.
    around = between(cron, midnight - timedelta(hours=3), end + timedelta(hours=3))
    walls = Counter(wall.strftime("%H:%M") for wall in (run.astimezone(info) for run in around) if wall.date() == day)
    nominal = _nominal(cron, day)
    skipped = tuple(each for each in nominal if each not in walls)
    return skipped, tuple(sorted(each for each, times in walls.items() if times > 1))


def _nominal(cron: Cron, day: date) -> list[str]:
    calendar = cron.calendar
    if day.month not in calendar.months or not calendar.days.match(day.day, day.isoweekday() % 7):
        return []
    return [f"{hour:02}:{minute:02}" for hour in sorted(cron.hours) for minute in sorted(cron.minutes)]


def _days_around(change: ClockChange) -> set[date]:
    info = ZoneInfo(change.zone)
    second = timedelta(seconds=1)
    return {(change.at - second).astimezone(info).date(), change.at.astimezone(info).date()}


def _bisect(info: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second in (low, high] with the later offset."""
    before = _offset(info, low)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle <= low:
            break
        low, high = (middle, high) if _offset(info, middle) == before else (low, middle)
    return high


def _offset(info: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(info).utcoffset() or timedelta()
