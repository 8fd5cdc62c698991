"""Rules for whole numbers."""

from __future__ import annotations

from ..answers import Context
from .registry import rule

_BIGGEST = 2**31 - 1


@rule("retries")
def retries(value: int, _: Context) -> str | None:
    """Zero or more."""
    if value < 0:
        return f"{value} retries cannot be made: write 0 for a single attempt"
    return _too_big(value)


@rule("parallelism")
def parallelism(value: int, _: Context) -> str | None:
    """One or more: none at a time would be a pause."""
    if value < 1:
        return f"{value} deliveries at a time would stop everything: write 1 or more, or pause with paused"
    return _too_big(value)


@rule("rate")
def rate(value: int, _: Context) -> str | None:
    """One or more in a period."""
    if value < 1:
        return f"a rate of {value} would stop everything: write 1 or more, or leave it out for no limit"
    return _too_big(value)


def _too_big(value: int) -> str | None:
    return f"{value} is more than QStash can count: write at most {_BIGGEST}" if value > _BIGGEST else None
