"""Trying again what is safe to try again: calls that are keyed by an id, within a total budget of time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import Garbled, NotQStash, QStashError, RateLimited, Unavailable
from .pace import Pace, Wait
from .transport import NoConnection

if TYPE_CHECKING:
    from tenacity import RetryCallState

T = TypeVar("T")
TRANSIENT = (RateLimited, Unavailable, Garbled, NotQStash)
FIRST_WAIT, LONGEST_WAIT = 0.1, 8.0
# A server that could never be connected to is more likely a wrong URL than a pause in service.
BUDGET_UNTIL_FIRST_CONNECTION = 4.0
# An answer that no QStash gives may be one that was garbled on the way; a wrong URL gives it every time.
TRIES_AT_WHAT_IS_NOT_QSTASH = 4


def told(error: BaseException | None) -> float | None:
    """The wait that the failed answer asked for, in seconds."""
    return getattr(error, "told_wait", None)


class Retries:
    """Retries shared by the threads of a process.

    Args:
        budget: seconds after which a call is given up.
        on_wait: told before each wait.
    """

    def __init__(self, budget: float, on_wait: Callable[[Wait], None] | None = None) -> None:
        self.budget = budget
        self._on_wait = on_wait or (lambda _: None)
        self.pace = Pace()
        self._lock = threading.Lock()
        self._reached = False
        self._first_try: float | None = None

    def run(self, call: Callable[[], T], about: str) -> T:
        """Run `call` until it succeeds, fails for good, or the budget is spent.

        Raises:
            QStashError: the last failure, with what was tried, how often and for how long.
        """
        from tenacity import Retrying, retry_if_exception_type

        start, failures = time.monotonic(), 0

        def attempt() -> T:
            nonlocal failures
            self._wait_turn(about, failures, start)
            try:
                result = call()
            except QStashError as error:
                failures += isinstance(error, TRANSIENT)
                self._learn(error, failures)
                raise
            self._reached = True
            return result

        try:
            return Retrying(
                retry=retry_if_exception_type(TRANSIENT),
                wait=self._wait,
                stop=self._stop,
                before_sleep=lambda state: self._say(state, about, start),
                reraise=True,
            )(attempt)
        except TRANSIENT as error:
            raise _given_up(error, failures, time.monotonic() - start) from None

    def _learn(self, error: QStashError, failures: int) -> None:
        """Slow every thread down where the answer asks for it; remember whether anything was ever reached."""
        if not isinstance(error, NoConnection):
            self._reached = True
        with self._lock:
            self._first_try = self._first_try or time.monotonic()
        if _asks_to_slow_down(error) and (told(error) or 0.0) <= self.budget:
            # At least this long: a moment that is over already, by a clock that goes wrong, would mean no wait at all.
            least = min(FIRST_WAIT * 2**failures, LONGEST_WAIT)
            self.pace.slow_down(max(told(error) or 0.0, least))

    def _wait_turn(self, about: str, failures: int, start: float) -> None:
        """Wait while QStash has asked all of us to slow down."""
        while (seconds := self.pace.seconds_to_wait()) > 0:
            left = self.budget - (time.monotonic() - start)
            if failures and seconds > left:
                raise RateLimited("QStash is limiting the rate of calls.")
            self._on_wait(Wait(about, "QStash asked to slow down", failures, seconds, max(left, seconds)))
            time.sleep(seconds)

    def _wait(self, state: RetryCallState) -> float:
        """Exponential with full jitter; what the server asks for is waited in `_wait_turn`."""
        from tenacity import wait_random_exponential

        error = _error(state)
        if _asks_to_slow_down(error):
            seconds = told(error) or 0.0
            return seconds if seconds > self.budget else 0.0
        return wait_random_exponential(multiplier=FIRST_WAIT, max=LONGEST_WAIT)(state)

    def _stop(self, state: RetryCallState) -> bool:
        if isinstance(_error(state), NotQStash) and state.attempt_number >= TRIES_AT_WHAT_IS_NOT_QSTASH:
            return True
        elapsed = state.seconds_since_start or 0.0
        wait = max(state.upcoming_sleep, told(_error(state)) or 0.0)
        if elapsed + wait > self.budget:
            return True
        if self._reached or self._first_try is None:
            return False
        return time.monotonic() + wait - self._first_try > min(BUDGET_UNTIL_FIRST_CONNECTION, self.budget)

    def _say(self, state: RetryCallState, about: str, start: float) -> None:
        if not state.upcoming_sleep:
            return
        left = self.budget - (time.monotonic() - start)
        error = _error(state)
        reason = error.message if isinstance(error, QStashError) else "it failed"
        self._on_wait(Wait(about, reason, state.attempt_number, state.upcoming_sleep, left))


def _asks_to_slow_down(error: BaseException | None) -> bool:
    return isinstance(error, RateLimited) or told(error) is not None


def _error(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome is not None else None


def _given_up(error: Any, failures: int, seconds: float) -> QStashError:
    wait = told(error)
    more = f" It asks to wait {wait:.0f} s more." if wait is not None and wait >= 1 else ""
    tries = "once" if failures == 1 else f"{failures} times"
    return error.with_note(f"Tried {tries} in {seconds:.0f} s.{more} Run it again later: nothing is lost.")  # type: ignore[no-any-return]
