"""The server's time, which a test can set."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """Unix time in ms: the machine's, or one that stands still where it was set."""

    def __init__(self) -> None:
        self._set: int | None = None

    @property
    def is_set(self) -> bool:
        """Whether the time stands still."""
        return self._set is not None

    def now(self) -> int:
        """The time in unix ms."""
        return time.time_ns() // 1_000_000 if self._set is None else self._set

    def set(self, now: int) -> None:
        """Let the time stand still at `now` (unix ms)."""
        self._set = now

    def run(self) -> None:
        """Go with the machine's time again."""
        self._set = None


def moment(ms: int) -> datetime:
    """Unix ms as an aware datetime in UTC."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def unix_ms(when: datetime) -> int:
    """An aware datetime as unix ms."""
    return round(when.timestamp() * 1000)


def iso(ms: int) -> str:
    """Unix ms as `2026-11-23T10:00:00Z`, with fractions only where there are any."""
    whole, part = divmod(ms, 1000)
    text = datetime.fromtimestamp(whole, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{part:03d}Z" if part else f"{text}Z"
