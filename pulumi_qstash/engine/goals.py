"""What a program asks for: a resource as it declares it, read off a registration request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.values import from_struct

_DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)")
_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


@dataclass(frozen=True)
class Alias:
    """Another name that a resource may have had; what is empty is as the resource has it now."""

    urn: str = ""
    name: str = ""
    type: str = ""
    stack: str = ""
    project: str = ""
    parent: str = ""
    no_parent: bool = False


@dataclass
class Goal:
    """A resource as the program declares it."""

    type: str
    name: str
    custom: bool
    properties: dict[str, Any]
    parent: str = ""
    provider: str = ""
    protect: bool | None = None
    retain_on_delete: bool | None = None
    delete_before_replace: bool | None = None
    dependencies: list[str] = field(default_factory=list)
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    ignore_changes: list[str] = field(default_factory=list)
    replace_on_changes: list[str] = field(default_factory=list)
    hide_diff: list[str] = field(default_factory=list)
    additional_secret_outputs: list[str] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    custom_timeouts: dict[str, float] = field(default_factory=dict)
    deleted_with: str = ""
    replace_with: list[str] = field(default_factory=list)
    source_position: str = ""


def from_request(request: Any, parent: Goal | None, provider: str, root: str) -> Goal:
    """The goal of a RegisterResource request; options that are not given come from the parent."""
    properties = from_struct(request.object)
    protect, retain = _optional(request, "protect"), _optional(request, "retainOnDelete")
    return Goal(
        type=request.type,
        name=request.name,
        custom=request.custom,
        properties=properties,
        parent=request.parent,
        provider=provider,
        protect=parent.protect if protect is None and parent else protect,
        retain_on_delete=parent.retain_on_delete if retain is None and parent else retain,
        delete_before_replace=_delete_before_replace(request),
        dependencies=list(dict.fromkeys(request.dependencies)),
        property_dependencies=_property_dependencies(request, properties),
        ignore_changes=list(request.ignoreChanges),
        replace_on_changes=list(request.replaceOnChanges),
        hide_diff=list(getattr(request, "hideDiffs", ())),
        additional_secret_outputs=list(request.additionalSecretOutputs),
        aliases=[*(Alias(urn=u) for u in request.aliasURNs), *map(_alias, request.aliases)],
        custom_timeouts=_timeouts(request.customTimeouts),
        deleted_with=request.deletedWith or (parent.deleted_with if parent else ""),
        replace_with=list(getattr(request, "replace_with", ())),
        source_position=source_position(request, root),
    )


def state_of(goal: Goal, urn: str, alias: str, old: Resource | None) -> Resource:
    """The state of a resource as its goal has it, before anything was done for it."""
    return Resource(
        urn=urn,
        type=goal.type,
        custom=goal.custom,
        inputs=goal.properties,
        parent=goal.parent,
        provider=goal.provider,
        dependencies=goal.dependencies,
        property_dependencies=goal.property_dependencies,
        protect=bool(goal.protect),
        retain_on_delete=bool(goal.retain_on_delete),
        deleted_with=goal.deleted_with,
        replace_with=goal.replace_with,
        additional_secret_outputs=goal.additional_secret_outputs,
        aliases=[alias] if alias else [],
        ignore_changes=goal.ignore_changes,
        replace_on_changes=goal.replace_on_changes,
        hide_diff=goal.hide_diff,
        custom_timeouts=goal.custom_timeouts,
        created=old.created if old else "",
        modified=old.modified if old else "",
        source_position=goal.source_position,
    )


def _optional(request: Any, name: str) -> bool | None:
    return getattr(request, name) if request.HasField(name) else None


def _delete_before_replace(request: Any) -> bool | None:
    if request.deleteBeforeReplaceDefined or request.deleteBeforeReplace:
        return bool(request.deleteBeforeReplace)
    return None


def _property_dependencies(request: Any, properties: Mapping[str, Any]) -> dict[str, list[str]]:
    if not request.propertyDependencies and request.dependencies:
        every = list(dict.fromkeys(request.dependencies))
        return {key: list(every) for key in properties}
    told = {key: list(dict.fromkeys(named.urns)) for key, named in request.propertyDependencies.items()}
    return {**{key: [] for key in properties}, **told}


def _alias(alias: Any) -> Alias:
    if not alias.HasField("spec"):
        return Alias(urn=alias.urn)
    spec = alias.spec
    no_parent = spec.WhichOneof("parent") == "noParent" and spec.noParent
    return Alias("", spec.name, spec.type, spec.stack, spec.project, spec.parentUrn, no_parent)


def _timeouts(timeouts: Any) -> dict[str, float]:
    kinds = ("create", "update", "delete", "read")
    return {kind: seconds(text) for kind in kinds if (text := getattr(timeouts, kind, ""))}


def seconds(text: str) -> float:
    """The length of a duration such as `1h30m` in seconds."""
    parts = _DURATION.findall(text)
    if not parts or "".join(n + unit for n, unit in parts) != text:
        raise EngineError(f"unable to parse the custom timeout value {text!r}: write it as in 90s, 5m or 1h30m")
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def source_position(request: Any, root: str) -> str:
    """Where in the program a resource is declared, relative to the project."""
    position = request.sourcePosition
    prefix = f"file://{root.rstrip('/')}/"
    if not position.uri.startswith(prefix):
        return ""
    column = f",{position.column}" if position.column else ""
    return f"project:///{position.uri.removeprefix(prefix)}#{position.line}{column}"
