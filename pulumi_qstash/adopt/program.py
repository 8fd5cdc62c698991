"""The program: one declaration for each object, as a person would write it."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from pulumi_qstash.adopt.declaring import Adopted, Declaration
from pulumi_qstash.adopt.secrets import Steps
from pulumi_qstash.adopt.source import Call, Code, statement
from pulumi_qstash.model import FLOW_CONTROL, QUEUE, SCHEDULE, URL_GROUP, FieldSpec

_SECTIONS = (URL_GROUP, QUEUE, FLOW_CONTROL, SCHEDULE)


def source(adopted: Adopted, docstring: str) -> str:
    """The whole program, formatted."""
    sections = [[statement(_call(d), d.variable) for d in adopted.of(kind)] for kind in _SECTIONS]
    body = "\n".join(_together(section) for section in sections if section)
    config = "config = pulumi.Config()\n" if adopted.secrets else ""
    imports = _imports(body, bool(config) or any(d.elsewhere for d in adopted.declarations))
    return "\n".join(part for part in (f'"""{docstring}"""\n', imports, config, body) if part)


def _together(statements: list[str]) -> str:
    """Statements of several lines stand apart, as people write them."""
    text = statements[0]
    for before, after in pairwise(statements):
        text += after if before.count("\n") == after.count("\n") == 1 else f"\n{after}"
    return text


def _imports(body: str, uses_pulumi: bool) -> str:
    needed = ["import base64\n\n"] if "base64.b64decode(" in body else []
    if uses_pulumi:
        needed.append("import pulumi\n")
    return "".join([*needed, "import pulumi_qstash as qstash\n"])


def _call(declaration: Declaration) -> Call:
    return Call(f"qstash.{declaration.kind.name}", [declaration.name], arguments(declaration))


def arguments(declaration: Declaration) -> dict[str, Any]:
    """The keyword arguments of a declaration, by their names in Python."""
    elsewhere: dict[Steps, Call | Code] = {(w,): Code(text) for w, text in declaration.references.items()}
    elsewhere |= {s.steps: Call("config.require_secret", [s.key]) for s in declaration.secrets}
    writer = _Writer(elsewhere)
    named = dict(writer.fields(declaration.kind.fields, declaration.inputs, ()))
    return _in_order(named, declaration)


def _in_order(named: dict[str, Any], declaration: Declaration) -> dict[str, Any]:
    """The id first, then what the object is for, then its settings."""
    first = next(f.name for f in declaration.kind.fields if f.wire == declaration.kind.id_property)
    return {first: named[first], **named}


class _Writer:
    """Turns inputs into arguments, some of which come from elsewhere."""

    def __init__(self, elsewhere: Mapping[Steps, Call | Code]) -> None:
        self._elsewhere = elsewhere

    def fields(self, fields: tuple[FieldSpec, ...], inputs: Mapping[str, Any], at: Steps) -> Iterator[tuple[str, Any]]:
        for spec in fields:
            value, steps = inputs.get(spec.wire), (*at, spec.wire)
            if value is None or spec.derived or spec.wire == "adopt":
                continue
            yield self._argument(spec, value, steps)

    def _argument(self, spec: FieldSpec, value: Any, steps: Steps) -> tuple[str, Any]:
        if steps in self._elsewhere:
            return spec.name.removesuffix("_base64"), self._elsewhere[steps]
        if spec.wire == "bodyBase64":
            return "body", base64.b64decode(value)
        if spec.settings:
            settings = dict(self.fields(spec.children, value, steps))
            # A callback that is nothing but its URL is written as that.
            return spec.name, settings["url"] if [*settings] == ["url"] else settings
        if spec.items:
            items = [dict(self.fields(spec.children, item, (*steps, i))) for i, item in enumerate(value)]
            return spec.name, items
        if isinstance(value, dict):
            return spec.name, {k: self._elsewhere.get((*steps, k), v) for k, v in value.items()}
        return spec.name, value
