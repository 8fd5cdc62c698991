"""The small language in which QStash is told how long to wait before the next attempt."""

from __future__ import annotations

import re

from ..answers import Context
from .registry import rule

_ARGUMENTS = {"pow": 2, "sqrt": 1, "abs": 1, "exp": 1, "floor": 1, "ceil": 1, "round": 1, "min": 2, "max": 2}
_PART = re.compile(r"\s*(?:([0-9]+(?:\.[0-9]+)?|\.[0-9]+)|([A-Za-z_]\w*)|([-+*/(),]))")
_WAY_OUT = (
    "write milliseconds with numbers, retried, + - * / ( ) and pow sqrt abs exp floor ceil round "
    "min max, such as 1000 * (1 + retried)"
)
_LONGEST = 1024
_DEEPEST = 50


class _SyntaxProblem(Exception):  # noqa: N818  it never leaves this module
    pass


@rule("retry-delay")
def retry_delay(text: str, _: Context) -> str | None:
    """An expression that gives milliseconds."""
    if not text.strip():
        return f"the expression is empty: {_WAY_OUT}"
    if len(text) > _LONGEST:
        return f"the expression is {len(text)} characters long: use at most {_LONGEST}"
    if any(c in "\r\n" for c in text) or not text.isascii():
        return f"the expression travels in a header, so it is one line of ASCII: {_WAY_OUT}"
    if text != text.strip():
        return "the expression begins or ends with a space, which HTTP drops: strip it"
    try:
        _Parser(_parts(text)).whole()
    except _SyntaxProblem as problem:
        return f"{problem}: {_WAY_OUT}"
    return None


def _parts(text: str) -> list[str]:
    parts, position = [], 0
    while position < len(text):
        found = _PART.match(text, position)
        if found is None:
            raise _SyntaxProblem(f"{text[position:].strip()[:1]!r} is no part of an expression")
        parts.append(found[0].strip())
        position = found.end()
    return parts


class _Parser:
    """A recursive descent through sum, product, sign and atom; it only says whether the text is legal."""

    def __init__(self, parts: list[str]) -> None:
        self._parts = parts
        self._at = 0
        self._depth = 0

    def whole(self) -> None:
        self._sum()
        if self._next is not None:
            raise _SyntaxProblem(f"nothing joins {self._next!r} to what is before it")

    @property
    def _next(self) -> str | None:
        return self._parts[self._at] if self._at < len(self._parts) else None

    def _take(self) -> str:
        part = self._next
        if part is None:
            raise _SyntaxProblem("the expression ends too early")
        self._at += 1
        return part

    def _expect(self, part: str) -> None:
        if self._next != part:
            raise _SyntaxProblem(f"{part!r} is missing")
        self._at += 1

    def _sum(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _SyntaxProblem("the expression has too many parentheses in one another")
        self._product()
        while self._next in ("+", "-"):
            self._at += 1
            self._product()
        self._depth -= 1

    def _product(self) -> None:
        self._signed()
        while self._next in ("*", "/"):
            self._at += 1
            self._signed()

    def _signed(self) -> None:
        while self._next in ("+", "-"):
            self._at += 1
        self._atom()

    def _atom(self) -> None:
        part = self._take()
        if part == "(":
            self._sum()
            self._expect(")")
        elif part in _ARGUMENTS:
            self._call(part)
        elif part != "retried" and not part[0].isdigit() and part[0] != ".":
            raise _SyntaxProblem(f"{part!r} is unknown" if part[0].isalpha() else f"{part!r} is out of place")

    def _call(self, function: str) -> None:
        self._expect("(")
        self._sum()
        for _ in range(_ARGUMENTS[function] - 1):
            self._expect(",")
            self._sum()
        self._expect(")")
