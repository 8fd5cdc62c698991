"""The limit on calls a second, where one is switched on."""

from __future__ import annotations

import time

from .refusals import Refusal


class Rates:
    """Counts an account's calls in the present second of real time."""

    def __init__(self) -> None:
        self._second = 0
        self._counts: dict[str, int] = {}

    def count(self, account: str, limit: int) -> dict[str, str]:
        """Count a call, and give the headers that tell how many are left.

        Raises:
            Refusal: 429 once `limit` is passed.
        """
        second = int(time.time())
        if second != self._second:
            self._second, self._counts = second, {}
        used = self._counts[account] = self._counts.get(account, 0) + 1
        headers = burst_headers(limit, max(0, limit - used), second + 1)
        if used > limit:
            raise Refusal(429, "rate limit exceeded", headers)
        return headers


def burst_headers(limit: int, remaining: int, reset: int) -> dict[str, str]:
    """QStash's headers about the limit on calls a second; `reset` in unix seconds."""
    return {
        "Burst-RateLimit-Limit": str(limit),
        "Burst-RateLimit-Remaining": str(remaining),
        "Burst-RateLimit-Reset": str(reset),
    }
