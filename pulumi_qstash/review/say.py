"""Numbers, money, durations and instants as a report says them."""

from __future__ import annotations

from datetime import datetime

from ..model import durations

_WHOLE_FROM = 20
_ROUNDED_FROM = 10_000


def number(found: float) -> str:
    """A count: `1,440`, `4.3`, `0`; whole numbers from 20 on."""
    if found >= _WHOLE_FROM or found == int(found):
        return f"{round(found):,}"
    return f"{found:.2f}".rstrip("0").rstrip(".") if found < 1 else f"{found:.1f}".removesuffix(".0")


def signed(found: float) -> str:
    """A difference with its sign: `+1,152`, `-30`, `±0`."""
    text = number(abs(found))
    if text == "0":
        return "±0"
    return f"+{text}" if found > 0 else f"−{text}"


def times(factor: float) -> str:
    """A factor: `5 times`, `1.5 times`."""
    return f"{number(factor)} times"


def dollars(found: float) -> str:
    """Dollars: `$0.00`, `$4.32`, below a cent `under $0.01`."""
    if 0 < found < 0.005:
        return "under $0.01"
    return f"${found:,.2f}"


def money_range(low: float, high: float) -> str:
    """A range of dollars, or one sum where both say the same."""
    return dollars(low) if dollars(low) == dollars(high) else f"{dollars(low)} to {dollars(high)}"


def duration(seconds: int) -> str:
    """A duration in QStash's notation: `32m48s`."""
    return durations.format_seconds(seconds)


def instant(found: datetime) -> str:
    """An instant in UTC, to the minute: `Mon 23 Nov 2026 10:17 UTC`."""
    return f"{found:%a %d %b %Y %H:%M} UTC"


def short(found: datetime) -> str:
    """A day and a time: `Mon 23 Nov 10:17`, with seconds where there are any."""
    return f"{found:%a %d %b %H:%M:%S}" if found.second else f"{found:%a %d %b %H:%M}"


def plural(count: int, noun: str) -> str:
    """`1 schedule`, `2 schedules`."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {noun}s" if not noun.endswith("y") or noun == "flow control key" else f"{count:,} {noun[:-1]}ies"
