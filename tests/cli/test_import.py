"""`import --file`: existing objects are taken into the state, as the Pulumi CLI takes them, and nobody is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.engines import has_cli
from support.probe_project import BLOB, ProbeProject

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "plaintext": '"hush-note"'}
THING = "pulumi-python:dynamic/probe:Thing"


def spec(name: str, *, note: object = None, **more: object) -> dict[str, Any]:
    inputs = {"__provider": BLOB, "name": name, "size": 1} | ({"note": note} if note else {})
    return {
        "type": THING,
        "name": name,
        "id": name,
        "inputs": inputs,
        "outputs": {**inputs, "serial": f"{name}/1"},
        **more,
    }


FILE = {
    "resources": [
        spec("b", parent="g", note=SECRET),
        spec("a"),
        {"type": "probe:index:Group", "name": "g", "component": True},
        {"type": "pulumi:providers:pulumi-python", "name": "eu", "inputs": {"probe:account": "x"}},
        spec("e", provider="eu"),
    ]
}
STAGE = {
    "resources": {
        "a": {"props": {}, "opts": {}},
        "g": {"kind": "group"},
        "b": {"props": {"note": {"$secret": "hush-note"}}, "opts": {"parent": "g"}},
        "eu": {"kind": "account", "account": "x"},
        "e": {"props": {}, "opts": {"provider": "eu"}},
    }
}


def made(tmp_path: Path, engine: str = "embedded") -> ProbeProject:
    project = ProbeProject.at(tmp_path, engine)
    project.ok("stack", "init", "dev")
    project.ok("config", "set", "word", "open")
    (project.root / "import.json").write_text(json.dumps(FILE))
    (project.root / "stage.json").write_text(json.dumps(STAGE))
    return project


def imported(project: ProbeProject, *flags: str) -> dict[str, dict[str, Any]]:
    """Import, and give the resources without what differs from run to run."""
    project.ok(
        "import",
        "--file",
        "import.json",
        "--generate-code=false",
        "--yes",
        "--non-interactive",
        "--stack",
        "dev",
        *flags,
    )
    found = {}
    for resource in project.ok("stack", "export", "--show-secrets").json()["deployment"]["resources"]:
        assert resource.pop("created")
        assert resource.pop("modified")
        if resource["type"].startswith("pulumi:providers:"):
            resource["id"] = "<id>"
        if "provider" in resource:
            resource["provider"] = resource["provider"].rsplit("::", 1)[0]
        found[resource["urn"].rsplit("::")[-1]] = resource
    return found


def test_a_file_is_taken_in_and_the_program_then_changes_nothing(tmp_path: Path) -> None:
    """Components, explicit and default providers, secrets and parents are as the program declares them."""
    project = made(tmp_path)
    found = imported(project, "--protect=false")
    assert sorted(found) == ["a", "b", "default", "e", "eu", "g", "parity-dev"]
    assert found["b"]["urn"] == f"urn:pulumi:dev::parity::probe:index:Group${THING}::b"
    assert found["b"]["inputs"]["note"] == SECRET
    assert found["e"]["provider"].endswith("::eu")
    assert "hush" not in project.state_file.read_text()
    assert project.calls() == []
    project.ok("preview", "--expect-no-changes")
    assert {c["call"] for c in project.calls()} <= {"configure", "check", "diff"}


def test_what_is_imported_is_protected_unless_told_otherwise(tmp_path: Path) -> None:
    """Objects and components are protected, the stack and providers are not."""
    found = imported(made(tmp_path))
    assert {name for name, resource in found.items() if resource.get("protect")} == {"a", "b", "e", "g"}


def test_what_is_there_already_stays(tmp_path: Path) -> None:
    """A second import of the same file changes nothing."""
    project = made(tmp_path)
    assert imported(project) == imported(project)


@pytest.mark.parametrize(
    "engine",
    ["embedded", pytest.param("cli", marks=[pytest.mark.cli, pytest.mark.skipif(not has_cli(), reason="no `pulumi`")])],
)
def test_a_name_that_stands_for_another_object_is_refused(tmp_path: Path, engine: str) -> None:
    """A file that gives an existing resource another object is refused whole, as the Pulumi CLI refuses it."""
    project = made(tmp_path, engine)
    imported(project)
    before = project.state_file.read_text()
    (project.root / "import.json").write_text(json.dumps({"resources": [spec("new"), spec("a", id="other")]}))
    ran = project.run("import", "--file", "import.json", "--generate-code=false", "--yes", "--stack", "dev")
    assert ran.code != 0
    assert "already exists" in ran.text
    if engine == "embedded":
        assert project.state_file.read_text() == before


@pytest.mark.cli
@pytest.mark.skipif(not has_cli(), reason="there is no `pulumi` on PATH")
def test_the_state_is_the_clis(tmp_path: Path) -> None:
    """The Pulumi CLI makes the same state of the same file."""
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
    assert imported(made(tmp_path / "ours")) == imported(made(tmp_path / "theirs", "cli"))


@pytest.mark.parametrize(
    ("resources", "words"),
    [
        ([{"name": "a", "id": "a"}], "resource 'a' has no type"),
        ([{"type": THING, "id": "a"}], "has no name"),
        ([{"type": THING, "name": "a"}], "has no ID"),
        ([{"type": THING, "name": "a", "id": "a"}], "has no outputs"),
        ([spec("a", parent="none")], "the parent 'none' for resource 'a'"),
        ([spec("a", provider="none")], "the provider 'none' for resource 'a'"),
        ([spec("a"), spec("a")], "ambiguous URN"),
        ([spec("a", parent="b"), spec("b", parent="a")], "circle"),
        ([spec("a", type="aws:s3/bucket:Bucket")], "aws.*Pulumi CLI"),
        ([spec("a", version="1.0.0")], "'version'.*Pulumi CLI"),
        ([{"type": "g:x:G", "name": "g", "component": True, "id": "x"}], "marked as a component"),
    ],
)
def test_mistakes_in_a_file_are_named(resources: list[dict[str, Any]], words: str) -> None:
    """A file that cannot be taken in is refused before anything is written, with what is wrong where."""
    from pulumi_qstash.engine.errors import EngineError
    from pulumi_qstash.engine.import_file import read_import_file
    from pulumi_qstash.engine.stack_name import StackName

    with pytest.raises(EngineError, match=words):
        read_import_file(json.dumps({"resources": resources}), StackName("parity", "dev"))
