"""schema.json and the reference pages: current, valid, and complete."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pulumi_qstash.model import schema

ROOT = Path(__file__).parents[2]
METASCHEMA = json.loads(Path(__file__).with_name("data").joinpath("pulumi-package-metaschema.json").read_text())


@pytest.mark.parametrize("name", sorted(schema.generated_files()))
def test_generated_files_are_current(name: str) -> None:
    """A generated file is what the declarations give now; `make schema` writes it."""
    assert (ROOT / name).read_text(encoding="utf-8") == schema.generated_files()[name]


def test_no_page_is_left_over() -> None:
    """Every reference page is generated."""
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "reference").rglob("*") if path.is_file()}
    assert pages == {name for name in schema.generated_files() if name.startswith("docs/")}


def validator() -> jsonschema.Draft202012Validator:
    # The metaschema's patterns name their groups as JavaScript does.
    text = json.dumps(METASCHEMA).replace("(?<", "(?P<").replace("(?P<=", "(?<=").replace("(?P<!", "(?<!")
    return jsonschema.Draft202012Validator(json.loads(text))


def test_the_schema_is_valid() -> None:
    """Pulumi's metaschema finds nothing wrong with the schema."""
    assert [e.message for e in validator().iter_errors(schema.package_schema())] == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {"name": "1"},
        {"resources": {"Schedule": {}}},
        {"resources": {"qstash:index:Schedule": {"inputProperties": {"a": {"type": "text"}}}}},
        {"types": {"qstash:index:Callback": {"type": "object", "properties": {"a": {"type": "array"}}}}},
        {"config": {"variable": {}}},
    ],
)
def test_a_spoilt_schema_is_not_valid(spoilt: dict[str, Any]) -> None:
    """The metaschema is really applied: it refuses what is wrong."""
    assert list(validator().iter_errors(schema.package_schema() | spoilt)) != []


def test_tokens_and_references() -> None:
    """Everything has a token of the package, and every reference leads to a type."""
    told = schema.package_schema()
    names = {"Schedule", "Queue", "UrlGroup", "FlowControl"}
    assert set(told["resources"]) == {f"qstash:index:{name}" for name in names}
    assert set(told["functions"]) == {"qstash:index:getSigningKeys"}
    references = {part.split('"')[0] for part in json.dumps(told).split('"#/types/')[1:]}
    assert references == set(told["types"])


def test_everything_is_described() -> None:
    """No resource, type, function, property or variable is without a description."""
    told = schema.package_schema()
    parts = [*told["resources"].values(), *told["types"].values(), *told["functions"].values(), told["provider"]]
    for part in parts:
        assert part["description"]
        members = [part, part.get("outputs", {})]
        for group in ("properties", "inputProperties"):
            for member in members:
                assert all(p["description"].endswith(".") for p in member.get(group, {}).values())
    assert all(p["description"] for p in told["config"]["variables"].values())


def test_keys_and_token_are_secret() -> None:
    """The token and the signing keys are marked as secrets wherever they stand."""
    told = schema.package_schema()
    assert told["config"]["variables"]["token"]["secret"]
    assert told["provider"]["inputProperties"]["token"]["secret"]
    assert told["provider"]["inputProperties"]["token"]["defaultInfo"] == {"environment": ["QSTASH_TOKEN"]}
    keys = told["functions"]["qstash:index:getSigningKeys"]["outputs"]["properties"]
    assert {name: p["secret"] for name, p in keys.items()} == {"current": True, "next": True}


def test_derived_properties_are_outputs_alone() -> None:
    """`runs` and `account` are told by the provider, never given by a program."""
    told = schema.package_schema()["resources"]["qstash:index:Schedule"]
    assert {"runs", "account"} <= set(told["properties"])
    assert not {"runs", "account"} & set(told["inputProperties"])
    assert told["requiredInputs"] == ["destination", "cron"]
    assert told["required"] == ["destination", "cron", "scheduleId", "runs"]
