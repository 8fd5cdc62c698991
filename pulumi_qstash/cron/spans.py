"""Sets of numbers as stretches, and lists as English."""

from __future__ import annotations

_SHORTEST_SPAN = 3


def stretches(values: frozenset[int]) -> list[tuple[int, int]]:
    """The unbroken stretches of values as (first, last), in order."""
    found: list[tuple[int, int]] = []
    for value in sorted(values):
        if found and found[-1][1] == value - 1:
            found[-1] = (found[-1][0], value)
        else:
            found.append((value, value))
    return found


def spans(values: frozenset[int]) -> list[tuple[int, int]]:
    """The same for reading aloud: a stretch of two is two values."""
    return [part for first, last in stretches(values) for part in _split_short(first, last)]


def listed(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _split_short(first: int, last: int) -> list[tuple[int, int]]:
    if last - first + 1 < _SHORTEST_SPAN:
        return [(value, value) for value in range(first, last + 1)]
    return [(first, last)]
