"""Rules for header names and values, content types, methods, labels and redactions."""

from __future__ import annotations

import re
from typing import Any

from ..answers import Context
from ..unknown import UNKNOWN
from .registry import rule

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_MEDIA_TYPE = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+/[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
#: Set by QStash or by HTTP itself on each delivery: a value of ours would be dropped or would break it.
_SET_ON_DELIVERY = frozenset(
    ["host", "content-length", "connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade",
     "proxy-authorization", "proxy-connection", "expect"]
)  # fmt: skip
_LONGEST_NAME = 256
_LONGEST_VALUE = 16 * 1024
_LONGEST_LABEL = 256


@rule("method")
def method(value: str, _: Context) -> str | None:
    """The methods with which QStash delivers."""
    if value in _METHODS:
        return None
    if value.strip().upper() in _METHODS:
        return f"methods are written in capitals, without spaces: write {value.strip().upper()}"
    return f"QStash cannot deliver with the method {value!r}: use GET, POST, PUT, PATCH or DELETE"


@rule("header-name")
def header_name(name: str, _: Context) -> str | None:
    """Names that HTTP allows and QStash forwards."""
    lower = name.lower()
    if not _TOKEN.fullmatch(name):
        return "it is no name of an HTTP header: use letters, digits and hyphens, such as X-Api-Key"
    if len(name) > _LONGEST_NAME:
        return f"this header's name is {len(name)} characters long: use at most {_LONGEST_NAME}"
    if lower == "content-type":
        return "the content type is a property of its own: give it as content_type"
    if lower.startswith("upstash-"):
        return (
            "QStash keeps the names that begin with Upstash- to itself, and its settings are properties here "
            "(retries, delay, callback, …): rename the header or use the property"
        )
    if lower in _SET_ON_DELIVERY:
        return "this header is set anew on each delivery: leave it out"
    return None


@rule("header-value")
def header_value(value: str, _: Context) -> str | None:
    """Values that survive the way through HTTP unchanged. The reason never repeats the value."""
    if not value:
        return "the value is empty, and HTTP may drop an empty header: leave the header out, or give it a value"
    if any(c in "\r\n" for c in value):
        return (
            "the value has a line break in it, which HTTP forbids: strip it (a secret read from a file "
            "often ends in one)"
        )
    if any((ord(c) < 32 and c != "\t") or ord(c) == 127 for c in value):
        return "the value has a control character in it, which HTTP forbids: remove it, or encode the value as base64"
    if not value.isascii():
        return (
            "the value has characters beyond ASCII, which HTTP does not carry safely: encode it, as base64 for instance"
        )
    if value != value.strip(" \t"):
        return "the value begins or ends with a space, which HTTP drops: strip it"
    if len(value) > _LONGEST_VALUE:
        return f"the value is {len(value)} characters long: send at most {_LONGEST_VALUE} in a header, more in the body"
    return None


@rule("redacted-value")
def redacted_value(value: str, _: Context) -> str | None:
    """What QStash shows instead of a redacted value is no value."""
    if value.startswith("REDACTED:"):
        return "this is what QStash shows instead of a redacted value: give the value itself"
    return None


@rule("content-type")
def content_type(value: str, context: Context) -> str | None:
    """A media type, with or without parameters."""
    kind, _, parameters = value.partition(";")
    if not _MEDIA_TYPE.fullmatch(kind.strip(" ")):
        return f"{value!r} is no media type: write one such as application/json or text/plain; charset=utf-8"
    if any(p.strip() and "=" not in p for p in parameters.split(";")):
        return f"a parameter of {value!r} has no value: write it like text/plain; charset=utf-8"
    return header_value(value, context)


@rule("label")
def label(value: str, context: Context) -> str | None:
    """Labels travel as one header, separated by commas."""
    if not value.strip():
        return "a label is empty: give it a text, or leave it out"
    if "," in value:
        return (
            f"the label {value!r} has a comma in it, at which QStash splits labels: give two labels, or "
            "use another sign"
        )
    if len(value) > _LONGEST_LABEL:
        return f"the label is {len(value)} characters long: use at most {_LONGEST_LABEL}"
    return header_value(value, context)


@rule("redact-headers")
def redact_headers(value: Any, _: Context) -> str | None:
    """`true` for all headers, or the names of some."""
    way_out = "write true for all headers, or a list of header names"
    if isinstance(value, bool):
        return None
    if not isinstance(value, list):
        return f"it is neither true nor a list of header names: {way_out}"
    names = [name for name in value if name is not UNKNOWN]
    if not all(isinstance(name, str) and _TOKEN.fullmatch(name) for name in names):
        return f"it has an item that is no header name: {way_out}"
    lower = [name.lower() for name in names]
    twice = next((name for name in lower if lower.count(name) > 1), None)
    return f"it names {twice} twice (header names ignore case): keep one" if twice else None
