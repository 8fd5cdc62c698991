"""Properties of a state with their secrets opened, for the model's comparison."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_qstash.drift.export import HIDDEN
from pulumi_qstash.engine.values import Secret
from pulumi_qstash.model.paths import path as written

Steps = tuple[str | int, ...]


def opened(value: Any, live: Any) -> Any:
    """`value` with every secret in clear.

    One that cannot be decrypted takes the live value in its place, so that
    nothing is said of it; where there is no live value it is left out.
    """
    if value is HIDDEN:
        return live
    if isinstance(value, Secret):
        return opened(value.value, live)
    if isinstance(value, dict):
        inner = {k: opened(v, _beside(live, k)) for k, v in value.items()}
        return {k: v for k, v in inner.items() if v is not None}
    return [opened(v, None) for v in value if v is not HIDDEN] if isinstance(value, list) else value


def hidden_paths(value: Any, steps: Steps = ()) -> Iterator[str]:
    """Where secrets stand that cannot be decrypted."""
    for here, inner in _walk(value, steps):
        if inner is HIDDEN:
            yield written(here)


def text_paths(value: Any, steps: Steps = ()) -> Iterator[tuple[str, str]]:
    """Every text in `value` with its path."""
    for here, inner in _walk(value, steps):
        if isinstance(inner, str):
            yield written(here), inner


def _walk(value: Any, steps: Steps) -> Iterator[tuple[Steps, Any]]:
    if isinstance(value, Secret):
        yield from _walk(value.value, steps)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*steps, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk(inner, (*steps, index))
    else:
        yield steps, value


def _beside(live: Any, key: str) -> Any:
    """The live value under a key; header names ignore case."""
    if not isinstance(live, dict):
        return None
    if key in live:
        return live[key]
    return next((v for k, v in live.items() if k.lower() == key.lower()), None)
