"""Which project, backend and stack a command is about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pulumi_qstash.engine import workspace
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.project import Project, check_runnable, find_project, read_project
from pulumi_qstash.engine.stack_name import StackName, parse_stack_name
from pulumi_qstash.engine.workspace import chosen_stack, open_backend, select_stack, selected_stack


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_CREDENTIALS_PATH", "PULUMI_STACK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def project(folder: Path, text: str = "name: shop\nruntime: python\n") -> Project:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(text)
    return read_project(folder / "Pulumi.yaml")


def test_a_project_is_found_from_below(tmp_path: Path) -> None:
    """The nearest Pulumi.yaml above counts."""
    project(tmp_path / "p")
    (tmp_path / "p/a/b").mkdir(parents=True)
    assert find_project(tmp_path / "p/a/b").root == tmp_path / "p"


def test_every_form_of_a_project_file_is_read(tmp_path: Path) -> None:
    """Runtime options, main, the settings folder, the backend and configuration are taken."""
    found = project(
        tmp_path,
        "name: shop\nruntime:\n  name: python\n  options: {virtualenv: venv}\nmain: src\nstackConfigDir: stacks\n"
        "backend: {url: 'file://./x'}\nconfig:\n  host: a\n",
    )
    assert (found.runtime, found.runtime_options, found.main) == ("python", {"virtualenv": "venv"}, "src")
    assert found.settings_path("dev") == tmp_path / "stacks/Pulumi.dev.yaml"
    assert (found.backend_url, found.config) == ("file://./x", {"host": "a"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("runtime: python\n", "needs a 'name'"),
        ("name: shop\n", "needs a 'runtime'"),
        ("name: a b\nruntime: python\n", "'name'"),
        ("name: [\n", "could not read"),
        ("name: shop\nruntime: python\nconfig: [a]\n", "'config' must be a mapping"),
    ],
)
def test_a_broken_project_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    """What is wrong with a Pulumi.yaml is told in a sentence."""
    with pytest.raises(EngineError, match=words):
        project(tmp_path, text)


def test_no_project(tmp_path: Path) -> None:
    """A folder without Pulumi.yaml is named, with the way out."""
    with pytest.raises(EngineError, match=r"no Pulumi.yaml project file found.*-C FOLDER"):
        find_project(tmp_path)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("runtime: nodejs\n", "'nodejs'"),
        ("runtime: python\nplugins:\n  providers:\n  - name: qx\n    path: .\n", "qx"),
        ("runtime: {name: python, options: {typechecker: mypy}}\n", "mypy"),
    ],
)
def test_what_only_the_pulumi_cli_runs_is_refused_by_name(tmp_path: Path, more: str, words: str) -> None:
    """Other runtimes and plugins are refused by their names."""
    with pytest.raises(EngineError, match=f"{words}.*the Pulumi CLI"):
        check_runnable(project(tmp_path, "name: shop\n" + more))


def test_the_default_backend_stands_beside_the_program(tmp_path: Path) -> None:
    """Where nothing names a backend, states live in .pulumi-local, which git ignores."""
    backend = open_backend(project(tmp_path / "p"))
    assert backend.root == tmp_path / "p/.pulumi-local"
    assert (backend.folder / "meta.yaml").read_text() == "version: 1\n"
    assert (backend.root / ".gitignore").read_text() == "*\n"


def test_no_backend_is_made_outside_a_project(tmp_path: Path) -> None:
    """Without a project and a backend that somebody named, no folder is made."""
    with pytest.raises(EngineError, match="PULUMI_BACKEND_URL"):
        open_backend(None)
    assert not (tmp_path / ".pulumi-local").exists()


@pytest.mark.parametrize("url", ["file://./states", "file://states", "file://{tmp}/states", "file://{tmp}/a/../states"])
def test_file_urls_are_taken_as_the_cli_takes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Relative and absolute file URLs name the same folder."""
    (tmp_path / "states").mkdir()
    (tmp_path / "a").mkdir()
    monkeypatch.setenv("PULUMI_BACKEND_URL", url.format(tmp=tmp_path))
    assert open_backend(None).root == tmp_path / "states"


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`file://~` and `file://~/x` lie in the user's home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "x").mkdir()
    monkeypatch.setenv("PULUMI_BACKEND_URL", "file://~/x")
    assert open_backend(None).root == tmp_path / "x"
    monkeypatch.setenv("PULUMI_BACKEND_URL", "file://~")
    assert open_backend(None).root == tmp_path


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistyped backend is told, not created."""
    monkeypatch.setenv("PULUMI_BACKEND_URL", f"file://{tmp_path}/none")
    with pytest.raises(EngineError, match=r"unable to open state directory.*mkdir"):
        open_backend(None)
    assert not (tmp_path / "none").exists()


def test_another_backend_is_refused_wherever_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment, the project and a logged-in CLI each keep us from making a second state."""
    plain = project(tmp_path / "p")
    cloud = project(tmp_path / "q", "name: shop\nruntime: python\nbackend: {url: 's3://bucket'}\n")
    with pytest.raises(EngineError, match=r"Pulumi.yaml points at the backend s3://bucket.*second state"):
        open_backend(cloud)
    (tmp_path / "home").mkdir()
    credentials = tmp_path / "home/credentials.json"
    credentials.write_text(json.dumps({"current": "https://api.pulumi.com"}))
    with pytest.raises(EngineError, match=r"credentials.json points at the backend https://api.pulumi.com"):
        open_backend(plain)
    credentials.write_text("{")
    with pytest.raises(EngineError, match=r"credentials.json cannot be read.*PULUMI_BACKEND_URL"):
        open_backend(plain)
    credentials.unlink()
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "pul-123")
    with pytest.raises(EngineError, match="PULUMI_ACCESS_TOKEN points at") as refused:
        open_backend(plain)
    assert "pul-123" not in str(refused.value)
    monkeypatch.setenv("PULUMI_BACKEND_URL", "azblob://x")
    with pytest.raises(EngineError, match="PULUMI_BACKEND_URL points at the backend azblob://x"):
        open_backend(plain)


