"""Signing keys."""

from __future__ import annotations

from ..accounts import DEFAULT_KEYS, DEFAULT_USER
from ..call import Answer, Call
from ..ids import derived_id, new_id
from ..store import Document

KIND = "keys"


def get(call: Call) -> Answer:
    """The current and the next key."""
    return Answer(_keys(call))


def rotate(call: Call) -> Answer:
    """The next key becomes the current one, and there is a new next one."""
    keys = {"current": _keys(call)["next"], "next": new_id("sig")}
    call.world.store.put(call.account, KIND, KIND, keys)
    return Answer(keys)


def _keys(call: Call) -> Document:
    kept = call.world.store.get(call.account, KIND, KIND)
    if kept is not None:
        return kept
    if call.account == DEFAULT_USER:
        return dict(zip(("current", "next"), DEFAULT_KEYS, strict=True))
    return {name: derived_id("sig", f"{call.account} {name}") for name in ("current", "next")}
