"""A parsed expression, and its runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from .days import Days, prune
from .upcoming import upcoming
from .walk import Calendar
from .zones import UTC_NAMES, Zone, instant, moment, zone

_NOTHING: frozenset[int] = frozenset()
_LAST_MOMENT = datetime(9990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cron:
    """When a QStash schedule runs.

    Attributes:
        text: The expression as it was given.
        expression: The same without its `CRON_TZ=` or `TZ=`.
        time_zone: The name of the zone in which it is read; None is UTC.
        minutes: The minutes (0-59) at which it runs; like the other sets empty for `@every`.
        hours: The hours (0-23).
        days_of_month: The values (1-31) of the day-of-month field.
        months: The months (1-12).
        days_of_week: The values (0-6, 0 is Sunday) of the day-of-week field.
        days: How the two day fields combine.
        interval: The distance between runs for `@every`, else None.
    """

    text: str
    expression: str
    time_zone: str | None = None
    minutes: frozenset[int] = _NOTHING
    hours: frozenset[int] = _NOTHING
    days_of_month: frozenset[int] = _NOTHING
    months: frozenset[int] = _NOTHING
    days_of_week: frozenset[int] = _NOTHING
    days: Days = field(default=Days(), repr=False)
    interval: timedelta | None = None

    @property
    def in_utc(self) -> bool:
        """True where the zone's clock is UTC's."""
        return self.time_zone is None or self.time_zone in UTC_NAMES

    @property
    def never_runs(self) -> bool:
        """True for a legal expression that no date or no time can match, such as 31 February."""
        if self.interval is not None:
            return False
        return self.calendar.days.none or not self.hours or not self.minutes

    @property
    def calendar(self) -> Calendar:
        """The sets that decide, without days and months that cannot match."""
        days, months = prune(self.days, self.months)
        return Calendar(self.minutes, self.hours, days, months)

    @property
    def clock(self) -> Zone:
        """The clock on which the expression is read."""
        return zone("UTC" if self.in_utc else self.time_zone or "UTC")

    def next_runs(self, after: datetime, count: int) -> list[datetime]:
        """The next `count` runs after an aware moment, in UTC.

        Fewer, down to none, where QStash's search gives up: it looks five years ahead of each run.

        Raises:
            ValueError: If `after` has no time zone.
        """
        return [moment(run) for run in islice(self.instants(after), count)]

    def instants(self, after: datetime) -> Iterator[int]:
        """Yields the runs after an aware moment as whole seconds since 1970."""
        if after.utcoffset() is None:
            raise ValueError("the moment has no time zone: give an aware datetime, such as datetime.now(UTC)")
        begin = instant(after)
        if self.interval is not None:
            return _every(begin, self.interval)
        if self.never_runs:
            return iter(())
        return upcoming(self.calendar, self.clock, begin + 1)


def between(cron: Cron, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yields the runs after `start` and before `end` (both aware) in UTC, in order."""
    last = instant(end) + (1 if end.microsecond else 0)
    for run in cron.instants(start):
        if run >= last:
            return
        yield moment(run)


def _every(begin: int, interval: timedelta) -> Iterator[int]:
    step, last = interval // timedelta(seconds=1), instant(_LAST_MOMENT)
    return iter(range(begin + step, last, step))
