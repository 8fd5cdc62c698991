"""Durations as Go writes them, for `@every`."""

from __future__ import annotations

import re
from datetime import timedelta

from .errors import CronError

_NANOSECONDS = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_SECOND = 10**9
_LONGEST = 2**63 - 1
_MOST_DIGITS = 20
_PART = re.compile(r"([0-9]*)(?:\.([0-9]*))?([^0-9.]*)")
_HINT = "write it like @every 90s, @every 5m or @every 1h30m"


def whole_seconds(text: str) -> timedelta:
    """The interval of `@every <text>`: cut to whole seconds, one second at least.

    Raises:
        CronError: Where the text is no Go duration.
    """
    nanoseconds = _nanoseconds(text)
    return timedelta(seconds=max(1, nanoseconds // _SECOND))


def _nanoseconds(text: str) -> int:
    sign, rest = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    if rest == "0":
        return 0
    if not rest:
        raise CronError(f"@every {text!r}: the duration is missing", _HINT)
    total, position = 0, 0
    while position < len(rest):
        part = _PART.match(rest, position)
        assert part is not None  # noqa: S101  every part of the pattern is optional
        total += _part(text, *part.groups())
        position = part.end()
    if total > _LONGEST + (sign < 0):
        raise CronError(f"@every {text!r}: longer than 292 years", _HINT)
    return sign * total


def _part(text: str, whole: str, fraction: str | None, unit: str) -> int:
    if not whole and not fraction:
        raise CronError(f"@every {text!r} is no duration", _HINT)
    if unit not in _NANOSECONDS:
        reason = f"has the unknown unit {unit!r}" if unit else "lacks a unit"
        raise CronError(f"@every {text!r} {reason}", _HINT)
    # Python reads no number of thousands of digits; a longer one than this is too long in any unit.
    count = int(whole.lstrip("0")[:_MOST_DIGITS] or 0)
    return count * _NANOSECONDS[unit] + _fraction(fraction or "", _NANOSECONDS[unit])


def _fraction(digits: str, unit: int) -> int:
    # Go computes the fraction in floating point and drops digits beyond 63 bits: so do we.
    zeros = len(digits) - len(digits.lstrip("0"))
    digits = digits[: zeros + _MOST_DIGITS]
    while int(digits[zeros:] or 0) > 2**63:
        digits = digits[:-1]
    return int(int(digits[zeros:] or 0) * (unit / float(f"1e{len(digits)}")))
