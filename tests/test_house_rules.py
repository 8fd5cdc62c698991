"""The rules that this repository sets itself."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTS = sorted(p for p in (ROOT / "tests").rglob("test_*.py") if "data" not in p.parts)
SOURCES = sorted((ROOT / "pulumi_qstash").rglob("*.py"))


def rules_of(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text())
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]


@pytest.mark.parametrize("path", TESTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_test_says_its_rule(path: Path) -> None:
    """Each test states its rule in a docstring."""
    silent = [f.name for f in rules_of(path) if not ast.get_docstring(f)]
    assert not silent


def test_no_source_file_is_a_drawer() -> None:
    """No module of the package is named for leftovers or longer than 400 lines."""
    names = {"utils", "util", "helpers", "misc", "common"}
    assert not [p for p in SOURCES if p.stem in names]
    assert not [str(p) for p in SOURCES if len(p.read_text().splitlines()) > 400]


def test_nothing_names_the_shared_folder() -> None:
    """The project does not depend on the folder that stood beside it while it was written."""
    this = Path(__file__)
    folders = ("pulumi_qstash", "tests", "examples", "bench", "docs", ".ci")
    read = {".py", ".md", ".toml", ".yaml", ".yml", "", ".sh"}
    files = [p for f in folders for p in (ROOT / f).rglob("*") if p.is_file() and p.suffix in read]
    files += [ROOT / "Makefile", ROOT / "README.md", ROOT / "pyproject.toml"]
    assert not [p for p in files if p != this and "../shared" in p.read_text(errors="replace")]


def test_core_dependencies_stay_few() -> None:
    """What lands in every user's environment is pulumi, httpx, pydantic, croniter and two small ones."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [re.match(r"[a-zA-Z0-9_-]+", d)[0] for d in project["dependencies"]]  # type: ignore[index]
    assert names == ["pulumi", "httpx", "pydantic", "croniter", "tenacity", "cron-descriptor"]


def test_the_oldest_sdk_tested_is_the_oldest_allowed() -> None:
    """`make test-oldest` installs the very version that pyproject.toml names as its floor."""
    allowed = re.search(r'"pulumi>=([\d.]+)', (ROOT / "pyproject.toml").read_text())[1]  # type: ignore[index]
    tested = re.search(r"OLDEST_PULUMI := ([\d.]+)", (ROOT / "Makefile").read_text())[1]  # type: ignore[index]
    assert tested in (allowed, f"{allowed}.0")
