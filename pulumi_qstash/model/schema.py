"""schema.json from the declarations; `python -m pulumi_qstash.model.schema` writes it and the docs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, get_args, get_origin

from . import KINDS
from .configuration import Configuration
from .fields import Declaration, FieldSpec, fields_of
from .kind import Kind
from .marks import Environment, Shorthand

ACCOUNT = "The account that holds it, as `<user id>@<host>`; no secret."
SIGNING_KEYS = {
    "current": "The key with which QStash signs now.",
    "next": "The key with which QStash signs after the next rotation; accept both.",
}
SIGNING_KEYS_DOC = "The keys with which an application verifies that a request comes from QStash."
_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}
_KEYWORDS = ["pulumi", "qstash", "upstash", "cron", "schedule", "category/infrastructure", "kind/native"]


def package_schema() -> dict[str, Any]:
    """The schema as Pulumi's metaschema describes it, without a version."""
    return {
        "name": "qstash",
        "displayName": "Upstash QStash",
        "description": "Schedules, queues and URL groups of Upstash QStash.",
        "keywords": _KEYWORDS,
        "license": "Apache-2.0",
        "meta": {"moduleFormat": "(.*)"},
        "config": _configuration(),
        "provider": _provider(),
        "types": {token(d.__name__): _type(d) for d in nested_types()},
        "resources": {token(kind.name): _resource(kind) for kind in KINDS},
        "functions": {token("getSigningKeys"): _signing_keys()},
        "language": {"python": {"packageName": "pulumi_qstash", "pyproject": {"enabled": True}}},
    }


def token(name: str) -> str:
    """The token of a resource, type or function: `qstash:index:Schedule`."""
    return f"qstash:index:{name}"


def nested_types() -> list[type[Declaration]]:
    """The declarations of nested settings and items, each once, in the order in which they are met."""
    found: dict[type[Declaration], None] = {}
    for kind in KINDS:
        for spec in kind.fields:
            inner = spec.settings or spec.items
            if inner is not None:
                found[inner] = None
    return list(found)


def _configuration() -> dict[str, Any]:
    fields = fields_of(Configuration)
    variables = {spec.wire: _property(spec, "input") for spec in fields}
    return {"variables": variables, "defaults": [spec.wire for spec in fields if not spec.required]}


def _provider() -> dict[str, Any]:
    properties = {spec.wire: _property(spec, "input") for spec in fields_of(Configuration)}
    return {"description": _doc(Configuration), "inputProperties": properties, "requiredInputs": []}


def _type(declaration: type[Declaration]) -> dict[str, Any]:
    fields = fields_of(declaration)
    return {
        "type": "object",
        "description": _doc(declaration),
        "properties": {spec.wire: _property(spec, "input") for spec in fields},
        "required": [spec.wire for spec in fields if spec.required],
    }


def _resource(kind: Kind) -> dict[str, Any]:
    outputs = {spec.wire: _property(spec, "output") for spec in kind.fields}
    outputs["account"] = {"type": "string", "description": ACCOUNT}
    always = [spec.wire for spec in kind.fields if spec.required or spec.derived or spec.wire == kind.id_property]
    return {
        "description": _doc(kind.declaration),
        "properties": outputs,
        "required": always,
        "inputProperties": {s.wire: _property(s, "input") for s in kind.fields if not s.derived},
        "requiredInputs": [spec.wire for spec in kind.fields if spec.required],
    }


def _signing_keys() -> dict[str, Any]:
    properties = {name: {"type": "string", "description": doc, "secret": True} for name, doc in SIGNING_KEYS.items()}
    outputs = {"type": "object", "properties": properties, "required": list(SIGNING_KEYS)}
    return {"description": SIGNING_KEYS_DOC, "outputs": outputs}


def _doc(declaration: type[Declaration]) -> str:
    return (declaration.__doc__ or "").strip()


def _property(spec: FieldSpec, direction: str) -> dict[str, Any]:
    told = _type_spec(spec, direction) | {"description": spec.doc}
    if direction == "input":
        told |= {} if spec.default is None else {"default": spec.default}
        told |= {"willReplaceOnChanges": True} if spec.replaces else {}
    if (environment := spec.mark(Environment)) is not None:
        told["defaultInfo"] = {"environment": [environment.variable]}
    return told | ({"secret": True} if spec.secret_itself else {})


def _type_spec(spec: FieldSpec, direction: str) -> dict[str, Any]:
    inner = spec.settings
    if inner is not None and spec.mark(Shorthand) is not None and direction == "input":
        return {"oneOf": [{"type": "string"}, _reference(inner)]}
    return _of_type(spec.type)


def _of_type(annotation: Any) -> dict[str, Any]:
    if annotation in _SCALARS:
        return {"type": _SCALARS[annotation]}
    if isinstance(annotation, type) and issubclass(annotation, Declaration):
        return _reference(annotation)
    inner = get_args(annotation)
    if get_origin(annotation) is list:
        return {"type": "array", "items": _of_type(inner[0])}
    if get_origin(annotation) is dict:
        return {"type": "object", "additionalProperties": _of_type(inner[1])}
    return {"oneOf": [_of_type(member) for member in inner]}


def _reference(declaration: type[Declaration]) -> dict[str, Any]:
    return {"$ref": f"#/types/{token(declaration.__name__)}"}


def generated_files() -> dict[str, str]:
    """What is generated from the declarations: paths below the repository's root, and their texts."""
    from .reference import pages

    schema = json.dumps(package_schema(), indent=2, ensure_ascii=False) + "\n"
    return {"schema.json": schema} | {f"docs/reference/{name}": text for name, text in pages().items()}


def main() -> None:
    """Writes the generated files; the working directory is the repository's root."""
    for name, text in generated_files().items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"wrote {name}\n")


if __name__ == "__main__":
    main()
