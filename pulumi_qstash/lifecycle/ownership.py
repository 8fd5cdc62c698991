"""Whether a live object may be overwritten, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import FieldSpec, Inputs, Kind
from .errors import ForeignObject

_LONGEST_VALUE = 80


def differences(kind: Kind, live: Inputs, inputs: Inputs) -> list[str]:
    """The paths in which a live object visibly differs from a declaration, the pause aside."""
    seen = kind.recall(live, inputs)
    return [path for path in kind.compare(seen, inputs).changed if path != "paused"]


def has_unreadable(kind: Kind, live: Inputs, inputs: Inputs) -> bool:
    """Whether `inputs` declare something that reading the live object cannot confirm."""
    redacted = kind.compare(live, inputs).not_compared
    return bool(redacted) or _unreadable(kind.fields, live, inputs)


def _unreadable(fields: tuple[FieldSpec, ...], live: Mapping[str, Any], inputs: Mapping[str, Any]) -> bool:
    for spec in fields:
        now, declared = live.get(spec.wire), inputs.get(spec.wire)
        if declared is None:
            continue
        if spec.remembered and now is None:
            return True
        if spec.settings and isinstance(now, Mapping) and _unreadable(spec.children, now, declared):
            return True
    return False


def foreign(kind: Kind, live: Inputs, inputs: Inputs, paths: list[str]) -> ForeignObject:
    """The refusal to overwrite an object, with the difference and the ways out; no value that may be secret."""
    name = inputs[kind.id_property]
    return ForeignObject(
        f"The {kind.noun} {name!r} exists already, was not made by this stack, and differs from the declaration: "
        f"{'; '.join(difference(kind, live, inputs, path) for path in paths)}. {_ways_out(kind)}"
    )


def difference(kind: Kind, live: Inputs, inputs: Inputs, path: str) -> str:
    """One differing property in words: its path, and both values where neither can be secret."""
    top = path.split(".", 1)[0].split("[", 1)[0]
    spec = next(f for f in kind.fields if f.wire == top)
    if spec.secret or path != top:
        return path
    return f"{path} is {_shown(live.get(top))} there, {_shown(inputs.get(top))} here"


def _shown(value: Any) -> str:
    if value is None:
        return "not set"
    text = repr(value)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"


def _ways_out(kind: Kind) -> str:
    other = "another id" if kind.name == "Schedule" else "another name"
    if any(spec.wire == "adopt" for spec in kind.fields):
        take = "Set adopt=True to take it over and overwrite it"
    else:
        take = "Unpin and resume it to take it over"
    return (
        f"{take}, import it with an import file (`pulumi-qstash adopt` writes one), or give the resource "
        f"{other}. If the resource was renamed, say so with ResourceOptions(aliases=[pulumi.Alias(name=…)]); if it is "
        "replaced on purpose (--replace, a taint), with ResourceOptions(delete_before_replace=True)."
    )
