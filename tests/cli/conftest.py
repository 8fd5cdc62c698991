"""A project's folder with a backend beside it, and the command line in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.probe_project import BACKENDS

from pulumi_qstash.cli.group import run

Said = tuple[int, str, str]
Cli = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder, with a backend beside it."""
    for name in ("PULUMI_ACCESS_TOKEN", "PULUMI_STACK", "PULUMI_CONFIG_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("p", "states", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PULUMI_BACKEND_URL", (tmp_path / "states").as_uri())
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "parity")
    (tmp_path / "p/Pulumi.yaml").write_text("name: parity\nruntime: python\n")
    (tmp_path / "p/__main__.py").write_text("")
    monkeypatch.chdir(tmp_path / "p")
    return tmp_path / "p"


@pytest.fixture
def cli(folder: Path, capfd: pytest.CaptureFixture[str]) -> Cli:
    def call(*args: str) -> Said:
        code = run(list(args))
        said = capfd.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def recorded(folder: Path) -> Path:
    """The stack `with-secrets` that the Pulumi CLI wrote."""
    shutil.copytree(BACKENDS / "with-secrets/.pulumi", folder.parent / "states/.pulumi")
    shutil.copy(BACKENDS / "with-secrets/Pulumi.dev.yaml", folder)
    return folder.parent / "states/.pulumi/stacks/parity/dev.json"


def refused(said: Said, *words: str) -> None:
    code, out, err = said
    assert code == 1, (out, err)
    assert err.startswith("error: ")
    assert "Traceback" not in err
    for word in words:
        assert word in err, err
