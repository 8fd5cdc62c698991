"""Runs by brute force: every minute of a stretch of time is looked at, on the wall clock of the schedule's zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))


def matching_minutes(expression: str, zone: str | None, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yields the whole minutes in [start, end) at which a plain expression (numbers, `*`, `-`, `/`, `,`) matches."""
    fields = expression.split()
    sets = [_values(field, *bounds) for field, bounds in zip(fields, _BOUNDS, strict=True)]
    stars = [any(item in ("*", "*/1") for item in field.split(",")) for field in fields]
    info = ZoneInfo(zone or "UTC")
    quarter = start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0)
    while quarter < end:
        # No clock changes within a quarter of an hour.
        wall = quarter.astimezone(info).replace(tzinfo=None)
        for ahead in (timedelta(minutes=count) for count in range(15)):
            if start <= quarter + ahead < end and _matches(wall + ahead, sets, stars):
                yield quarter + ahead
        quarter += timedelta(minutes=15)


def _matches(wall: datetime, sets: list[set[int]], stars: list[bool]) -> bool:
    if wall.minute not in sets[0] or wall.hour not in sets[1] or wall.month not in sets[3]:
        return False
    by_number, by_weekday = wall.day in sets[2], wall.isoweekday() % 7 in sets[4]
    return (by_number and by_weekday) if stars[2] or stars[4] else (by_number or by_weekday)


def _values(field: str, least: int, most: int) -> set[int]:
    found: set[int] = set()
    for item in field.split(","):
        span, _, step = item.partition("/")
        if span == "*":
            low, high = least, most
        else:
            first, _, last = span.partition("-")
            low, high = int(first), int(last or (most if step else first))
        found |= set(range(low, high + 1, int(step or 1)))
    return found
