"""When schedules run, and what QStash says of expressions that it refuses."""

from __future__ import annotations

import re
from functools import lru_cache

from pulumi_qstash import cron

from .behaviour import Behaviour
from .clock import moment, unix_ms
from .cron_refusals import reason
from .refusals import bad_request

_CACHED = 20_000
_MINUTE = 60_000
#: How far back to look for the last run: a few steps, so that no step has many runs to pass over.
_WINDOWS = tuple(n * _MINUTE for n in (2, 60, 1_440, 31 * 1_440, 366 * 1_440, 4 * 366 * 1_440 + 1_440))

_next: dict[str, tuple[int, int | None]] = {}


def check(text: str, behaviour: Behaviour) -> None:
    """Refuse an expression that QStash refuses.

    Raises:
        Refusal: 400, in the words of the parser that QStash uses.
    """
    spoken = _plain(text)
    if "=" in text and spoken.startswith("@") and not behaviour["cronUnknownZoneFails"]:
        text = spoken
    if spoken.startswith("@") and not behaviour["cronDescriptors"]:
        raise bad_request(f"Invalid cron expression descriptors are not enabled: {spoken}")
    try:
        _parsed(_with_switches(text, behaviour))
    except cron.CronError:
        raise bad_request(f"Invalid cron expression {reason(_with_switches(text, behaviour))}") from None


def next_run(text: str, now: int) -> int | None:
    """The first run after `now` (unix ms), None where there is none."""
    known = _next.get(text)
    if known and known[0] <= now and (known[1] is None or now < known[1]):
        return known[1]
    runs = _lenient(text).next_runs(moment(now), 1)
    if len(_next) >= _CACHED:
        _next.clear()
    _next[text] = (now, unix_ms(runs[0]) if runs else None)
    return _next[text][1]


def in_words(text: str) -> str:
    """When a stored expression runs, for a person."""
    return cron.describe(_lenient(text))


def last_run(text: str, since: int, now: int) -> int | None:
    """The last run after `since` and not after `now` (unix ms), None where there is none."""
    expression = _lenient(text)
    for window in _WINDOWS:
        start = max(since, now - window)
        last = None
        for run in cron.between(expression, moment(start), moment(now + 1)):
            last = unix_ms(run)
        if last is not None or start == since:
            return last
    return None


def nth_run(text: str, since: int, count: int) -> int | None:
    """The `count`-th run after `since` (unix ms), None where there are fewer."""
    runs = _lenient(text).next_runs(moment(since), count)
    return unix_ms(runs[-1]) if len(runs) == count else None


@lru_cache(_CACHED)
def _parsed(text: str) -> cron.Cron:
    return cron.parse(text)


@lru_cache(_CACHED)
def _lenient(text: str) -> cron.Cron:
    """A stored expression, whatever the switches were when it was accepted."""
    for candidate in (text, _without_zone(text), _sunday_zero(_without_seconds(text))):
        try:
            return _parsed(candidate)
        except cron.CronError:
            continue
    return _parsed(_sunday_zero(_without_seconds(_plain(text))))


def _with_switches(text: str, behaviour: Behaviour) -> str:
    if not behaviour["cronUnknownZoneFails"]:
        text = _without_zone(text)
    if behaviour["cronSeconds"]:
        text = _without_seconds(text)
    return _sunday_zero(text) if behaviour["cronSundaySeven"] else text


def _plain(text: str) -> str:
    return text.partition(" ")[2].strip() if text.startswith(("CRON_TZ=", "TZ=")) else text


def _without_zone(text: str) -> str:
    """The expression in UTC where its zone is unknown."""
    try:
        _parsed(text)
    except cron.CronError:
        return _plain(text)
    return text


def _without_seconds(text: str) -> str:
    zone, fields = _split(text)
    return zone + " ".join(fields[1:] if len(fields) == 6 else fields)


def _sunday_zero(text: str) -> str:
    zone, fields = _split(text)
    if len(fields) == 5:
        week = re.sub(r"(\d)-7\b", lambda m: f"{m[1]}-6,0", fields[4])
        fields[4] = re.sub(r"\b7\b", "0", week)
    return zone + " ".join(fields)


def _split(text: str) -> tuple[str, list[str]]:
    zone = text.split(" ")[0] + " " if text.startswith(("CRON_TZ=", "TZ=")) else ""
    return zone, _plain(text).split()
