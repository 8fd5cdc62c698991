"""What each plan of QStash allows, as far as its control plane refuses more.

From https://upstash.com/pricing/qstash as of 2026. The price of schedules above 1,000 on pay-as-you-go is a price,
not a limit. `retries`: users of the free plan and of the official dev server (payg) met `quota maxRetries exceeded`
above 5; for the fixed plans the developer API's example says 999.
"""

from __future__ import annotations

from dataclasses import dataclass

_DAY = 86_400
_MB = 1024 * 1024


@dataclass(frozen=True)
class Plan:
    """The limits of a plan; sizes in bytes, times in seconds, None for no limit."""

    name: str
    schedules: int | None
    queues: int
    queue_parallelism: int
    url_groups: int
    endpoints: int
    retries: int
    delay: int | None
    timeout: int
    message_size: int
    messages_a_day: int | None
    global_parallelism: int


PLANS = {
    plan.name: plan
    for plan in (
        Plan("free", 10, 10, 2, 1, 100, 5, 7 * _DAY, 900, _MB, 1_000, 10),
        Plan("payg", None, 100, 10, 100, 100, 5, 366 * _DAY, 7_200, 10 * _MB, None, 100),
        Plan("fixed-1m", 10_000, 1_000, 10, 1_000, 1_000, 999, None, 21_600, 50 * _MB, 1_000_000, 200),
        Plan("fixed-10m", 50_000, 1_000, 10, 2_000, 2_000, 999, None, 43_200, 50 * _MB, 10_000_000, 1_000),
    )
}
