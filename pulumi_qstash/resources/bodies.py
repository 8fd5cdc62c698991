"""A body: text as it is, bytes that are no text as base64."""

from __future__ import annotations

import base64
from typing import Any

from .naming import lifted


def arguments(value: Any) -> dict[str, Any]:
    """The arguments `body` and `body_base64` for what the program gives as its body."""
    if isinstance(value, bytes):
        text = as_text(value)
        return {"body": text, "body_base64": None if text is not None else base64.b64encode(value).decode()}
    return {"body": None if value is None else lifted(value, _known), "body_base64": None}


def as_text(value: bytes) -> str | None:
    """The text of UTF-8 bytes; None where they are none."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _known(value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    text = as_text(value)
    if text is None:
        raise TypeError("an Output of bytes must hold UTF-8 text; give other bytes as they are, not as an Output")
    return text
