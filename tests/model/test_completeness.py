"""Every property is sent, read or remembered, compared, in the schema, in the docs and in the resource class."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from support.completeness import (
    BY_NAME,
    bare_types,
    complaints,
    leaves,
    local_arguments,
    resource_class,
    resource_complaints,
)
from support.field_samples import LOCAL, SAMPLES

from pulumi_qstash.model import KINDS, fields, schema
from pulumi_qstash.model.fields import FieldSpec, fields_of
from pulumi_qstash.model.marks import (
    Header,
    HeaderFamily,
    JsonKey,
    Means,
    MeansWith,
    OwnCall,
    Query,
    Read,
    Remembered,
    Replaces,
    Secret,
    ServerDefault,
)  # fmt: skip

PROPERTIES = [(name, path) for name, samples in SAMPLES.items() for path in samples]
TELLING = (
    Header, HeaderFamily, JsonKey, Means, MeansWith, OwnCall, Query, Read, Remembered, Replaces, Secret, ServerDefault,
)  # fmt: skip


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return schema.generated_files()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_property_is_known(kind) -> None:
    """A property that is declared stands in the table of what is known about QStash, and the other way round."""
    assert set(leaves(kind)) - LOCAL[kind.name] == set(SAMPLES[kind.name])


@pytest.mark.parametrize(("name", "path"), PROPERTIES)
def test_a_property_is_complete(name: str, path: str, files: dict[str, str]) -> None:
    """A property travels, comes back, is compared and is told of as QStash's documents say."""
    assert complaints(name, path, files) == []


@pytest.mark.parametrize(("name", "path"), PROPERTIES)
def test_a_property_is_in_its_resource_class(name: str, path: str) -> None:
    """The resource class and the args classes have each property, with the same type."""
    pytest.importorskip("pulumi_qstash.resources.schedule")
    assert resource_complaints(name, path) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_resource_classes_have_nothing_more(kind) -> None:
    """An argument of a resource class is a declared property."""
    pytest.importorskip("pulumi_qstash.resources.schedule")
    arguments = set(inspect.signature(resource_class(kind.name).__init__).parameters)
    known = {s.python[0] for p, s in SAMPLES[kind.name].items() if s.python and "." not in p}
    known |= {p.partition(".")[0] for p in SAMPLES[kind.name] if "." in p}
    names = {spec.wire: spec.name for spec in kind.fields}
    expected = {names.get(one, one) for one in known} | local_arguments(kind.name)
    assert arguments - {"self", "resource_name", "opts"} == expected


def _removable() -> Iterator[Any]:
    for name, path in PROPERTIES:
        for mark in _spec(name, path).marks:
            if isinstance(mark, TELLING):
                yield pytest.param(name, path, type(mark), id=f"{name}.{path}-{type(mark).__name__}")


def _spec(name: str, path: str) -> FieldSpec:
    specs = BY_NAME[name].fields
    for step in path.split("."):
        spec = next(f for f in specs if f.wire == step)
        specs = spec.children
    return spec


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Spoils one field's declaration until the test ends."""
    real = fields._spec

    def without(name: str, path: str, mark: type | None) -> None:
        target = _spec(name, path)

        def spec(field: str, info: Any) -> FieldSpec:
            made = real(field, info)
            if made != target:
                return made
            wire = made.wire if mark else f"{made.wire}X"
            return dataclasses.replace(made, wire=wire, marks=_less(made.marks, mark))

        monkeypatch.setattr(fields, "_spec", spec)
        fields_of.cache_clear()

    yield without
    monkeypatch.undo()
    fields_of.cache_clear()


def _less(marks: tuple[Any, ...], kind: type | None) -> tuple[Any, ...]:
    return tuple(m for m in marks if kind is None or not isinstance(m, kind))


@pytest.mark.parametrize(("name", "path", "mark"), list(_removable()))
def test_a_missing_mark_is_noticed(name: str, path: str, mark: type, spoil: Any) -> None:
    """A declaration that lacks one of its marks is no longer complete."""
    spoil(name, path, mark)
    assert complaints(name, path, schema.generated_files()) != []


@pytest.mark.parametrize(("name", "path"), PROPERTIES)
def test_a_missing_property_is_noticed(name: str, path: str, spoil: Any) -> None:
    """A property that is not declared any more is missed."""
    spoil(name, path, None)
    assert complaints(name, path, schema.generated_files()) != []


def test_a_wrong_type_is_noticed() -> None:
    """The reading of annotations tells types apart."""
    import pulumi

    assert bare_types(pulumi.Input[str | None]) == {"str"}
    assert bare_types(pulumi.Input[int | None]) == {"int"}
