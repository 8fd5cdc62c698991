"""What other cron dialects make of an expression, where it is not what QStash makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from .clock_changes import missed, repeated
from .errors import CronError
from .foreign import foreign_readings
from .parser import parse
from .rating import rate
from .reading import CRONITER, CRONTAB, EVENTBRIDGE, GITHUB, QUARTZ, Reading
from .schedule import Cron
from .translation import to_eventbridge, to_quartz

_START = datetime(2027, 1, 1, tzinfo=UTC)
_COMPARED = 60
#: GitHub starts a workflow every five minutes at most.
_GITHUB_DAILY = 288
#: Fields that croniter reads as QStash does: no `?`, no stray commas, no signs, no `N-N`.
_PLAIN_ITEM = re.compile(
    r"(\*|[0-9]+|[A-Za-z]{3})(/[0-9]+)?\Z|([0-9]+|[A-Za-z]{3})-(?!\3\b)([0-9]+|[A-Za-z]{3})(/[0-9]+)?\Z"
)


def dialects(text: str, time_zone: str | None = None) -> tuple[Reading, ...]:
    """What other dialects make of an expression, a reading for each difference from QStash's.

    Of an expression that QStash refuses, it names those that take it.
    """
    try:
        cron = parse(text, time_zone)
    except CronError:
        return tuple(foreign_readings(text))
    if cron.never_runs:
        return ()
    return tuple(reading for find in (_crontab, _quartz, _eventbridge, _github, _croniter) for reading in find(cron))


def _fields(cron: Cron) -> list[str]:
    fields = cron.expression.split()
    return fields if len(fields) == 5 else []


def _items(cron: Cron) -> list[str]:
    return [item for field in _fields(cron) for item in field.split(",")]


def _refused_by_crontab(cron: Cron) -> str | None:
    if cron.interval is not None:
        return "has no @every: write it with steps, such as */5"
    if cron.text != cron.expression:
        return "takes no zone in the expression: cronie has a CRON_TZ= line of its own"
    if any("?" in item for item in _items(cron)):
        return "has no ?: write *"
    return "refuses empty list items" if "" in _items(cron) else None


def _crontab(cron: Cron) -> Iterator[Reading]:
    if refused := _refused_by_crontab(cron):
        yield Reading(CRONTAB, accepted=False, text=refused)
    fields = _fields(cron)
    if fields and cron.days.either and (fields[2][0] == "*" or fields[4][0] == "*"):
        yield Reading(
            CRONTAB, accepted=True, text="runs only where both days meet, since one of them begins with a star"
        )
    if any(item[:1].isdigit() and "-" not in item and "/" in item for item in _items(cron)):
        yield Reading(CRONTAB, accepted=True, text="may read N/step as N alone: write N-59/step")
    if missed(cron) or repeated(cron):
        yield Reading(
            CRONTAB, accepted=True, text="makes up for a skipped time after the clock change, and repeats none"
        )


def _quartz(cron: Cron) -> Iterator[Reading]:
    if cron.interval is not None:
        yield Reading(QUARTZ, accepted=False, text="has no @every: it has simple triggers for that")
        return
    same = to_quartz(cron)
    remedy = f"write {same}" if same else "it cannot say this in one expression"
    yield Reading(QUARTZ, accepted=False, text=f"wants seconds first, a ? for one day field and 1 for Sunday: {remedy}")


def _eventbridge(cron: Cron) -> Iterator[Reading]:
    same = to_eventbridge(cron)
    remedy = f"write {same}" if same else "it cannot say this in one expression"
    wants = "has no @every" if cron.interval else "wants a year last, a ? for one day field and 1 for Sunday"
    clock = "; it repeats nothing when clocks go back" if repeated(cron) else ""
    yield Reading(EVENTBRIDGE, accepted=False, text=f"{wants}: {remedy}{clock}")


def _github(cron: Cron) -> Iterator[Reading]:
    if cron.expression.startswith("@"):
        yield Reading(GITHUB, accepted=False, text="has no @ descriptors: write five fields")
    elif cron.text != cron.expression:
        yield Reading(GITHUB, accepted=False, text="takes no zone in the expression")
    elif any("?" in item for item in _items(cron)):
        yield Reading(GITHUB, accepted=False, text="has no ?: write *")
    if rate(cron).per_day > _GITHUB_DAILY:
        yield Reading(GITHUB, accepted=True, text="starts a workflow every 5 minutes at most")


def _croniter(cron: Cron) -> Iterator[Reading]:
    """croniter's own answer, asked for only where the spelling leaves room for another reading."""
    if cron.interval is not None:
        yield Reading(CRONITER, accepted=False, text="has no @every")
        return
    if cron.text != cron.expression:
        yield Reading(CRONITER, accepted=False, text="takes no zone in the expression: give it a start in that zone")
    elif not _is_plain(cron) and (answer := _ask_croniter(cron)):
        yield answer
    if missed(cron):
        yield Reading(CRONITER, accepted=True, text="moves a skipped time to the end of the gap")


def _is_plain(cron: Cron) -> bool:
    days = [field for field in _fields(cron)[2::2] if field != "*"]
    return len(days) < 2 and all(_PLAIN_ITEM.match(item) for item in _items(cron))


def _ask_croniter(cron: Cron) -> Reading | None:
    from croniter import croniter
    from croniter.croniter import CroniterError

    try:
        theirs = croniter(cron.expression, _START, ret_type=datetime)
        runs = [next(theirs) for _ in range(_COMPARED)]
    except CroniterError:
        return Reading(CRONITER, accepted=False, text="refuses it")
    ours = parse(cron.expression).next_runs(_START, _COMPARED)
    for their, our in zip(runs, ours, strict=False):
        if their != our:
            return Reading(
                CRONITER,
                accepted=True,
                text=f"runs at other times: {their:%Y-%m-%d %H:%M} instead of {our:%Y-%m-%d %H:%M}",
            )
    return None
