"""A week of runs, minute by minute: the load, the busiest minute, and the runs that a page draws."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from ..cron import Cron

DAYS = 7
HOURS = DAYS * 24
MINUTES = HOURS * 60


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days in UTC from the midnight before the deploy.

    Attributes:
        start: The midnight, aware, in UTC.
        deploy: The instant at which the change takes effect.
    """

    start: datetime
    deploy: datetime

    @classmethod
    def around(cls, deploy: datetime) -> Week:
        """The week that holds a deploy on its first day."""
        return cls(deploy.replace(hour=0, minute=0, second=0, microsecond=0), deploy)

    @property
    def end(self) -> datetime:
        """The first instant after the week."""
        return self.start + timedelta(days=DAYS)

    def moment(self, minute: int) -> datetime:
        """The instant of a minute of the week."""
        return self.start + timedelta(minutes=minute)


class Runs:
    """The runs of expressions within one week, each worked out once."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self._found: dict[Cron, tuple[int, ...]] = {}

    def of(self, cron: Cron | None) -> tuple[int, ...]:
        """The minutes of the week (0 to 10,079) at which an expression runs, in order.

        `@every` counts from the deploy, as QStash counts it from when it loads the schedule; a minute in which it
        runs several times occurs as often.
        """
        if cron is None:
            return ()
        if cron not in self._found:
            self._found[cron] = tuple(self._minutes(cron))
        return self._found[cron]

    def _minutes(self, cron: Cron) -> Iterable[int]:
        start, end = int(self.week.start.timestamp()), int(self.week.end.timestamp())
        after = self.week.deploy if cron.interval is not None else self.week.start - timedelta(seconds=1)
        for instant in takewhile(lambda run: run < end, cron.instants(after)):
            yield (instant - start) // 60


@dataclass(frozen=True, slots=True)
class BusiestMinute:
    """The minute of the week with most deliveries; the first where several have as many.

    Attributes:
        at: Its instant, or None where nothing is sent.
        deliveries: First attempts that start in it.
        sharing: Names of the schedules that send in it, those with most deliveries first.
        times: How many minutes of the week have as many.
    """

    at: datetime | None
    deliveries: int
    sharing: tuple[str, ...] = ()
    times: int = 0


@dataclass(frozen=True, slots=True)
class Sender:
    """A schedule as far as the load goes: who sends how much when. Paused ones have no cron here."""

    name: str
    cron: Cron | None
    endpoints: int
    per_run: int


def busiest(runs: Runs, senders: Iterable[Sender]) -> BusiestMinute:
    """The busiest minute of the week."""
    senders = [each for each in senders if each.cron is not None]
    load = _load(runs, senders)
    most = max(load, default=0)
    if not most:
        return BusiestMinute(None, 0)
    minute = load.index(most)
    sharing = sorted(
        (each for each in senders if _runs_in(runs.of(each.cron), minute)),
        key=lambda each: (-each.endpoints, each.name),
    )
    return BusiestMinute(runs.week.moment(minute), most, tuple(each.name for each in sharing), load.count(most))


def hourly(runs: Runs, senders: Iterable[Sender]) -> list[int]:
    """Deliveries in each of the 168 hours of the week."""
    load = _load(runs, [each for each in senders if each.cron is not None])
    return [sum(load[hour * 60 : hour * 60 + 60]) for hour in range(HOURS)]


def busiest_day(runs: Runs, senders: Iterable[Sender]) -> int:
    """Messages, callbacks included, on the day of the week (in UTC) that has most, when every delivery succeeds."""
    weights: Counter[Cron] = Counter()
    for sender in senders:
        if sender.cron is not None:
            weights[sender.cron] += sender.per_run
    days = [0] * DAYS
    for cron, weight in weights.items():
        for minute in runs.of(cron):
            days[minute // 1440] += weight
    return max(days)


def _runs_in(minutes: tuple[int, ...], minute: int) -> bool:
    index = bisect_left(minutes, minute)
    return index < len(minutes) and minutes[index] == minute


def _load(runs: Runs, senders: list[Sender]) -> list[int]:
    """Deliveries in each minute of the week; expressions that several share are added once."""
    weights: Counter[Cron] = Counter()
    for sender in senders:
        if sender.cron is not None:
            weights[sender.cron] += sender.endpoints
    load = [0] * MINUTES
    for cron, weight in weights.items():
        for minute in runs.of(cron):
            load[minute] += weight
    return load
