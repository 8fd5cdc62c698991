"""The grammar of one of the five fields: lists of `*`, `?`, `N`, `N-M`, each with an optional `/step`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from .errors import CronError
from .suggestions import for_item

_NUMBER = re.compile(r"[+-]?[0-9]+\Z")
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class FieldKind:
    """One of the five places of an expression: its name, its bounds and the names that it allows."""

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()

    @property
    def everything(self) -> frozenset[int]:
        """All the values that the field can take."""
        return frozenset(range(self.least, self.most + 1))

    def named(self, text: str) -> int | None:
        """The value of a three-letter name in any case, or None."""
        # Go lowers the dotted capital I to a plain i, Python to two characters.
        name = text.replace("İ", "i").lower()
        return self.least + self.names.index(name) if name in self.names else None


MINUTE = FieldKind("minute", 0, 59)
HOUR = FieldKind("hour", 0, 23)
DAY_OF_MONTH = FieldKind("day-of-month", 1, 31)
MONTH = FieldKind("month", 1, 12, ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
DAY_OF_WEEK = FieldKind("day-of-week", 0, 6, ("sun", "mon", "tue", "wed", "thu", "fri", "sat"))
KINDS = (MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK)


@dataclass(frozen=True, slots=True)
class Field:
    """The values of one field, and whether a plain star was among its items.

    Attributes:
        values: The values at which the field matches; empty for a field of commas alone.
        star: True for `*`, `?` and `*/1` (not for `*/2` or `0-59`): it decides how two day fields combine.
    """

    values: frozenset[int]
    star: bool


def parse_field(text: str, kind: FieldKind) -> Field:
    """Reads one field.

    Raises:
        CronError: Where QStash would refuse the field.
    """
    items = [_parse_item(item, kind) for item in text.split(",") if item]
    return Field(frozenset().union(*(item.values for item in items)), any(item.star for item in items))


def _parse_item(item: str, kind: FieldKind) -> Field:
    span, slash, step_text = item.partition("/")
    if "/" in step_text:
        _refuse(item, kind, "has more than one slash")
    first, hyphen, last = span.partition("-")
    star = first in ("*", "?")
    if star:
        low, high = kind.least, kind.most
    else:
        low, high = _bounds(item, kind, first, last if hyphen else None)
    step = _number(step_text, item, kind) if slash else 1
    if slash and not hyphen:
        high = kind.most
    _check_bounds(item, kind, low, high, step)
    return Field(frozenset(range(low, high + 1, step)), star and step == 1)


def _bounds(item: str, kind: FieldKind, first: str, last: str | None) -> tuple[int, int]:
    low = _value(first, item, kind)
    if last is None:
        return low, low
    if "-" in last:
        _refuse(item, kind, "has more than one hyphen")
    return low, _value(last, item, kind)


def _check_bounds(item: str, kind: FieldKind, low: int, high: int, step: int) -> None:
    if low < kind.least or high > kind.most or low > kind.most:
        _refuse(item, kind, f"is outside {kind.least}-{kind.most}")
    if low > high:
        _refuse(item, kind, "runs backwards: a range cannot wrap around")
    if step == 0:
        _refuse(item, kind, "has a step of 0")


def _value(text: str, item: str, kind: FieldKind) -> int:
    named = kind.named(text)
    return _number(text, item, kind) if named is None else named


def _number(text: str, item: str, kind: FieldKind) -> int:
    if not _NUMBER.match(text) or len(text) > 400 or abs(int(text)) > _LARGEST:
        nonsense = "is no number" if text == item else f"has {text!r} in place of a number"
        _refuse(item, kind, nonsense if text else "lacks a number")
    if int(text) < 0:
        _refuse(item, kind, "has a negative number")
    return int(text)


def _refuse(item: str, kind: FieldKind, why: str) -> NoReturn:
    raise CronError(f"{kind.name} {item!r} {why}", for_item(item, kind))
