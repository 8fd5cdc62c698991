"""References to resources that an alias has renamed: a state names each resource by its present URN alone."""

from __future__ import annotations

from typing import Any

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.state import Resource

_LISTS = ("dependencies", "replaceWith")
_NAMING = {
    "urn": "urn",
    "parent": "parent",
    "aliases": "aliases",
    "provider": "provider",
    "dependencies": "dependencies",
    "propertyDependencies": "property_dependencies",
    "deletedWith": "deleted_with",
    "replaceWith": "replace_with",
}
"""The fields of a resource that hold URNs, as JSON and as `Resource` name them."""


def with_present_urns(resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Resources as JSON with every reference to a former URN mended; children of what was renamed move with it."""
    renamed = _renamed(resources)
    if not renamed:
        return resources
    return [_mended(resource, renamed) for resource in resources]


def under_present_urns(resources: list[Resource]) -> list[Resource]:
    """The same for a state in memory."""
    said = [{wire: getattr(resource, name) for wire, name in _NAMING.items()} for resource in resources]
    mended = with_present_urns(said)
    if mended is said:
        return resources
    return [
        resource.but(**{name: new.get(wire, []) for wire, name in _NAMING.items()})
        for resource, new in zip(resources, mended, strict=True)
    ]


def _renamed(resources: list[dict[str, Any]]) -> dict[str, str]:
    renamed: dict[str, str] = {}
    for resource in resources:
        renamed |= dict.fromkeys(resource.get("aliases") or [], resource["urn"])
        parent = renamed.get(resource.get("parent", ""), "")
        if parent and urns.type_of(parent) != urns.STACK_TYPE:
            urn = resource["urn"]
            head = urn.split("::", 2)
            chain = f"{urns.qualified_type(parent)}${urns.type_of(urn)}"
            renamed[urn] = f"{head[0]}::{head[1]}::{chain}::{urns.name_of(urn)}"
    return renamed


def _mended(resource: dict[str, Any], renamed: dict[str, str]) -> dict[str, Any]:
    out = {key: value for key, value in resource.items() if key != "aliases"}
    for key in ("urn", "parent", "deletedWith"):
        if key in out:
            out[key] = renamed.get(out[key], out[key])
    for key in _LISTS:
        if key in out:
            out[key] = [renamed.get(urn, urn) for urn in out[key]]
    if "propertyDependencies" in out:
        named = out["propertyDependencies"]
        out["propertyDependencies"] = {k: [renamed.get(urn, urn) for urn in v or []] for k, v in named.items()}
    if out.get("provider"):
        urn, id_ = out["provider"].rsplit("::", 1)
        out["provider"] = f"{renamed.get(urn, urn)}::{id_}"
    return out
