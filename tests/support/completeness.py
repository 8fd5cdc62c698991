"""Whether a declaration says everything that is known about a property, and everything follows it."""

from __future__ import annotations

import importlib
import json
import re
import typing
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from support.field_samples import LIVE, LOCAL, SAMPLES, Sample, inputs_with, live_with

from pulumi_qstash.model import KINDS, Kind
from pulumi_qstash.model.kind import FieldSpec

BY_NAME = {kind.name: kind for kind in KINDS}
_PAGES = {"Schedule": "schedule", "Queue": "queue", "UrlGroup": "url-group", "FlowControl": "flow-control"}


def leaves(kind: Kind) -> list[str]:
    """The paths of all properties of a kind; endpoints are looked at as one."""
    paths = []
    for spec in kind.fields:
        paths += [f"{spec.wire}.{c.wire}" for c in spec.children] if spec.settings else [spec.wire]
    return paths


def complaints(name: str, path: str, files: dict[str, str]) -> list[str]:
    """Everything that is amiss with a property, in a word each; [] for a complete one.

    Args:
        name: The kind's name.
        path: The property's path on Pulumi's wire.
        files: The generated files, by their paths.
    """
    kind, sample = BY_NAME[name], SAMPLES[name][path]
    found: list[str] = []
    for aspect in (_declared, _sent, _read, _compared, _in_schema, _in_docs):
        try:
            found += aspect(kind, path, sample, files)
        except (KeyError, StopIteration, AttributeError, TypeError, IndexError, RuntimeError) as error:
            found.append(f"{aspect.__name__}: {type(error).__name__} {error}")
    return found


def _spec(kind: Kind, path: str) -> FieldSpec:
    fields = kind.fields
    for step in path.split("."):
        spec = {f.wire: f for f in fields}[step]
        fields = spec.children
    return spec


def _declared(kind: Kind, path: str, sample: Sample, _files: Any) -> Iterator[str]:
    spec = _spec(kind, path)
    checked = kind.check(inputs_with(kind.name, path, sample.value), {}, _context())
    if checked.problems:
        yield f"refused: {checked.problems}"
    if sample.secret is not any(_covers(p, path) for p in kind.secret_paths()):
        yield "secret in one place and not in the other"
    if spec.default != sample.default:
        yield "another default"


def _covers(secret: str, path: str) -> bool:
    return secret == path


def _sent(kind: Kind, path: str, sample: Sample, _files: Any) -> Iterator[str]:
    if sample.sent is None:
        if not _spec(kind, path).own_call:
            yield "no call writes it"
        return
    request = kind.request(inputs_with(kind.name, path, sample.value))
    seen: dict[str, Any] = dict(request.headers)
    seen |= {"path": request.path, "content": request.content}
    where, *expected = sample.sent
    if where == "json":
        document = json.loads(request.content or b"{}")
        if document.get(expected[0]) != expected[1]:
            yield "not in the JSON document"
    elif where == "query":
        if expected[0] not in request.path.partition("?")[2].split("&"):
            yield "not in the query"
    elif seen.get(where) != expected[0]:
        yield f"sent as {seen.get(where)!r}, not {expected[0]!r}"


def _read(kind: Kind, path: str, sample: Sample, _files: Any) -> Iterator[str]:
    inputs = inputs_with(kind.name, path, sample.value)
    if not _spec(kind, path).readable and not _spec(kind, path).remembered:
        yield "neither read nor remembered"
    live = kind.parse(live_with(kind.name, path))
    recalled = kind.recall(live, inputs)
    if _at(recalled, path) != sample.value:
        yield f"recalled as {_at(recalled, path)!r}"
    if sample.live is not None:
        seen = kind.recall(live, inputs_with(kind.name, path, sample.other))
        again = kind.compare(seen, inputs)
        if any(p == path or p.startswith(f"{path}[") for p in again.changed):
            yield "not read from the live object"
        gone = kind.recall(kind.parse(LIVE[kind.name]), inputs)
        drifted = kind.compare(gone, inputs).properties
        if path.split(".")[0] not in drifted and not _spec(kind, path).remembered:
            yield "a live value that is gone is not seen"


def _compared(kind: Kind, path: str, sample: Sample, _files: Any) -> Iterator[str]:
    olds = inputs_with(kind.name, path, sample.value)
    news = inputs_with(kind.name, path, sample.other)
    comparison = kind.compare(olds, news)
    if [p for p in comparison.changed if p != path and not p.startswith((f"{path}[", f"{path}."))]:
        yield f"something else changed: {comparison.changed}"
    if not comparison.changed:
        yield "a change is not seen"
    if bool(comparison.replaces) is not sample.replaces:
        yield f"replaces {comparison.replaces}"
    for same in sample.same:
        changed = kind.compare(olds, inputs_with(kind.name, path, same)).changed
        if changed:
            yield f"{same!r} is taken for a change of {changed}"
    if sample.otherwise:
        changed = kind.compare(olds, inputs_with(kind.name, path, None) | sample.otherwise).changed
        if changed:
            yield f"{sample.otherwise} is taken for a change of {changed}"
    if sample.empty is not None:
        unset, empty = (inputs_with(kind.name, path, value) for value in (None, sample.empty))
        if kind.compare(unset, empty).changed:
            yield "an empty value is taken for a change"
    if sample.default is not None:
        explicit = inputs_with(kind.name, path, sample.default)
        if kind.compare(explicit, inputs_with(kind.name, path, None)).changed:
            yield "its default is taken for a change"


