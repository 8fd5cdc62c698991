"""Which other dialects take what QStash refuses, and how they read it."""

from __future__ import annotations

from collections.abc import Iterator

from .reading import CRONITER, CRONTAB, EVENTBRIDGE, QUARTZ, Reading

_SIX = 6


def foreign_readings(text: str) -> Iterator[Reading]:
    """Yields the readings of dialects that take an expression which QStash refuses."""
    fields = text.split()
    if text.strip() == "@reboot":
        yield Reading(CRONTAB, accepted=True, text="runs once when the machine starts")
    elif len(fields) == _SIX and not fields[0].startswith("@"):
        yield from _six_fields(fields)
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
    elif _wraps(weekday):
        yield Reading(QUARTZ, accepted=False, text="lets ranges wrap around, in an expression with seconds")
        yield Reading(CRONITER, accepted=True, text="lets ranges wrap around")
    if _has(fields, "~"):
        yield Reading(CRONTAB, accepted=True, text="takes ~ for a random value, where it is cronie or OpenBSD's")


def _has(fields: list[str], characters: str) -> bool:
    """Whether a day field uses one of the characters other than in a name."""
    return any(character in field for field in (fields[2], fields[4]) for character in characters)


def _wraps(field: str) -> bool:
    low, hyphen, high = field.lower().partition("-")
    names = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
    return bool(hyphen) and low in names and high in names and names.index(low) > names.index(high)
