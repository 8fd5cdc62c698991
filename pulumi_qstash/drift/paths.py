"""Following a path in Pulumi's notation, such as `callback.headers["X-A"]`, into properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_STEP = re.compile(r'\.?([A-Za-z_$][\w$]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]')


def steps(path: str) -> list[str | int]:
    """The keys and indices of a path."""
    return [_step(m) for m in _STEP.finditer(path)]


def _step(match: re.Match[str]) -> str | int:
    plain, index, quoted = match.groups()
    if index is not None:
        return int(index)
    return str(plain) if plain is not None else re.sub(r"\\(.)", r"\1", quoted)


def along(properties: Any, path: str) -> Iterator[Any]:
    """What stands at each step of a path, the end last; None where there is nothing."""
    value = properties
    for step in steps(path):
        value = _at(value, step)
        yield value


def _at(value: Any, step: str | int) -> Any:
    if isinstance(value, list) and isinstance(step, int):
        return value[step] if step < len(value) else None
    if not isinstance(value, dict):
        return None
    if step in value:
        return value[step]
    # Header names ignore case.
    return next((v for k, v in value.items() if isinstance(step, str) and k.lower() == step.lower()), None)
