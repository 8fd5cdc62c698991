"""A state that an earlier version wrote is previewed by this one without any change."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support.engines import Project, has_cli

from pulumi_qstash.devserver.accounts import DEFAULT_TOKEN
from pulumi_qstash.model import KINDS

RECORDED = Path(__file__).parent / "recorded"
STATES = sorted(RECORDED.glob("*/*.json"))
CLI = pytest.param(
    "cli", marks=[pytest.mark.cli, pytest.mark.skipif(not has_cli(), reason="there is no `pulumi` on PATH")]
)


def account_of(state: Path) -> str:
    resources = json.loads(state.read_text())["deployment"]["resources"]
    return next(r["outputs"]["account"] for r in resources if "account" in r.get("outputs", {}))


@pytest.mark.parametrize("engine", ["embedded", CLI])
@pytest.mark.parametrize("state", STATES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_recorded_state_is_previewed_without_change(state: Path, engine: str, tmp_path: Path) -> None:
    """Whichever engine wrote it, the program that made it shows no change."""
    host = account_of(state).partition("@")[2]
    login = {"QSTASH_URL": f"http://{host}", "QSTASH_TOKEN": DEFAULT_TOKEN}
    project = Project.make(tmp_path, engine, (state.parent / "program.py").read_text(), login)
    project.ok("stack", "init", "dev")
    shutil.copy(state.with_suffix(".yaml"), project.root / "Pulumi.dev.yaml")
    project.ok("stack", "import", "--file", str(state))
    seen = project.preview("--expect-no-changes", "--show-sames")
    assert {step["op"] for step in seen["steps"]} == {"same"}


def test_each_kind_is_recorded() -> None:
    """Both engines wrote a state, with every kind of resource in it."""
    assert {s.stem for s in STATES} == {"embedded", "cli"}
    for state in STATES:
        types = {r["type"] for r in json.loads(state.read_text())["deployment"]["resources"]}
        assert types >= {f"pulumi-python:dynamic/qstash:{kind.name}" for kind in KINDS}
