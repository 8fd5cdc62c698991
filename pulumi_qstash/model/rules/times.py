"""Rules for cron expressions, time zones and durations."""

from __future__ import annotations

from ... import cron
from .. import durations
from ..answers import Context
from .registry import rule

_WEEK = 7 * 86_400


@rule("cron")
def cron_expression(text: str, _: Context) -> str | None:
    """An expression in QStash's dialect."""
    try:
        cron.parse(text)
    except cron.CronError as error:
        return str(error)
    return None


@rule("cron-never-runs")
def cron_never_runs(text: str, _: Context) -> str | None:
    """A legal expression that no date matches."""
    try:
        never = cron.parse(text).never_runs
    except cron.CronError:
        return None
    return f"{text!r} never runs, since no date matches it: check its day and month" if never else None


@rule("time-zone")
def time_zone(text: str, _: Context) -> str | None:
    """A name of the IANA time zone database."""
    if not text.strip():
        return "the time zone is empty: leave it out for UTC, or write a name such as Europe/Berlin"
    try:
        cron.parse("0 0 * * *", time_zone=text)
    except cron.CronError as error:
        return str(error)
    return None


@rule("duration")
def duration(text: str, _: Context) -> str | None:
    """A duration in whole seconds."""
    try:
        durations.parse(text)
    except durations.DurationError as error:
        return str(error)
    return None


@rule("timeout")
def timeout(text: str, _: Context) -> str | None:
    """Long enough for an answer."""
    if durations.meaning(text) == 0:
        return "a timeout of 0 would end every delivery before it begins: write 1s or more, or leave it out"
    return None


@rule("period")
def period(text: str, _: Context) -> str | None:
    """From a second to a week."""
    seconds = durations.meaning(text)
    if isinstance(seconds, int) and not 1 <= seconds <= _WEEK:
        return f"a period of {text} is out of QStash's bounds: write one from 1s to 7d"
    return None
