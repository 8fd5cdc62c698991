"""From a live object to inputs, and from a read and a memory to what the state is to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import zones
from .answers import Inputs
from .fields import FieldSpec
from .marks import Live
from .reading import is_redacted

if TYPE_CHECKING:
    from .kind import Kind


def parse(kind: Kind, live: Live) -> Inputs:
    """Reads every readable field."""
    return _parse(kind.fields, kind.prepare(live), "")


def _parse(fields: tuple[FieldSpec, ...], live: Live, prefix: str) -> Inputs:
    inputs = {}
    for spec in fields:
        value = _read(spec, live, prefix)
        if value is not None and (spec.unmanaged or not _is_default(spec, value)):
            inputs[spec.wire] = value
    return inputs


def _read(spec: FieldSpec, live: Live, prefix: str) -> Any:
    if spec.read is None:
        return None
    key = prefix + spec.read.key
    if spec.settings:
        settings = _parse(spec.children, live, key)
        return settings if all(c.wire in settings for c in spec.children if c.required) else None
    value = live.get(key)
    if value is None:
        return False if spec.unmanaged else None
    if spec.items:
        listed = value if isinstance(value, list) else []
        return [_parse(spec.children, item, "") for item in listed if isinstance(item, Mapping)]
    return spec.read.take(value)


def _is_default(spec: FieldSpec, value: Any) -> bool:
    return spec.default is not None and not spec.required and spec.meaning({spec.wire: value}) == spec.meaning({})


def recall(kind: Kind, live_inputs: Inputs, props: Mapping[str, Any]) -> Inputs:
    """Joins what was read with what is remembered."""
    recalled = _recall(kind.fields, live_inputs, props)
    return recalled | kind.derive(recalled, dict(props))


def _recall(fields: tuple[FieldSpec, ...], live: Inputs, props: Mapping[str, Any]) -> Inputs:
    recalled: Inputs = {}
    for spec in fields:
        value = _recalled(spec, live, props)
        if value is not None:
            recalled[spec.wire] = value
    return zones.in_own_style(recalled, live, props)


def _recalled(spec: FieldSpec, live: Inputs, props: Mapping[str, Any]) -> Any:
    now, then = spec.value(live), spec.value(props)
    if spec.derived:
        return None
    if spec.read is None or (spec.read.sometimes and now is None):
        return then
    if spec.unmanaged:
        return now if then is not None else None
    if spec.settings and isinstance(now, Mapping) and isinstance(then, Mapping):
        return _recall(spec.children, dict(now), then)
    if spec.type == dict[str, str] and isinstance(now, Mapping) and isinstance(then, Mapping):
        return _recall_map(now, then)
    if _is_redacted(spec, live) and any(props.get(wire) is not None for wire in spec.shared):
        return then
    if spec.meaning(live) == spec.meaning(props) or spec.read.alike(now, then):
        return then
    return spec.default if now is None and then is not None else now


def _is_redacted(spec: FieldSpec, live: Inputs) -> bool:
    return any(is_redacted(live.get(wire)) for wire in spec.shared)


def _recall_map(now: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, Any]:
    """A header map in the user's spelling and order; a redacted value is the one that we remember."""
    lower = {name.lower(): (name, value) for name, value in now.items()}
    recalled = {}
    for name, value in then.items():
        if name.lower() in lower:
            _, live = lower.pop(name.lower())
            same = is_redacted(live) or (isinstance(value, str) and value.strip() == live.strip())
            recalled[name] = value if same else live
    return recalled | dict(lower.values())
