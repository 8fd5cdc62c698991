"""What messages cost a month on a plan: a range, since QStash's own texts disagree on retries."""

from __future__ import annotations

from dataclasses import dataclass

from .plans import Plan

_PRICED = 100_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Dollars a month.

    Attributes:
        expected: When every delivery succeeds at once.
        worst_free: When every attempt fails, were retries not billed (price page).
        worst_billed: The same, with every attempt billed (its list of questions).
    """

    expected: float
    worst_free: float
    worst_billed: float


def cost(plan: Plan, schedules: int, messages: float, worst_free: float, worst_billed: float) -> Cost:
    """What a month costs.

    Args:
        plan: The plan.
        schedules: Number of schedules in the account that are not paused.
        messages: Messages a month when every delivery succeeds at once.
        worst_free: Messages a month at worst, without retries.
        worst_billed: Messages a month at worst, with retries.
    """
    fixed = plan.price + max(0, schedules - plan.schedules) * (plan.per_extra_schedule or 0)
    price = plan.per_100k or 0
    each = [fixed + count / _PRICED * price for count in (messages, worst_free, worst_billed)]
    return Cost(each[0], each[1], each[2])
