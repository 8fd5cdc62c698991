"""Durations as QStash takes them: Go's notation with days, such as `1d10h30m` or `90s`, in whole seconds."""

from __future__ import annotations

import re

_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_PART = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)([^0-9.\s+-]*)")
_LONGEST = 2**63 // 10**9
WAY_OUT = "write whole numbers with the units d, h, m or s, such as 90s, 5m, 1h30m or 2d"


class DurationError(ValueError):
    """A text that is no duration: says why, and the way out."""


def parse(text: str) -> int:
    """The seconds of a duration: `1m30s` gives 90.

    Raises:
        DurationError: Where QStash would refuse the text, or cut a part of it off.
    """
    total, position = 0, 0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            raise DurationError(_why_not(text))
        total += _seconds(text, part[1], part[2])
        position = part.end()
    if not text:
        raise DurationError(f"the duration is empty: {WAY_OUT}")
    if total > _LONGEST:
        raise DurationError(f"{text} is longer than 292 years, the longest that QStash can hold")
    return total


def format_seconds(count: int) -> str:
    """The canonical spelling of a number of seconds: 5400 gives `1h30m`, 0 gives `0s`."""
    parts = []
    for unit, size in _UNITS.items():
        whole, count = divmod(count, size)
        if whole:
            parts.append(f"{whole}{unit}")
    return "".join(parts) or "0s"


def canonical(text: str) -> str:
    """One spelling for each duration: `90s` and `1m30s` both give `1m30s`."""
    return format_seconds(parse(text))


def meaning(text: str) -> int | str:
    """What a duration means; a text that is none, as a server or an old state may hold it, means itself."""
    try:
        return parse(text)
    except DurationError:
        return text


def _seconds(text: str, number: str, unit: str) -> int:
    if not unit:
        raise DurationError(f"{text} lacks a unit: {WAY_OUT}")
    if unit not in _UNITS:
        raise DurationError(f"{text} has the unit {unit}, which QStash does not document: {WAY_OUT}")
    if "." in number:
        raise DurationError(f"{text} has a fraction, and QStash counts whole seconds: {WAY_OUT}")
    # Python reads no number of thousands of digits; one of 20 is too long in any unit.
    return int(number.lstrip("0")[:20] or 0) * _UNITS[unit]


def _why_not(text: str) -> str:
    if text.startswith("-"):
        return f"{text} is negative, and nothing happens before its time: {WAY_OUT}"
    if any(c.isspace() for c in text):
        return f"{text!r} has a space in it: {WAY_OUT}"
    return f"{text!r} is no duration: {WAY_OUT}"
