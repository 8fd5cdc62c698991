"""Durations as QStash takes them: Go's, and `d` for days."""

from __future__ import annotations

import re
from decimal import Decimal

from .refusals import bad_request

_SECONDS = {
    "ns": Decimal("1e-9"), "us": Decimal("1e-6"), "µs": Decimal("1e-6"), "ms": Decimal("1e-3"),
    "s": Decimal(1), "m": Decimal(60), "h": Decimal(3600), "d": Decimal(86_400),
}  # fmt: skip
_PART = re.compile(r"(\d+\.?\d*|\.\d+)([^\d.]*)")


def seconds(text: str, what: str) -> int:
    """A duration such as `50s`, `1h30m3s` or `1d10h` in whole seconds.

    Args:
        text: The duration as sent.
        what: What it is for, for the refusal (`delay`).

    Raises:
        Refusal: 400, in the words of Go's `time.ParseDuration`.
    """
    if text == "0":
        return 0
    total, position = Decimal(0), 0
    while position < len(text) or not text:
        part = _PART.match(text, position)
        if part is None or len(text) > 64:
            raise bad_request(f'invalid {what}: time: invalid duration "{text}"')
        total += Decimal(part[1]) * _unit(part[2], text, what)
        position = part.end()
    return int(total)


def _unit(unit: str, text: str, what: str) -> Decimal:
    if not unit:
        raise bad_request(f'invalid {what}: time: missing unit in duration "{text}"')
    if unit not in _SECONDS:
        raise bad_request(f'invalid {what}: time: unknown unit "{unit}" in duration "{text}"')
    return _SECONDS[unit]