def _in_schema(kind: Kind, path: str, sample: Sample, files: dict[str, str]) -> Iterator[str]:
    schema = json.loads(files["schema.json"])
    told = schema["resources"][f"qstash:index:{kind.name}"]
    steps = path.split(".")
    if steps[0] not in told["properties"]:
        yield "no output in the schema"
    spec = told["inputProperties"][steps[0]]
    if len(steps) > 1:
        references = [spec, *spec.get("oneOf", ())]
        reference = next(r["$ref"] for r in references if "$ref" in r).rpartition("/")[2]
        spec = schema["types"][reference]["properties"][steps[1]]
    if _schema_type(spec) != sample.type:
        yield f"of type {_schema_type(spec)} in the schema"
    expected = {"default": sample.default, "secret": sample.secret or None}
    expected["willReplaceOnChanges"] = sample.replaces or None
    if {key: spec.get(key) for key in expected} != expected:
        yield "the schema says another default, secret or replacement"
    if not spec.get("description"):
        yield "no description in the schema"


def _schema_type(spec: dict[str, Any]) -> Any:
    if "$ref" in spec:
        return spec["$ref"].rpartition(":")[2]
    if "oneOf" in spec:
        return ("one of", *map(_schema_type, spec["oneOf"]))
    if spec["type"] == "array":
        return ("list", _schema_type(spec["items"]))
    return ("map", _schema_type(spec["additionalProperties"])) if spec["type"] == "object" else spec["type"]


def _in_docs(kind: Kind, path: str, sample: Sample, files: dict[str, str]) -> Iterator[str]:
    page = files[f"docs/reference/{_PAGES[kind.name]}.md"]
    inputs = page.partition("## Inputs")[2].partition("## Outputs")[0]
    name = sample.python[0] if sample.python else path
    row = re.search(rf"^\| `{name}` \| (.+) \| (.*) \| (.{{10,}}) \|$", inputs, re.M)
    if row is None:
        yield "no row in the docs"
    if f"`{path}`" not in page.partition("## How each input travels")[2]:
        yield "the docs do not say how it travels"


def _at(inputs: Any, path: str) -> Any:
    for step in path.split("."):
        inputs = (inputs or {}).get(step)
    return inputs


def _context() -> Any:
    from pulumi_qstash.model import Context

    return Context()


def resource_complaints(name: str, path: str) -> list[str]:
    """What is amiss with a property in the resource class and its args classes."""
    from pulumi_qstash.resources import args

    sample = SAMPLES[name][path]
    assert sample.python is not None
    argument, types = sample.python
    steps = path.split(".")
    found = []
    if len(steps) == 1:
        cls = resource_class(name)
        hints = _hints(cls.__init__)
        if bare_types(hints.get(argument)) != types:
            found.append(f"argument {argument}: {sorted(bare_types(hints.get(argument)))}")
        getter = _snake(steps[0])
        if not hasattr(cls, getter) and getter not in vars(cls).get("__annotations__", {}):
            found.append(f"no output {getter}")
        return found
    outer = _spec(BY_NAME[name], steps[0])
    assert outer.settings is not None
    for class_name in (outer.settings.args_class, f"{outer.settings.args_class}Dict"):
        hints = _hints(getattr(args, class_name))
        if bare_types(hints.get(argument)) != types:
            found.append(f"{class_name}.{argument}: {sorted(bare_types(hints.get(argument)))}")
    return found


def resource_class(name: str) -> Any:
    """The class of a kind in Python programs."""
    module = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return getattr(importlib.import_module(f"pulumi_qstash.resources.{module}"), name)


def local_arguments(name: str) -> set[str]:
    """The properties of a kind that never travel and that a program gives."""
    return LOCAL[name] - {"runs"}


def _hints(of: Any) -> dict[str, Any]:
    import pulumi

    return typing.get_type_hints(of, localns={"Input": pulumi.Input, "Output": pulumi.Output, "T": Any})


def bare_types(hint: Any) -> frozenset[str]:
    """The types that an annotation takes, without `Input`, `Output` and None."""
    return frozenset(_bare(hint))


def _bare(hint: Any) -> Iterator[str]:
    origin = get_origin(hint)
    if origin is Literal:
        yield from (type(value).__name__ for value in get_args(hint))
    elif origin is not None:
        if origin.__name__ in ("Mapping", "Sequence"):
            yield origin.__name__
            yield from (t for argument in get_args(hint)[-1:] for t in _bare(argument))
        elif origin.__name__ not in ("Awaitable", "Output"):
            yield from (t for argument in get_args(hint) for t in _bare(argument))
    elif isinstance(hint, type) and hint is not type(None):
        yield hint.__name__


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])", "_", name).lower().replace("base_64", "base64")
