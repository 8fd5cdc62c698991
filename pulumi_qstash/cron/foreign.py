"""Which other dialects take what QStash refuses, and how they read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .reading import CRONITER, CRONTAB, EVENTBRIDGE, QUARTZ, Reading

_SIX, _SEVEN = 6, 7
_NAMES = (
    ("sun", "mon", "tue", "wed", "thu", "fri", "sat"),
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
)
_ZONE = re.compile(r"\s*(CRON_)?TZ=\S*\s*")


def foreign_readings(text: str) -> Iterator[Reading]:
    """Yields the readings of dialects that take an expression which QStash refuses."""
    fields = _ZONE.sub("", text, count=1).split()
    if text.lstrip().startswith(("cron(", "rate(")):
        yield Reading(EVENTBRIDGE, accepted=True, text="writes its schedules so, and counts Sunday as 1")
    elif text.strip() == "@reboot":
        yield Reading(CRONTAB, accepted=True, text="runs once when the machine starts")
    elif len(fields) == _SIX and not fields[0].startswith("@"):
        yield from _six_fields(fields)
    elif len(fields) == _SEVEN:
        yield Reading(QUARTZ, accepted="?" in fields, text="reads the first field as seconds and the last as the year")
        yield Reading(CRONITER, accepted=True, text="reads the last two fields as seconds and the year")
    elif len(fields) == 5:
        yield from _five_fields(fields)


def _six_fields(fields: list[str]) -> Iterator[Reading]:
    yield Reading(QUARTZ, accepted="?" in fields, text="reads the first field as seconds")
    if "?" in (fields[2], fields[4]):
        yield Reading(EVENTBRIDGE, accepted=True, text="reads the last field as the year, and 1 as Sunday")
    yield Reading(CRONITER, accepted=True, text="reads the last field as seconds")


def _five_fields(fields: list[str]) -> Iterator[Reading]:
    weekday = fields[4]
    if weekday == "7" or weekday.endswith("-7"):
        yield Reading(CRONTAB, accepted=True, text="reads 7 as Sunday")
        yield Reading(CRONITER, accepted=True, text="reads 7 as Sunday")
        yield Reading(QUARTZ, accepted=False, text="reads 7 as Saturday, in an expression with seconds")
        yield Reading(EVENTBRIDGE, accepted=False, text="reads 7 as Saturday, in an expression with a year")
    elif _has(fields, "L#") or "W" in fields[2].upper():
        yield Reading(QUARTZ, accepted=False, text="knows L, W and #, in an expression with seconds")
        yield Reading(EVENTBRIDGE, accepted=False, text="knows L, W and #, in an expression with a year")
    elif any(map(_wraps, fields)):
        yield Reading(QUARTZ, accepted=False, text="lets ranges wrap around, in an expression with seconds")
        yield Reading(CRONITER, accepted=True, text="lets ranges wrap around")
    if _has(fields, "~"):
        yield Reading(CRONTAB, accepted=True, text="takes ~ for a random value, where it is cronie or OpenBSD's")


def _has(fields: list[str], characters: str) -> bool:
    """Whether a day field uses one of the characters other than in a name."""
    return any(character in field for field in (fields[2], fields[4]) for character in characters)


def _wraps(field: str) -> bool:
    """Whether a range in a field ends before it begins, such as `22-2` or `FRI-MON`."""
    return any(_backwards(*item.lower().split("/")[0].partition("-")) for item in field.split(","))


def _backwards(low: str, _: str, high: str) -> bool:
    if low.isdigit() and high.isdigit():
        return int(low) > int(high)
    return any(low in names and high in names and names.index(low) > names.index(high) for names in _NAMES)
