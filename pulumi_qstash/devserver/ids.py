"""Ids and keys in the form in which QStash makes them."""

from __future__ import annotations

import hashlib
import secrets

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def new_id(prefix: str) -> str:
    """A new id such as `scd_5RLBWxdLydTNr99CiaTBCRb6UtrU`."""
    return f"{prefix}_" + "".join(secrets.choice(_BASE58) for _ in range(28))


def derived_id(prefix: str, source: str) -> str:
    """The id that belongs to `source`: the same at each call."""
    number = int.from_bytes(hashlib.sha256(source.encode()).digest(), "big")
    text = ""
    for _ in range(28):
        number, digit = divmod(number, 58)
        text += _BASE58[digit]
    return f"{prefix}_{text}"
