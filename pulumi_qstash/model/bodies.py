"""What a schedule sends: text in `body`, or bytes in `bodyBase64`."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any


def decode(text: str) -> bytes:
    """The bytes of `bodyBase64`."""
    return base64.b64decode(text)


def content(inputs: Mapping[str, Any]) -> bytes | None:
    """The bytes that a schedule sends, or None; both spellings of the same bytes are equal."""
    if isinstance(encoded := inputs.get("bodyBase64"), str):
        try:
            return decode(encoded) or None
        except ValueError:
            return encoded.encode()
    text = inputs.get("body")
    return text.encode(errors="surrogatepass") or None if isinstance(text, str) else None


def content_size(inputs: Mapping[str, Any]) -> int:
    """The number of bytes."""
    return len(content(inputs) or b"")
