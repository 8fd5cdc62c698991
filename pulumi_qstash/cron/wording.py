"""An expression in words: `every weekday at 09:00 Europe/Berlin`.

The words are made from the sets of values, so that two spellings of the same runs share them, and name every value, so
that different runs never do.
"""

from __future__ import annotations

from .day_words import day_adverb, day_words
from .rating import rate_words
from .schedule import Cron
from .surprising import surprises
from .time_words import interval_words, time_words
from .walk import Calendar

_EVERY_MINUTE, _EVERY_HOUR = 60, 24


def describe(cron: Cron) -> str:
    """When a schedule runs, in words with its zone; the same for two expressions with the same runs."""
    if cron.interval is not None:
        return f"every {interval_words(cron.interval)}, counted from when it is saved"
    if cron.never_runs:
        return "never"
    return _calendar_words(cron.calendar, cron.clock.name)


def runs(cron: Cron) -> str:
    """The words of `describe`, the average rate, and in a few words what surprises about the runs.

    It depends on the expression and its zone alone, and is the same for two spellings of the same runs.
    """
    rate = "" if _is_a_rate(cron) else rate_words(cron)
    said = [surprise.brief for surprise in surprises(cron) if surprise.brief]
    return "; ".join([", ".join(part for part in (describe(cron), rate) if part), *said])


def _calendar_words(calendar: Calendar, zone: str) -> str:
    time = time_words(calendar.minutes, calendar.hours)
    if time.clock:
        return f"{day_words(calendar.days, calendar.months) or 'every day'} {time.text} {zone}"
    days = day_adverb(calendar.days, calendar.months)
    unbound = not days and len(calendar.hours) == _EVERY_HOUR
    # Every minute is every minute in any zone; whole hours are not, where offsets have half ones.
    if unbound and (zone == "UTC" or len(calendar.minutes) == _EVERY_MINUTE):
        return time.text
    return f"{time.text} {days}".rstrip() + f", {zone}"


def _is_a_rate(cron: Cron) -> bool:
    """Whether the words are a rate already: every minute, every hour."""
    everyday = cron.days.every and len(cron.months) == 12 and len(cron.hours) == _EVERY_HOUR
    return everyday and len(cron.minutes) in (1, _EVERY_MINUTE)
