"""When the next call may go out: shared by all threads, so that one told to slow down slows all."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

_LIMITS = ("burst-ratelimit", "ratelimit")


@dataclass(frozen=True)
class Wait:
    """A wait that is about to begin.

    Attributes:
        about: what is being asked ("writing schedule 'x'").
        reason: why it has to wait.
        attempts: how many tries have failed.
        seconds: how long the wait is.
        left: seconds that remain until the operation is given up.
    """

    about: str
    reason: str
    attempts: int
    seconds: float
    left: float


class Pace:
    """The moment before which no call goes out (monotonic seconds)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._not_before = 0.0

    def slow_down(self, seconds: float) -> None:
        """Let no thread call within the next `seconds`."""
        until = self._clock() + seconds
        with self._lock:
            self._not_before = max(self._not_before, until)

    def seconds_to_wait(self) -> float:
        """How long a call must still wait; a little is added so that the threads do not return as one."""
        left = self._not_before - self._clock()
        return left + random.uniform(0, 0.1) if left > 0 else 0.0  # noqa: S311 - spreads load, keeps no secret


def told_wait(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Seconds that an answer asks to wait; None where it does not.

    `Retry-After` says it plainly. Else it is QStash's `Burst-RateLimit-Reset` (the limit of a second) or
    `RateLimit-Reset` (the limit of a day), whichever has nothing remaining.

    Args:
        headers: the answer's headers, names in lower case.
        now: the time in unix seconds.
    """
    now = time.time() if now is None else now
    seconds = _seconds(headers.get("retry-after"), now)
    if seconds is None:
        resets = [_seconds(headers.get(f"{limit}-reset"), now) for limit in _LIMITS if _is_spent(headers, limit)]
        seconds = max((reset for reset in resets if reset is not None), default=None)
    return None if seconds is None else max(0.0, seconds)


def _is_spent(headers: Mapping[str, str], limit: str) -> bool:
    """Whether nothing remains of a limit; one that does not say counts as spent."""
    try:
        return float(headers.get(f"{limit}-remaining", 0)) <= 0
    except ValueError:
        return True


def _seconds(value: str | None, now: float) -> float | None:
    """A header's number of seconds, unix time (in s or ms) or HTTP date as seconds from `now`."""
    if not value:
        return None
    try:
        number = float(value)
    except ValueError:
        return _until_date(value, now)
    if number != number or number in (float("inf"), float("-inf")):
        return None
    if number > 1e11:
        return number / 1000 - now
    return number - now if number > 1e8 else number


def _until_date(value: str, now: float) -> float | None:
    try:
        return parsedate_to_datetime(value).timestamp() - now
    except ValueError:
        return None
