"""Writing Python as the formatter would: calls, dicts and lists on one line where they fit, else exploded.

An exploded form ends each item with a comma, so that `ruff format` and black
leave it as it is.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

WIDTH: Final = 88
"""The formatters' own default; what fits it fits every longer line, and what is exploded stays so."""
_STEP: Final = "    "
_LONGEST_BYTES: Final = 60


@dataclass(frozen=True)
class Code:
    """An expression that is written as it is, such as `orders.group_name`."""

    text: str


@dataclass(frozen=True)
class Call:
    """A call with positional and named arguments."""

    function: str
    arguments: Sequence[Any] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


def statement(value: Any, target: str = "") -> str:
    """One statement: `target = value`, or the expression alone, with a newline at its end."""
    head = f"{target} = " if target else ""
    return f"{head}{_written(value, '', len(head))}\n"


def text_literal(text: str) -> str:
    """A string literal in the formatter's choice of quotes."""
    double = text.count('"')
    quote = "'" if double and text.count("'") < double else '"'
    return quote + "".join(_escaped(c, quote) for c in text) + quote


def bytes_value(raw: bytes) -> Code | Call:
    """A bytes literal, or a call of `base64.b64decode` for longer ones."""
    if len(raw) > _LONGEST_BYTES:
        return Call("base64.b64decode", [base64.b64encode(raw).decode()])
    quote = "'" if b'"' in raw and raw.count(b"'") < raw.count(b'"') else '"'
    return Code("b" + quote + "".join(_escaped_byte(b, quote) for b in raw) + quote)


_NAMED_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escaped(character: str, quote: str) -> str:
    if character == quote:
        return "\\" + character
    if character in _NAMED_ESCAPES:
        return _NAMED_ESCAPES[character]
    if character == " " or (character.isprintable() and not "\ud800" <= character <= "\udfff"):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _escaped_byte(byte: int, quote: str) -> str:
    character = chr(byte)
    if character == quote:
        return "\\" + character
    if character in _NAMED_ESCAPES:
        return _NAMED_ESCAPES[character]
    return character if 0x20 <= byte < 0x7F else f"\\x{byte:02x}"


def _written(value: Any, indent: str, used: int) -> str:
    """`value` as source; `used` characters stand before it on its line, one comma may follow."""
    value = bytes_value(value) if isinstance(value, bytes) else value
    flat = _flat(value)
    if used + len(indent) + _width(flat) + 1 <= WIDTH and "\n" not in flat:
        return flat
    return _exploded(value, indent) or flat


def _width(text: str) -> int:
    """Columns as the formatter counts them: wide characters are two."""
    import unicodedata

    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    marks = sum(unicodedata.combining(c) != 0 for c in text)
    return len(text) + wide - marks


def _flat(value: Any) -> str:
    if isinstance(value, Code):
        return value.text
    if isinstance(value, Call):
        given = [_flat(a) for a in value.arguments] + [f"{k}={_flat(v)}" for k, v in value.named.items()]
        return f"{value.function}({', '.join(given)})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flat(k)}: {_flat(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flat(v) for v in value) + "]"
    if isinstance(value, str):
        return text_literal(value)
    return _flat(bytes_value(value)) if isinstance(value, bytes) else repr(value)


def _exploded(value: Any, indent: str) -> str:
    inner = indent + _STEP
    if isinstance(value, Call):
        items = [("", a) for a in value.arguments] + [(f"{k}=", v) for k, v in value.named.items()]
        return _lines(f"{value.function}(", items, ")", indent, inner)
    if isinstance(value, Mapping) and value:
        return _lines("{", [(f"{_flat(k)}: ", v) for k, v in value.items()], "}", indent, inner)
    if isinstance(value, list | tuple) and value:
        return _lines("[", [("", v) for v in value], "]", indent, inner)
    return ""


def _lines(opening: str, items: list[tuple[str, Any]], closing: str, indent: str, inner: str) -> str:
    body = "".join(f"{inner}{head}{_written(v, inner, _width(head))},\n" for head, v in items)
    return f"{opening}\n{body}{indent}{closing}"
