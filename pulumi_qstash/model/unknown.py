"""The mark of a value that a preview does not know yet."""

from __future__ import annotations

from typing import Any, Final, final


@final
class Unknown:
    """A value that becomes known while the stack is brought up; there is one of it, `UNKNOWN`."""

    _only: Unknown | None = None

    def __new__(cls) -> Unknown:  # noqa: D102
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __copy__(self) -> Unknown:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Unknown:
        return self

    def __reduce__(self) -> tuple[type[Unknown], tuple[()]]:
        return Unknown, ()


UNKNOWN: Final = Unknown()


def contains_unknown(value: Any) -> bool:
    """True where a value is unknown or holds an unknown at any depth."""
    if isinstance(value, dict):
        return any(contains_unknown(v) for v in value.values())
    if isinstance(value, (list, tuple)):
        return any(contains_unknown(v) for v in value)
    return value is UNKNOWN
