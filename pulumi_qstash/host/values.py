"""Values as the dynamic host hands them over, and as the lifecycle has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulumi.output import Unknown as PulumiUnknown

from ..model import UNKNOWN


def from_wire(value: Any) -> Any:
    """Plain data with the model's mark for unknown values; whole numbers as ints; None and `__` keys left out."""
    if isinstance(value, PulumiUnknown):
        return UNKNOWN
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {k: from_wire(v) for k, v in value.items() if v is not None}
    if isinstance(value, (list, tuple)):
        return [from_wire(v) for v in value]
    return value


def properties(wire: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of a resource, without the SDK's and our own internal ones."""
    return {k: v for k, v in from_wire(wire).items() if not k.startswith("__")}


def to_wire(value: Any) -> Any:
    """The way back."""
    if value is UNKNOWN:
        return PulumiUnknown()  # type: ignore[no-untyped-call]
    if isinstance(value, Mapping):
        return {k: to_wire(v) for k, v in value.items()}
    if isinstance(value, list):
        return [to_wire(v) for v in value]
    return value
