"""Why an expression is refused, in the words of robfig/cron, the parser that QStash's texts show."""

from __future__ import annotations

import re

_BOUNDS = (
    (0, 59, ()),
    (0, 23, ()),
    (1, 31, ()),
    (1, 12, ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    (0, 6, ("sun", "mon", "tue", "wed", "thu", "fri", "sat")),
)


class _Wrong(Exception):  # noqa: N818 - carries a text
    pass


def reason(text: str) -> str:
    """The parser's text for an expression that `cron.parse` refuses."""
    if not text:
        return "empty spec string"
    if text.startswith(("TZ=", "CRON_TZ=")):
        zone, _, text = text.partition("=")[2].partition(" ")
        if (problem := _of_expression(text.strip())) is None or not text.strip():
            return f"provided bad location {zone}: unknown time zone {zone}"
        return problem
    return _of_expression(text) or "failed to parse"


def _of_expression(text: str) -> str | None:
    if text.startswith("@every "):
        return f'failed to parse duration {text}: time: invalid duration "{text[7:]}"'
    if text.startswith("@"):
        return f"unrecognized descriptor: {text}"
    fields = text.split()
    if len(fields) != len(_BOUNDS):
        return f"expected exactly 5 fields, found {len(fields)}: [{' '.join(fields)}]"
    try:
        for field, bounds in zip(fields, _BOUNDS, strict=True):
            for part in field.split(","):
                if part:
                    _check(part, *bounds)
    except _Wrong as wrong:
        return str(wrong)
    return None


def _check(part: str, low: int, high: int, names: tuple[str, ...]) -> None:
    pieces = part.split("/")
    ends = pieces[0].split("-")
    start = low if ends[0] in ("*", "?") else _number(ends[0], low, names)
    end = high if ends[0] in ("*", "?") else start
    if len(ends) == 2 and ends[0] not in ("*", "?"):
        end = _number(ends[1], low, names)
    elif len(ends) > 2:
        raise _Wrong(f"too many hyphens: {part}")
    if len(pieces) > 2:
        raise _Wrong(f"too many slashes: {part}")
    step = _number(pieces[1], 0, ()) if len(pieces) == 2 else 1
    if len(pieces) == 2 and len(ends) == 1:
        end = high
    _check_range(part, (start, end, step), low, high)


def _check_range(part: str, span: tuple[int, int, int], low: int, high: int) -> None:
    start, end, step = span
    if start < low:
        raise _Wrong(f"beginning of range ({start}) below minimum ({low}): {part}")
    if end > high:
        raise _Wrong(f"end of range ({end}) above maximum ({high}): {part}")
    if start > end:
        raise _Wrong(f"beginning of range ({start}) beyond end of range ({end}): {part}")
    if step == 0:
        raise _Wrong(f"step of range should be a positive number: {part}")


def _number(text: str, low: int, names: tuple[str, ...]) -> int:
    if text.lower() in names:
        return names.index(text.lower()) + low
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise _Wrong(f'failed to parse int from {text}: strconv.Atoi: parsing "{text}": invalid syntax')
    if int(text[:20]) < 0:
        raise _Wrong(f"negative number ({int(text[:20])}) not allowed: {text}")
    return int(text[:20])
