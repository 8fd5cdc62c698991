"""What the command line refuses, by name and before anything runs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pulumi_qstash.cli import COMMANDS
from pulumi_qstash.cli.group import run
from pulumi_qstash.cli.options import ONLY_IN_PULUMI

Cli = Callable[..., str]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command line that is to fail in a project with a stack, and gives what it says."""
    for name in ("states", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PULUMI_BACKEND_URL", (tmp_path / "states").as_uri())
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "p")
    monkeypatch.delenv("PULUMI_SKIP_CONFIRMATIONS", raising=False)
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "__main__.py").write_text("raise SystemExit('the program ran')\n")
    monkeypatch.chdir(tmp_path)
    assert run(["stack", "init", "dev"]) == 0
    capfd.readouterr()

    def call(*args: str) -> str:
        assert run(list(args)) == 1
        said = capfd.readouterr()
        assert said.err.startswith("error: "), said
        assert "Traceback" not in said.err
        assert "the program ran" not in said.err + said.out
        return said.err

    return call


@pytest.mark.parametrize("verb", ["preview", "up", "refresh", "destroy"])
def test_options_of_the_pulumi_cli(cli: Cli, verb: str) -> None:
    """Each option that only the Pulumi CLI has is named and refused, however it is written."""
    for option in sorted(ONLY_IN_PULUMI):
        for form in (option, f"{option}=x"):
            said = cli(verb, "--stack", "dev", form)
            assert f"{option} is not supported by the embedded engine: the Pulumi CLI does this" in said


def test_a_flag_that_says_false_is_not_given(cli: Cli) -> None:
    """`--yes=false` is the absence of `--yes`, as for the Pulumi CLI; another value is refused."""
    assert "--yes or --skip-preview" in cli("up", "--stack=dev", "--yes=false")
    assert "--yes" in cli("up", "--stack=dev", "--yes=perhaps")


@pytest.mark.parametrize(("package", "verb"), [("uvicorn", "dev"), ("cryptography", "up"), ("click", "explain")])
def test_a_package_that_is_missing_is_named(package: str, verb: str) -> None:
    """Without the packages of the extra `tools` a verb says how to install them, wherever it first needs one."""
    code = f"import sys; sys.modules[{package!r}] = None; from pulumi_qstash.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, verb], capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert done.stderr.endswith(": pip install 'pulumi-qstash[tools]'\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("word", ["-turn:pulumi:dev::x", "-cx:y=z", "-yturn:pulumi:dev::x"])
def test_short_options_with_their_values(cli: Cli, word: str) -> None:
    """A short option of the Pulumi CLI is named as well where its value, or another option, is written to it."""
    said = cli("up", "--stack", "dev", word)
    assert f"-{word.lstrip('-y')[0]} is not supported by the embedded engine: the Pulumi CLI does this" in said


def test_a_value_is_no_option(cli: Cli) -> None:
    """What is given as the value of an option is not taken for an option."""
    assert "--yes or --skip-preview" in cli("up", "--stack", "dev", "--message=--target")


def test_verbs_of_the_pulumi_cli(cli: Cli) -> None:
    """A verb that only the Pulumi CLI has is no mistyped one."""
    assert "`watch` is not part of the embedded engine: the Pulumi CLI does this" in cli("watch")
    assert "`state unprotect` is not part of the embedded engine: the Pulumi CLI does this" in cli("state", "unprotect")


def test_global_options_before_the_verb(cli: Cli) -> None:
    """The Pulumi CLI's global options may stand before the verb; they are its own."""
    said = cli("--color", "never", "--non-interactive", "-v", "3", "up", "--stack", "dev")
    assert "--yes or --skip-preview" in said
    assert "--refersh" in cli("--color=never", "up", "--refersh", "--yes")


def test_an_unknown_option_is_refused(cli: Cli) -> None:
    """A mistyped option is no option."""
    assert "--refersh" in cli("up", "--refersh", "--yes")


def test_an_unknown_command_is_named_with_its_neighbour(cli: Cli) -> None:
    """A mistyped verb is told, with the nearest one."""
    assert 'unknown command "upp"' in cli("upp")
    assert "Did you mean `up`?" in cli("upp")
    assert "--help" in cli("frobnicate")


@pytest.mark.parametrize("verb", ["up", "refresh", "destroy"])
def test_nothing_is_changed_without_consent(cli: Cli, verb: str) -> None:
    """Where nobody can be asked, --yes, --skip-preview or --preview-only is needed."""
    assert "--yes or --skip-preview or --preview-only" in cli(verb, "--stack", "dev")
    assert "--yes or --skip-preview or --preview-only" in cli(verb, "--json", "--stack", "dev")


def test_other_runtimes_and_plugins(cli: Cli, tmp_path: Path) -> None:
    """A project of another language, or with plugins, is left to the Pulumi CLI by name."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: go\n")
    assert "'go'" in cli("up", "--yes", "--stack", "dev")
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\nplugins: {providers: [{name: qx, path: .}]}\n")
    assert "qx" in cli("preview", "--stack", "dev")


def test_a_missing_stack_project_and_folder(cli: Cli, tmp_path: Path) -> None:
    """What is not there is named, with the way out."""
    assert "stack init nope" in cli("preview", "--stack", "nope")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PULUMI_BACKEND_URL", (tmp_path / "none").as_uri())
        assert f"make it with `mkdir {tmp_path / 'none'}`" in cli("preview", "--stack", "dev")
        patch.setenv("PULUMI_BACKEND_URL", (tmp_path / "__main__.py").as_uri())
        assert "it is no directory" in cli("preview", "--stack", "dev")
    (tmp_path / "empty").mkdir()
    assert "cannot work in" in cli("-C", "none", "preview")
    (tmp_path / "Pulumi.yaml").unlink()
    assert "no Pulumi.yaml project file found" in cli("preview", "-C", "empty", "--stack", "dev")


def test_missing_configuration(cli: Cli, tmp_path: Path) -> None:
    """A value that the project asks for is named before the program runs."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\nconfig: {host: {type: string}}\n")
    assert "missing configuration value 'host'" in cli("preview", "--stack", "dev")


def test_help_imports_no_verb() -> None:
    """Listing the verbs loads none of them, nor the Pulumi SDK."""
    code = (
        "import sys; from pulumi_qstash.cli.group import run; assert run(['--help']) == 0; "
        "print([m for m in sys.modules if m in ('pulumi', 'httpx', 'pydantic', 'rich', 'grpc', 'yaml')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    for verb in COMMANDS:
        assert f"  {verb} " in done.stdout


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_every_verb_is_there(verb: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Each verb of the table exists and explains itself."""
    assert run([verb, "--help"]) == 0
    assert "Usage: pulumi-qstash" in capfd.readouterr().out
