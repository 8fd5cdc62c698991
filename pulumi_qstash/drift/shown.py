"""Property values as people may read them: never a secret, never endless."""

from __future__ import annotations

import json
from typing import Any, Final

from pulumi_qstash.drift.export import HIDDEN
from pulumi_qstash.drift.paths import along, steps
from pulumi_qstash.engine.values import Secret
from pulumi_qstash.model.credential_values import is_credential_body
from pulumi_qstash.model.credentials import looks_like_credential

MASK: Final = "[secret]"
_LONGEST: Final = 240


def is_secret(properties: Any, path: str) -> bool:
    """Whether what stands at `path`, or around it, is a secret there."""
    return any(isinstance(v, Secret) or v is HIDDEN for v in along(properties, path))


def is_credential(path: str, *sides: Any) -> bool:
    """Whether `path` leads to a header that is named like a credential, or to what has the form of one on any side."""
    *before, last = steps(path)
    if "headers" in before and isinstance(last, str) and looks_like_credential(last):
        return True
    found = [value for side in sides for value in list(along(side, path))[-1:] if isinstance(value, str)]
    return any(is_credential_body(value) for value in found)


def has(properties: Any, path: str) -> bool:
    """Whether something stands at `path`."""
    value = None
    for value in along(properties, path):
        if value is None:
            return False
    return value is not None


def text_at(properties: Any, path: str, *, secret: bool) -> str | None:
    """The value at `path` as text; None where there is none."""
    value = None
    for value in along(properties, path):
        if isinstance(value, Secret) or value is HIDDEN:
            return MASK
    if value is None:
        return None
    return MASK if secret else shortened(_text(value, "headers" in steps(path)))


def shortened(text: str) -> str:
    """`text`, cut where it is long, with what was cut off counted."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text) - _LONGEST} more characters)"


def _text(value: Any, headers: bool) -> str:
    """`value`, in which a key is masked that is named like a credential and stands among headers."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(_masked(value, headers), ensure_ascii=False)


def _masked(value: Any, headers: bool) -> Any:
    if isinstance(value, Secret) or value is HIDDEN:
        return MASK
    if isinstance(value, str) and is_credential_body(value):
        return MASK
    if isinstance(value, dict):
        return {
            k: MASK if headers and looks_like_credential(k) else _masked(v, headers or k == "headers")
            for k, v in value.items()
        }
    return [_masked(v, headers) for v in value] if isinstance(value, list) else value
