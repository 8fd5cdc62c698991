"""How many runs and messages a schedule makes: when all goes well, and at worst.

QStash's words on which this rests:
- a run sends one message to each endpoint of a URL group (docs: qstash/features/url-groups);
- a callback is a message like any other, and is sent for every attempt (docs: qstash/features/callbacks);
- a failure callback is sent once, when all retries are used up (the same page);
- 3 retries where none are chosen (OpenAPI file, July 2026);
- whether a retry is billed: the price page says no, its list of questions says each attempt counts. So a range.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from .. import cron as crons
from .timing import Timing
from .values import Opaque

#: What QStash does where a schedule chooses no number of retries.
DEFAULT_RETRIES = 3


@dataclass(frozen=True, slots=True)
class Volume:
    """What one side of a schedule sends.

    Attributes:
        runs_per_day: Mean over the years; 0 while paused.
        runs_per_month: The same for a month (a twelfth of a year).
        endpoints: Messages of one run before callbacks.
        per_run: Messages of one run when every delivery succeeds at once.
        worst_free: Messages of one run when every attempt fails, were retries not billed.
        worst_billed: The same, with every attempt as a message.
        paused: Whether its runs are left out, so that the rates are 0.
        known: False where the time table is not known, so that the rates say nothing.
        guesses: What had to be assumed, as short sentences.
    """

    runs_per_day: float
    runs_per_month: float
    endpoints: int
    per_run: int
    worst_free: int
    worst_billed: int
    known: bool = True
    paused: bool = False
    guesses: tuple[str, ...] = ()

    @property
    def messages_per_day(self) -> float:
        """Messages a day when every delivery succeeds at once."""
        return self.runs_per_day * self.per_run

    @property
    def messages_per_month(self) -> float:
        """Messages a month when every delivery succeeds at once."""
        return self.runs_per_month * self.per_run


def volume(
    properties: dict[str, Any], when: Timing, groups: dict[str, int | None], deleted: Container[str] = ()
) -> Volume:
    """What a schedule sends.

    Args:
        properties: The schedule's properties.
        when: Its time table.
        groups: Endpoints of each URL group that the stack holds; None where their number is not known yet.
        deleted: Names of URL groups that are there no longer.
    """
    endpoints, guesses = _endpoints(properties.get("destination"), groups, deleted)
    retries, more = _retries(properties.get("retries"), "retries")
    callback, failure = _callback(properties, "callback"), _callback(properties, "failureCallback")
    attempts = 1 + retries
    per_run = endpoints * (1 + bool(callback))
    worst_free = endpoints * (1 + attempts * bool(callback) + bool(failure))
    worst_billed = endpoints * (attempts + attempts * callback + failure)
    rate = None if when.cron is None or when.paused else crons.rate(when.cron)
    return Volume(
        runs_per_day=rate.per_day if rate else 0.0,
        runs_per_month=rate.per_month if rate else 0.0,
        endpoints=endpoints,
        per_run=per_run,
        worst_free=worst_free,
        worst_billed=worst_billed,
        known=when.cron is not None or when.paused,
        paused=when.paused,
        guesses=(*guesses, *more),
    )


def is_group(destination: Any) -> bool:
    """Whether a destination names a URL group (and is no URL)."""
    return isinstance(destination, str) and "://" not in destination and bool(destination)


def _endpoints(destination: Any, groups: dict[str, int | None], deleted: Container[str]) -> tuple[int, tuple[str, ...]]:
    if isinstance(destination, Opaque):
        return 1, ("the destination is not shown, counted as one endpoint",)
    if not is_group(destination):
        return 1, ()
    found = groups.get(destination)
    if found is None and destination in deleted:
        return 1, ("its URL group is deleted, counted as one endpoint",)
    if found is None:
        return 1, ("the endpoints of its URL group are not in this preview, counted as one",)
    return found, ()


def _retries(found: Any, name: str) -> tuple[int, tuple[str, ...]]:
    if isinstance(found, Opaque):
        return DEFAULT_RETRIES, (f"its {name} are not shown, counted as {DEFAULT_RETRIES}",)
    if isinstance(found, int) and not isinstance(found, bool) and found >= 0:
        return found, ()
    return DEFAULT_RETRIES, ()


def _callback(properties: dict[str, Any], key: str) -> int:
    """Attempts of one callback at worst; 0 where there is none."""
    found = properties.get(key)
    if found is None:
        return 0
    retries = found.get("retries") if isinstance(found, dict) else None
    return 1 + _retries(retries, "retries")[0]
