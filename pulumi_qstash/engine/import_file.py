"""The Pulumi CLI's bulk import file: what it declares, checked, with URNs worked out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from pulumi_qstash.engine import checkpoint, urns
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.registry import refuse_other_packages
from pulumi_qstash.engine.stack_name import StackName
from pulumi_qstash.engine.values import contains_unknowns

_UNSUPPORTED = ("version", "pluginDownloadUrl", "properties", "remote", "parameterization", "extension")


@dataclass(frozen=True)
class Imported:
    """One resource of an import file."""

    urn: str
    type: str
    id: str
    component: bool
    parent: str = ""
    """The parent's URN; empty for the stack."""
    provider: str = ""
    """The URN of an explicit provider; empty for the default one."""
    inputs: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)

    @property
    def is_provider(self) -> bool:
        """Whether it declares an explicit provider."""
        return urns.is_provider_type(self.type)


def read_import_file(text: str, stack: StackName) -> list[Imported]:
    """What the file declares, parents before children.

    Raises:
        EngineError: with every mistake in the file, one a line.
    """
    try:
        said = json.loads(text)
        specs = [dict(spec) for spec in said.get("resources") or []]
        table = dict(said.get("nameTable") or {})
    except (ValueError, AttributeError, TypeError) as error:
        raise EngineError(f"could not read the import file: {error}") from error
    for spec in specs:
        spec.setdefault("logicalName", spec.get("name"))
        spec.setdefault("name", spec["logicalName"])
    mistakes = [mistake for i, spec in enumerate(specs) for mistake in _mistakes(i, spec)]
    if mistakes:
        raise EngineError("\n".join(mistakes))
    return _Resolver(stack, specs, table, said.get("providerInputs") or {}).resolve()


def _mistakes(number: int, spec: dict[str, Any]) -> list[str]:
    about = _describe(number, spec)
    found = [f"{about} has no {key}" for key in ("type", "name") if not spec.get(key)]
    type_, component = str(spec.get("type", "")), bool(spec.get("component"))
    if urns.is_provider_type(type_):
        if spec.get("id"):
            found.append(f"{about} has an ID, but is a provider, which is created rather than read")
        if spec.get("outputs"):
            found.append(f"{about} is a provider and may not have outputs")
    elif component and spec.get("id"):
        found.append(f"{about} has an ID, but is marked as a component")
    elif not component and not spec.get("id"):
        found.append(f"{about} has no ID")
    elif not component and type_ and not spec.get("outputs"):
        found.append(f"{about} has no outputs: a dynamic resource is imported from its inputs and outputs in the file")
    found += [
        f"{about} has '{key}', which the embedded engine does not support: the Pulumi CLI does this"
        for key in _UNSUPPORTED
        if spec.get(key)
    ]
    return found


def _describe(number: int, spec: dict[str, Any]) -> str:
    name = spec.get("name") or spec.get("id")
    of_type = f" of type '{spec['type']}'" if spec.get("type") else ""
    return f"resource '{name}'{of_type}" if name else f"resource {number}{of_type}"


class _Resolver:
    """Works out URNs: a child's holds its parent's types, so parents come first."""

    def __init__(
        self, stack: StackName, specs: list[dict[str, Any]], table: dict[str, str], settings: dict[str, Any]
    ) -> None:
        self._stack, self._specs, self._table, self._settings = stack, specs, table, settings
        self._names = [spec["name"] for spec in specs]
        self._known: dict[str, str] = dict(table)
        self._taken = set(table.values())

    def resolve(self) -> list[Imported]:
        waiting, done = list(enumerate(self._specs)), list[Imported]()
        urns_of: dict[int, str] = {}
        while waiting:
            ready = [(i, spec) for i, spec in waiting if not spec.get("parent") or self._knows(i, spec)]
            if not ready:
                names = ", ".join(spec["name"] for _, spec in waiting)
                raise EngineError(f"the parents of {names} form a circle")
            for i, spec in ready:
                urns_of[i] = self._name(i, spec)
            waiting = [(i, spec) for i, spec in waiting if i not in urns_of]
        for i in urns_of:
            done.append(self._made(i, self._specs[i], urns_of[i]))
        return [r for r in done if r.is_provider] + [r for r in done if not r.is_provider]

    def _knows(self, number: int, spec: dict[str, Any]) -> bool:
        parent = spec["parent"]
        if self._names.count(parent) > 1:
            raise EngineError(f"{_describe(number, spec)} has an ambiguous parent")
        if parent not in self._known and parent not in self._names:
            raise EngineError(f"the parent '{parent}' for {_describe(number, spec)} has no entry in 'nameTable'")
        return parent in self._known

    def _name(self, number: int, spec: dict[str, Any]) -> str:
        parent = self._known[spec["parent"]] if spec.get("parent") else ""
        urn = urns.make(self._stack.name, self._stack.project, parent, spec["type"], spec["logicalName"])
        if urn in self._taken:
            raise EngineError(
                f"{_describe(number, spec)} has an ambiguous URN, set name (or logical name) to be unique"
            )
        self._taken.add(urn)
        self._known.setdefault(spec["name"], urn)
        return urn

    def _made(self, number: int, spec: dict[str, Any], urn: str) -> Imported:
        about = _describe(number, spec)
        if not spec.get("component"):
            refuse_other_packages(spec["type"], spec["name"])
        provider = self._provider(about, spec)
        inputs = spec.get("inputs") or self._settings.get(spec["name"]) or {}
        return Imported(
            urn=urn,
            type=spec["type"],
            id=spec.get("id") or "",
            component=bool(spec.get("component")),
            parent=self._known[spec["parent"]] if spec.get("parent") else "",
            provider=provider,
            inputs=_values(about, "inputs", inputs),
            outputs=_values(about, "outputs", spec.get("outputs") or {}),
        )

    def _provider(self, about: str, spec: dict[str, Any]) -> str:
        name = spec.get("provider")
        if not name:
            return ""
        if name not in self._known:
            raise EngineError(f"the provider '{name}' for {about} has no entry in 'nameTable' or 'resources'")
        urn = self._known[name]
        if not urns.is_provider_type(urns.type_of(urn)):
            raise EngineError(f"the provider '{name}' for {about} is not a provider")
        return urn


def _values(about: str, which: str, said: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = checkpoint.value_from_json(said, _refuse_ciphertext)
    if contains_unknowns(values):
        raise EngineError(f"the {which} for {about} contain unknown values; fill them in before importing")
    return values


def _refuse_ciphertext(_: str) -> str:
    raise EngineError("the import file holds an encrypted secret: give it in clear, as `plaintext`")
