"""When the next call may go out: shared by all threads, so that one told to slow down slows all."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime


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
    """Seconds that an answer asks to wait by `Retry-After` or `Burst-RateLimit-Reset`; None where it does not.

    Args:
        headers: the answer's headers, names in lower case.
        now: the time in unix seconds.
    """
    now = time.time() if now is None else now
    for name in ("retry-after", "burst-ratelimit-reset"):
        seconds = _seconds(headers.get(name), now)
        if seconds is not None:
            return max(0.0, seconds)
    return None


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
