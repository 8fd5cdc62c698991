"""Reading an expression in QStash's dialect, which is that of robfig/cron v3."""

from __future__ import annotations

import re

from . import suggestions
from .days import combine
from .durations import whole_seconds
from .errors import CronError
from .fields import KINDS, Field, parse_field
from .known_zones import check_zone
from .schedule import Cron

#: What Go takes for white space; Python's `split()` knows a few more characters.
_SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SEPARATORS = re.compile(f"[{_SPACES}]+")
_STRIP = re.compile(f"^[{_SPACES}]+|[{_SPACES}]+$")
_PREFIXES = ("TZ=", "CRON_TZ=")
_EVERY = "@every "
_DESCRIPTORS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}


def parse(text: str, time_zone: str | None = None) -> Cron:
    """Reads a cron expression as QStash does.

    Args:
        text: Five fields or a descriptor, with or without a leading `CRON_TZ=<zone> `.
        time_zone: The zone in which to read it, where the text names none.

    Raises:
        CronError: Where QStash would refuse it, with the reason and often a suggestion.
    """
    if not text:
        raise CronError("the cron expression is empty", "write five fields, such as 0 9 * * 1-5")
    named, expression = _split_zone(text)
    if named is not None and time_zone is not None:
        raise CronError(
            f"the time zone is given twice, as {named!r} in the expression and as {time_zone!r}",
            "keep one of them",
        )
    zone_name = named if time_zone is None else time_zone
    if zone_name is not None:
        check_zone(zone_name)
    return _read(text, expression, zone_name or None)


def _split_zone(text: str) -> tuple[str | None, str]:
    if not text.startswith(_PREFIXES):
        return None, text
    zone_name, space, rest = text.partition("=")[2].partition(" ")
    if not space:
        raise CronError("there is no expression after the time zone", f"write {text} 0 9 * * *")
    return zone_name, _STRIP.sub("", rest)


def _read(text: str, expression: str, zone_name: str | None) -> Cron:
    if expression.startswith(_EVERY):
        return Cron(text, expression, zone_name, interval=whole_seconds(expression[len(_EVERY) :]))
    if expression.startswith("@") and expression not in _DESCRIPTORS:
        raise CronError(f"unknown descriptor {expression!r}", suggestions.for_descriptor(expression))
    fields = _fields(_DESCRIPTORS.get(expression, expression))
    minute, hour, of_month, month, of_week = fields
    return Cron(
        text,
        expression,
        zone_name,
        minutes=minute.values,
        hours=hour.values,
        days_of_month=of_month.values,
        months=month.values,
        days_of_week=of_week.values,
        days=combine(of_month, of_week),
    )


def _fields(expression: str) -> list[Field]:
    texts = [part for part in _SEPARATORS.split(expression) if part]
    if len(texts) != len(KINDS):
        raise CronError(f"an expression has 5 fields, this one has {len(texts)}", suggestions.for_field_count(texts))
    return [parse_field(part, kind) for part, kind in zip(texts, KINDS, strict=True)]
