"""What each of QStash's plans allows, as far as Upstash's price list says it."""

from __future__ import annotations

from dataclasses import dataclass

_DAY = 86_400


@dataclass(frozen=True)
class Plan:
    """The limits of a plan; None stands for no limit. Sizes in bytes, times in seconds."""

    name: str
    body: int
    delay: int | None
    timeout: int
    parallelism: int
    queue_parallelism: int
    endpoints: int
    schedules: int | None
    queues: int
    url_groups: int
    messages_a_day: int | None


_MB = 1024 * 1024

PLANS = {
    plan.name: plan
    for plan in (
        Plan("free", _MB, 7 * _DAY, 900, 10, 2, 100, 10, 10, 1, 1_000),
        Plan("payg", 10 * _MB, 366 * _DAY, 7_200, 100, 10, 100, None, 100, 100, None),
        Plan("fixed-1m", 50 * _MB, None, 21_600, 200, 10, 1_000, 10_000, 1_000, 1_000, 1_000_000),
        Plan("fixed-10m", 50 * _MB, None, 43_200, 1_000, 10, 2_000, 50_000, 1_000, 2_000, 10_000_000),
    )
}
