"""QStash's plans: what they cost beside what they allow.

Source: https://upstash.com/pricing/qstash, as read in 2026; docs/review/numbers.md says what is taken from where.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..model import plans

SOURCE = "https://upstash.com/pricing/qstash"


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan.

    Attributes:
        price: Dollars a month before usage.
        per_100k: Dollars for 100,000 messages, where they are billed one by one.
        schedules: Active schedules that the price includes.
        per_extra_schedule: Dollars a month for each beyond; None where more are refused.
        retries: The most that it takes, where users have seen it refuse more.
        allows: Its limits.
    """

    code: str
    name: str
    price: float
    per_100k: float | None
    schedules: int
    per_extra_schedule: float | None
    retries: int | None
    allows: plans.Plan


PLANS = {
    plan.code: plan
    for plan in (
        # "quota maxRetries exceeded" beyond 5 is told by many users of the free plan.
        Plan("free", "Free", 0, None, 10, None, 5, plans.PLANS["free"]),
        Plan("payg", "Pay as you go", 0, 1.0, 1_000, 0.01, None, plans.PLANS["payg"]),
        Plan("fixed-1m", "Fixed 1M", 180, None, 10_000, None, None, plans.PLANS["fixed-1m"]),
        Plan("fixed-10m", "Fixed 10M", 420, None, 50_000, None, None, plans.PLANS["fixed-10m"]),
    )
}
DEFAULT_PLAN = "payg"
