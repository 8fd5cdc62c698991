"""The same runs written for Quartz and for Amazon EventBridge, which count fields and weekdays otherwise."""

from __future__ import annotations

from .fields import DAY_OF_WEEK, HOUR, MINUTE, MONTH
from .schedule import Cron
from .spans import spans


def to_quartz(cron: Cron) -> str | None:
    """The expression for Quartz, seconds first; None where Quartz cannot say it."""
    fields = _fields(cron)
    return " ".join(["0", *fields]) if fields else None


def to_eventbridge(cron: Cron) -> str | None:
    """The expression for Amazon EventBridge, year last; None where EventBridge cannot say it."""
    if cron.interval is not None:
        minutes, seconds = divmod(int(cron.interval.total_seconds()), 60)
        return None if seconds else f"rate({minutes} minute{'' if minutes == 1 else 's'})"
    fields = _fields(cron)
    return f"cron({' '.join(fields)} *)" if fields else None


def _fields(cron: Cron) -> list[str] | None:
    if cron.interval is not None or cron.never_runs or cron.calendar.days.either:
        return None
    calendar = cron.calendar
    days = calendar.days
    return [
        _numbers(calendar.minutes, MINUTE.everything),
        _numbers(calendar.hours, HOUR.everything),
        "?" if days.of_week is not None else _numbers(days.of_month, days.of_month and frozenset(range(1, 32))),
        _numbers(calendar.months, MONTH.everything),
        "?" if days.of_week is None else _weekdays(days.of_week),
    ]


def _numbers(values: frozenset[int] | None, everything: frozenset[int] | None) -> str:
    if values is None or values == everything:
        return "*"
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in spans(values))


def _weekdays(values: frozenset[int]) -> str:
    names = [name.upper() for name in DAY_OF_WEEK.names]
    return ",".join(names[a] if a == b else f"{names[a]}-{names[b]}" for a, b in spans(values))
