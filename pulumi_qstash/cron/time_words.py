"""Times of day in words: `at 09:00 and 17:00`, `every 5 minutes from 09:00 to 17:55`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from .spans import listed, spans, stretches

_FEW = 6
_FEW_WALLS = 3
#: Two times an hour are listed rather than called a pace.
_LONG_PACE = 20
_HOUR = 60
_DAY = 24


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Times of day in words.

    Attributes:
        text: The words.
        clock: True for times one by one (`at 09:00`), false for a pace (`every 5 minutes`).
    """

    text: str
    clock: bool = False


def time_words(minutes: frozenset[int], hours: frozenset[int]) -> TimeWords:
    """The times of day at which both sets match."""
    if len(hours) == _DAY:
        return TimeWords(_all_day(minutes))
    pace = _step(minutes, _HOUR)
    if pace and pace <= _LONG_PACE and len(walls := _walls(minutes, hours)) <= _FEW_WALLS:
        return TimeWords(f"{_every(pace)} {listed(walls)}")
    if pace == 1:
        return TimeWords(f"every minute in the hours {listed(_numbers(hours))}")
    if len(minutes) * len(hours) <= _FEW:
        return _at(minutes, hours)
    if len(minutes) == 1:
        return _once_an_hour(min(minutes), hours)
    return TimeWords(_irregular(minutes, hours))


def interval_words(interval: timedelta) -> str:
    """A whole-second interval as Go writes it, without zero parts: `1h30m`."""
    seconds = interval // timedelta(seconds=1)
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "m"), (seconds % 60, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count)


def _clock(hour: int, minute: int) -> str:
    return f"{hour:02}:{minute:02}"


def _step(values: frozenset[int], size: int) -> int:
    """The even distance of values that go on from one turn to the next, or 0."""
    step = size // len(values)
    return step if size % len(values) == 0 and values == frozenset(range(min(values), size, step)) else 0


def _walls(minutes: frozenset[int], hours: frozenset[int]) -> list[str]:
    """`from 09:00 to 17:55` for each unbroken stretch of hours."""
    return [f"from {_clock(a, min(minutes))} to {_clock(b, max(minutes))}" for a, b in stretches(hours)]


def _every(pace: int) -> str:
    return "every minute" if pace == 1 else f"every {pace} minutes"


def _all_day(minutes: frozenset[int]) -> str:
    pace, first = _step(minutes, _HOUR), min(minutes)
    if pace and pace < _HOUR:
        return _every(pace) + (f" from minute {first} of the hour" if first else "")
    if minutes == {0}:
        return "every hour"
    return f"every hour at minute{'s' if len(minutes) > 1 else ''} {listed(_numbers(minutes))}"


def _at(minutes: frozenset[int], hours: frozenset[int]) -> TimeWords:
    walls = [_clock(hour, minute) for hour in sorted(hours) for minute in sorted(minutes)]
    return TimeWords(f"at {listed(walls)}", clock=True)


def _once_an_hour(minute: int, hours: frozenset[int]) -> TimeWords:
    if step := _step(hours, _DAY):
        start = "" if min(hours) == minute == 0 else f" from {_clock(min(hours), minute)}"
        return TimeWords(f"every {step} hours{start}")
    if len(stretches(hours)) == 1:
        return TimeWords(f"every hour {listed(_walls(frozenset({minute}), hours))}")
    return _at(frozenset({minute}), hours)


def _irregular(minutes: frozenset[int], hours: frozenset[int]) -> str:
    """The words of cron-descriptor, which is right on plain lists of minutes and hours and is asked for no more."""
    from cron_descriptor import Options, get_description  # type: ignore[import-untyped,unused-ignore]

    options = Options()
    options.use_24hour_time_format = True
    lists = [",".join(str(value) for value in sorted(values)) for values in (minutes, hours)]
    words: str = get_description(f"{lists[0]} {lists[1]} * * *", options)
    return words[0].lower() + words[1:]


def _numbers(values: frozenset[int]) -> list[str]:
    return [str(a) if a == b else f"{a} to {b}" for a, b in spans(values)]
