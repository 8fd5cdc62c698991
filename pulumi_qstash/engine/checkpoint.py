"""A snapshot as the Pulumi CLI writes it: resources to JSON and back, secrets encrypted.

One resource is serialised on its own (`write_resource`), so that the journal
and the checkpoint share the text and no resource is serialised twice.
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from pulumi_qstash.engine.configuration import Crypter
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.state import PendingOperation, Resource, Snapshot
from pulumi_qstash.engine.values import SECRET_SIGNATURE, SIGNATURE, UNKNOWN, UNKNOWN_TEXT, Secret

_FLOAT_SIGNATURE = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c"
_KNOWN_FEATURES = {"taint", "replaceWith"}

FIELDS: tuple[tuple[str, str], ...] = (
    ("urn", "urn"),
    ("custom", "custom"),
    ("delete", "delete"),
    ("id", "id"),
    ("type", "type"),
    ("inputs", "inputs"),
    ("outputs", "outputs"),
    ("parent", "parent"),
    ("protect", "protect"),
    ("taint", "taint"),
    ("external", "external"),
    ("dependencies", "dependencies"),
    ("initErrors", "init_errors"),
    ("provider", "provider"),
    ("propertyDependencies", "property_dependencies"),
    ("pendingReplacement", "pending_replacement"),
    ("additionalSecretOutputs", "additional_secret_outputs"),
    ("aliases", "aliases"),
    ("customTimeouts", "custom_timeouts"),
    ("importID", "import_id"),
    ("retainOnDelete", "retain_on_delete"),
    ("deletedWith", "deleted_with"),
    ("replaceWith", "replace_with"),
    ("created", "created"),
    ("modified", "modified"),
    ("sourcePosition", "source_position"),
    ("ignoreChanges", "ignore_changes"),
    ("hideDiff", "hide_diff"),
    ("replaceOnChanges", "replace_on_changes"),
)
"""Names in the file and in `Resource`, in the order in which the CLI writes them."""
_WIRE_NAMES = {wire for wire, _ in FIELDS}
_ALWAYS = {"urn", "custom", "type"}


class UnreadableStateError(EngineError):
    """A checkpoint that cannot be read."""


Decrypt = Callable[[str], str]
Encrypt = Callable[[str], str]


def now() -> str:
    """The time as state files give it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "000Z"


