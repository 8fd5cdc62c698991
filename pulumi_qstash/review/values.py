"""Values of a preview that must not, or cannot, be shown: secrets and what is known only after apply."""

from __future__ import annotations

from enum import Enum
from typing import Any


class Opaque(Enum):
    """A value of which only its sort is known."""

    SECRET = "secret"  # noqa: S105  the word, not a secret
    UNKNOWN = "known after apply"
    DROPPED = "not kept"


SECRET = Opaque.SECRET
UNKNOWN = Opaque.UNKNOWN
#: Stands for an asset, an archive or a resource reference, none of which a QStash property may be.
DROPPED = Opaque.DROPPED

_LARGEST = 2**53
_BLINDED = "[secret]"
_UNKNOWN_IN_DIGESTS = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  Pulumi's marker of a secret


def plain(value: Any) -> Any:
    """A property of a digest or an export as plain data, with `Opaque` members where it is not plain.

    Secrets come as the text `[secret]`, or as an object with Pulumi's signature (ciphertext, or plain text in an
    export with `--show-secrets`); either way nothing of them is kept.
    """
    if value in (_BLINDED, _UNKNOWN_IN_DIGESTS):
        return SECRET if value == _BLINDED else UNKNOWN
    if isinstance(value, dict):
        signature = value.get(_SIGNATURE)
        if signature is not None:
            return SECRET if signature == _SECRET_SIGNATURE else DROPPED
        return {key: plain(each) for key, each in value.items() if not key.startswith("__")}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    return value


def _number(value: float) -> Any:
    """A number as an engine has it: beyond what a double holds exactly, and infinite, it says nothing."""
    if not abs(value) <= _LARGEST:
        return DROPPED
    return int(value) if value == int(value) else value


def holds(value: Any, opaque: Opaque) -> bool:
    """Whether a value is, or holds at any depth, an opaque value of one sort."""
    if isinstance(value, dict):
        return any(holds(each, opaque) for each in value.values())
    if isinstance(value, list):
        return any(holds(each, opaque) for each in value)
    return value is opaque