def test_the_environment_wins_over_project_and_login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PULUMI_BACKEND_URL counts before Pulumi.yaml, as under the CLI."""
    (tmp_path / "states").mkdir()
    monkeypatch.setenv("PULUMI_BACKEND_URL", f"file://{tmp_path}/states")
    cloud = project(tmp_path / "q", "name: shop\nruntime: python\nbackend: {url: 's3://bucket'}\n")
    assert open_backend(cloud).root == tmp_path / "states"


@pytest.mark.parametrize("layout", ["old", "zero", "new"])
def test_a_store_of_another_layout_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str) -> None:
    """A store without projects, or of a later layout, is left to the Pulumi CLI."""
    (tmp_path / ".pulumi/stacks").mkdir(parents=True)
    if layout == "old":
        (tmp_path / ".pulumi/stacks/dev.json").write_text("{}")
    else:
        (tmp_path / ".pulumi/meta.yaml").write_text(f"version: {0 if layout == 'zero' else 9}\n")
    monkeypatch.setenv("PULUMI_BACKEND_URL", f"file://{tmp_path}")
    with pytest.raises(EngineError, match="Pulumi CLI"):
        open_backend(None)


def test_the_chosen_stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--stack counts first, then PULUMI_STACK, then the selected one; without any the ways out are named."""
    here = project(tmp_path / "p")
    with pytest.raises(EngineError, match=r"no stack selected.*--stack.*stack select.*stack init"):
        chosen_stack(here, None)
    select_stack(here, StackName("shop", "dev"))
    assert chosen_stack(here, None) == StackName("shop", "dev")
    monkeypatch.setenv("PULUMI_STACK", "test")
    assert chosen_stack(here, None) == StackName("shop", "test")
    assert chosen_stack(here, "organization/other/prod") == StackName("other", "prod")
    select_stack(here, None)
    assert selected_stack(here) == ""
    assert not list((tmp_path / "home").rglob("*.json"))


def test_a_selection_counts_for_its_backend_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stack chosen in one backend is not chosen in another."""
    here = project(tmp_path / "p")
    select_stack(here, StackName("shop", "dev"))
    monkeypatch.setenv("PULUMI_BACKEND_URL", "file:///elsewhere")
    assert selected_stack(here) == ""
    assert workspace.backend_url(here) == ("file:///elsewhere", "PULUMI_BACKEND_URL")


@pytest.mark.parametrize("text", ["dev", "organization/dev", "organization/shop/dev"])
def test_every_form_of_a_stack_name(text: str) -> None:
    """Short and full names mean the same stack."""
    assert parse_stack_name(text, "shop") == StackName("shop", "dev")


@pytest.mark.parametrize("text", ["acme/shop/dev", "a/b/c/d", "a b", "", "organization/shop/"])
def test_what_is_no_stack_name(text: str) -> None:
    """Other organizations and odd characters are refused in a sentence."""
    with pytest.raises(EngineError):
        parse_stack_name(text, "shop")
