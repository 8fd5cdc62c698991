"""Rules for bodies; no reason repeats what is in them."""

from __future__ import annotations

import base64
import binascii

from ..answers import Context
from .registry import rule

#: The largest message that any plan takes.
LARGEST = 50 * 1024 * 1024
_TOO_LARGE = (
    "the body has {} bytes, and no plan of QStash takes more than 50 MB: store it elsewhere and send its address"
)


@rule("body")
def body(text: str, _: Context) -> str | None:
    """Text that can be written as UTF-8."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        return "the body holds half of a surrogate pair, which is no text: give bytes instead"
    return _TOO_LARGE.format(size) if size > LARGEST else None


@rule("body-base64")
def body_base64(text: str, _: Context) -> str | None:
    """Bytes in the standard base64 alphabet."""
    try:
        size = len(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return "it is no base64 (standard alphabet, padded with =): give bytes as body, and they are encoded for you"
    return _TOO_LARGE.format(size) if size > LARGEST else None