def resource_to_json(resource: Resource, wrap: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """A resource as the state file has it; `wrap` turns the JSON text of a secret into its wrapper's fields."""
    said: dict[str, Any] = {}
    for wire, name in FIELDS:
        value = getattr(resource, name)
        if wire in ("inputs", "outputs"):
            value = value_to_json(value, wrap)
        elif wire == "propertyDependencies":
            value = {key: value[key] for key in sorted(value)}
        if value or wire in _ALWAYS:
            said[wire] = value
    return {**said, **resource.other}


def resource_from_json(said: dict[str, Any], decrypt: Decrypt) -> Resource:
    """The reverse of `resource_to_json`."""
    try:
        fields = {name: said[wire] for wire, name in FIELDS if wire in said and said[wire] is not None}
        for name in ("inputs", "outputs"):
            fields[name] = value_from_json(fields.get(name) or {}, decrypt)
        other = {key: value for key, value in said.items() if key not in _WIRE_NAMES}
        return Resource(**fields, other=other)
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableStateError(
            f"the state holds a resource that cannot be read ({error!r}): {_clip(said)}"
        ) from error


def value_to_json(value: Any, wrap: Callable[[str], dict[str, Any]]) -> Any:
    """A property value as JSON: secrets wrapped by `wrap`, unknowns as Pulumi's mark, whole floats as integers."""
    if isinstance(value, dict):
        return {key: value_to_json(value[key], wrap) for key in sorted(value)}
    if isinstance(value, (list, tuple)):
        return [value_to_json(v, wrap) for v in value]
    if isinstance(value, Secret):
        return {SIGNATURE: SECRET_SIGNATURE, **wrap(json_text(value_to_json(value.value, _bare)))}
    if value is UNKNOWN:
        return UNKNOWN_TEXT
    return _number(value) if isinstance(value, float) else value


def value_from_json(value: Any, decrypt: Decrypt) -> Any:
    """The reverse of `value_to_json`."""
    if isinstance(value, dict):
        signature = value.get(SIGNATURE)
        if signature == SECRET_SIGNATURE:
            text = value["plaintext"] if "plaintext" in value else decrypt(value["ciphertext"])
            return Secret(value_from_json(json.loads(text), decrypt))
        if signature == _FLOAT_SIGNATURE:
            return struct.unpack(">d", bytes.fromhex(value["value"]))[0]
        return {key: value_from_json(v, decrypt) for key, v in value.items()}
    if isinstance(value, list):
        return [value_from_json(v, decrypt) for v in value]
    return UNKNOWN if value == UNKNOWN_TEXT else value


def resource_in_clear(resource: Resource) -> dict[str, Any]:
    """A resource as `stack export --show-secrets` has it."""
    return resource_to_json(resource, _bare)


def write_resource(resource: Resource, encrypt: Encrypt) -> str:
    """A resource as one JSON text, secrets encrypted."""
    return json_text(resource_to_json(resource, lambda text: {"ciphertext": encrypt(text)}))


def snapshot_from_deployment(said: dict[str, Any], decrypt: Decrypt) -> Snapshot:
    """The snapshot of a `deployment` (an export) or of a checkpoint's `latest`."""
    try:
        return Snapshot(
            resources=[resource_from_json(r, decrypt) for r in said.get("resources") or []],
            pending_operations=[
                PendingOperation(resource_from_json(p["resource"], decrypt), p["type"])
                for p in said.get("pending_operations") or []
            ],
            secrets_providers=said.get("secrets_providers"),
            manifest=said.get("manifest") or {},
            metadata=said.get("metadata") or {},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableStateError(f"the state cannot be read: {error!r}") from error


def deployment_text(snapshot: Snapshot, write: Callable[[Resource], str], manifest: dict[str, Any]) -> str:
    """A snapshot as the JSON text of a checkpoint's `latest`; `write` gives each resource's text."""
    parts = [f'"manifest":{json_text(manifest)}']
    if snapshot.secrets_providers:
        parts.append(f'"secrets_providers":{json_text(snapshot.secrets_providers)}')
    if snapshot.resources:
        parts.append('"resources":[' + ",".join(map(write, snapshot.resources)) + "]")
    if snapshot.pending_operations:
        listed = (f'{{"resource":{write(p.resource)},"type":"{p.type}"}}' for p in snapshot.pending_operations)
        parts.append('"pending_operations":[' + ",".join(listed) + "]")
    parts.append(f'"metadata":{json_text(snapshot.metadata)}')
    return "{" + ",".join(parts) + "}"


def checkpoint_text(stack: str, latest: str, features: list[str]) -> str:
    """The whole file: `stack` is the full name, `latest` the deployment's text (or `null`)."""
    version = f'"version":4,"features":{json_text(features)}' if features else '"version":3'
    inner = f',"latest":{latest}' if latest else ""
    return f'{{{version},"checkpoint":{{"stack":{json_text(stack)}{inner}}}}}'


def check_version(said: Any, where: str) -> dict[str, Any]:
    """Refuse a file that is no state, or is of a version that this engine does not know."""
    if not isinstance(said, dict) or not isinstance(said.get("version"), int):
        raise UnreadableStateError(f"{where} is no Pulumi state: it has no version")
    if said["version"] not in (3, 4):
        raise UnreadableStateError(
            f"{where} has version {said['version']}, and the embedded engine reads 3 and 4: use the Pulumi CLI"
        )
    unknown = sorted(set(said.get("features") or []) - _KNOWN_FEATURES)
    if unknown:
        raise UnreadableStateError(
            f"{where} uses features that the embedded engine does not support ({', '.join(unknown)}): "
            "use the Pulumi CLI"
        )
    return said


def features_of(snapshot: Snapshot) -> list[str]:
    """The features by which the CLI tells that a state needs version 4."""
    return features_in([{"replaceWith": r.replace_with, "taint": r.taint} for r in snapshot.resources])


def features_in(resources: list[dict[str, Any]]) -> list[str]:
    """The same for resources as JSON."""
    return [name for name in ("replaceWith", "taint") if any(r.get(name) for r in resources)]


def deployment_in_clear(deployment: dict[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    """`deployment` with the secrets of `snapshot`, which was read from it, in clear."""
    shown = dict(deployment)
    shown["resources"] = [resource_to_json(r, _bare) for r in snapshot.resources]
    if snapshot.pending_operations:
        shown["pending_operations"] = [
            {"resource": resource_to_json(p.resource, _bare), "type": p.type} for p in snapshot.pending_operations
        ]
    return shown


def manifest() -> dict[str, str]:
    """A manifest of this moment and this engine."""
    version = f"pulumi-qstash-{metadata.version('pulumi-qstash')}"
    return {"time": now(), "magic": hashlib.sha256(version.encode()).hexdigest(), "version": version}


def json_text(value: Any) -> str:
    """Compact JSON, as the CLI writes it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def decrypter(crypter: Crypter | None) -> Decrypt:
    """How to decrypt with `crypter`; without one the first secret says what is missing."""
    if crypter:
        return crypter.decrypt

    def refuse(_: str) -> str:
        raise UnreadableStateError("the state holds encrypted secrets, but names no secrets provider")

    return refuse


def _bare(text: str) -> dict[str, Any]:
    return {"plaintext": text}


def _number(value: float) -> Any:
    if math.isnan(value) or math.isinf(value):
        return {SIGNATURE: _FLOAT_SIGNATURE, "value": struct.pack(">d", value).hex()}
    return int(value) if value.is_integer() and abs(value) < 1e21 else value


def _clip(said: Any) -> str:
    return str(said.get("urn", "?"))[:200] if isinstance(said, dict) else "?"
