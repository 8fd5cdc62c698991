"""The command line: formats, exit codes, settings."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.previews import RECORDINGS, digest, recording, schedule, step

from pulumi_qstash.cli.review import command

AT = ("--at", "2026-11-23T10:17:30Z")


@dataclass(frozen=True)
class Done:
    """How a run of the command ended."""

    returncode: int
    stdout: str
    stderr: str


def review(*arguments: str, stdin: str | None = None, cwd: Path | None = None) -> Done:
    """Runs the command in this process, as if in a folder."""
    with chdir(cwd or Path.cwd()):
        result = CliRunner().invoke(command, arguments, input=stdin, env={"COLUMNS": "120"})
    return Done(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    """A digest that draws one note."""
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(digest(step("create", "job", None, schedule(retries=None)))))
    return path


def test_a_file_standard_input_and_out(tmp_path: Path) -> None:
    """A file and standard input give the same report, and --out writes it to a file."""
    from_file = review(str(RECORDINGS / "update.json"), *AT)
    assert from_file.returncode == 0, from_file.stderr
    assert "2 schedules and 1 queue updated" in from_file.stdout
    assert review("-", *AT, stdin=recording("update")).stdout == from_file.stdout
    out = tmp_path / "page.html"
    done = review("-", *AT, "--format", "html", "--out", str(out), stdin=recording("update"))
    assert (done.returncode, done.stdout) == (0, "")
    assert out.read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(("severity", "code"), [(None, 0), ("danger", 0), ("warning", 0), ("note", 1)])
def test_the_gate_sets_the_exit_code(quiet: Path, severity: str | None, code: int) -> None:
    """A note shuts the gate at note and no other; the report is printed all the same."""
    done = review(str(quiet), *AT, *(("--fail-on", severity) if severity else ()))
    assert done.returncode == code
    assert "QS201" in done.stdout


def test_rules_are_ignored_on_the_command_line_and_in_pyproject(quiet: Path) -> None:
    """--ignore and [tool.pulumi-qstash.review] switch a rule off."""
    assert review(str(quiet), *AT, "--fail-on", "note", "--ignore", "qs201").returncode == 0
    project = quiet.parent / "pyproject.toml"
    project.write_text('[tool.pulumi-qstash.review]\nignore = ["QS201"]\nplan = "fixed-1m"\n')
    below = quiet.parent / "infra"
    below.mkdir()
    done = review(str(quiet), *AT, "--fail-on", "note", cwd=below)
    assert done.returncode == 0
    assert "Fixed 1M" in done.stdout


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[tool.pulumi-qstash.review]\nignore = 'QS201'", "must be a list"),
        ("[tool.pulumi-qstash.review]\nignore = ['nonsense']", "no code"),
        ("[tool.pulumi-qstash.review]\nplan = 'gold'", "must be one of"),
        ("[tool.pulumi-qstash.review]\nother = 1", "unknown key 'other'"),
        ("[tool", "cannot be read"),
    ],
)
def test_wrong_settings_are_refused(quiet: Path, text: str, sentence: str) -> None:
    """A setting that cannot be understood ends with one sentence and exit code 2."""
    (quiet.parent / "pyproject.toml").write_text(text)
    done = review(str(quiet), *AT, cwd=quiet.parent)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("text", ["", "no digest", '{"steps": [', '{"steps": [{"op": "teleport", "urn": "u"}]}'])
def test_what_is_no_digest_exits_2_with_one_sentence(text: str) -> None:
    """What is no digest, is cut off or is newer gives one line on standard error, no output, exit 2."""
    done = review("-", stdin=text)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: standard input ")
    assert done.stderr.count("\n") == 1


def test_a_missing_file_exits_2(tmp_path: Path) -> None:
    """A file that is not there gives one sentence and exit 2."""
    done = review(str(tmp_path / "none.json"))
    assert done.returncode == 2
    assert "there is no file" in done.stderr


def test_a_wrong_time_is_refused() -> None:
    """--at that is no time is refused with an example."""
    done = review("-", "--at", "soon", stdin="{}")
    assert done.returncode != 0
    assert "2026-11-23T10:00Z" in done.stderr


def test_a_state_makes_the_totals_whole(tmp_path: Path, quiet: Path) -> None:
    """With --state the totals are those of the whole stack."""
    kept = {
        "urn": "urn:pulumi:prod::shop::pulumi-python:dynamic/qstash:Schedule::kept",
        "type": "pulumi-python:dynamic/qstash:Schedule",
        "inputs": schedule("0 * * * *"),
    }
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"version": 3, "deployment": {"resources": [kept]}}))
    done = review(str(quiet), *AT, "--state", str(state), "--format", "json")
    document = json.loads(done.stdout)
    assert document["complete"]
    assert document["totals"]["after"]["messagesPerDay"] == 25


def test_a_failed_preview_is_reported_and_shuts_the_gate() -> None:
    """A failed preview is reported as such with exit 0, and with 1 where there is a gate."""
    done = review("-", *AT, "--ignore", "QS205", "--ignore", "QS301", stdin=recording("failed"))
    assert done.returncode == 0
    assert "use 0 for Sunday" in done.stdout
    assert review("-", *AT, "--fail-on", "danger", stdin=recording("failed")).returncode == 1


def test_the_command_line_runs_it() -> None:
    """`pulumi-qstash review` is this command, and its exit code is the process's."""
    line = [sys.executable, "-m", "pulumi_qstash.cli", "review", "-", "--format", "json", "--fail-on", "danger"]
    done = subprocess.run(
        line, input=recording("delete"), capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["version"] == 1


def test_importing_the_room_imports_neither_pulumi_nor_http() -> None:
    """A review needs neither Pulumi nor an HTTP client."""
    code = (
        "import sys, pulumi_qstash.review.command, pulumi_qstash.review.rules, pulumi_qstash.review.render.markdown;"
        "sys.exit(any(name in sys.modules for name in ('pulumi', 'httpx', 'grpc', 'click', 'rich', 'jinja2')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_folder_without_a_program_is_refused(tmp_path: Path) -> None:
    """A folder in which no program can be previewed gives one sentence and exit 2."""
    done = review(str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: the program in {tmp_path} cannot be previewed: ")
    assert done.stderr.count("\n") == 1


def test_a_state_of_another_stack_is_refused(tmp_path: Path, quiet: Path) -> None:
    """The state of another stack would count its resources twice: it is refused with both names."""
    other = {"urn": "urn:pulumi:dev::shop::pulumi-python:dynamic/qstash:Schedule::kept", "inputs": schedule()}
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"version": 3, "deployment": {"resources": [other]}}))
    done = review(str(quiet), *AT, "--state", str(state))
    assert done.returncode == 2
    assert "is the state of shop/dev and the preview is of shop/prod" in done.stderr
