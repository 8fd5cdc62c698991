"""The nightly workflow of examples/drift-check: its steps run as they stand, with stand-ins for `gh` and `pulumi`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from support.account import Account
from support.written_state import Written

EXAMPLE = Path(__file__).parents[2] / "examples/drift-check"
RUN = "https://shop.example.com/run"


@pytest.fixture
def night(tmp_path: Path, account: Account) -> Callable[..., tuple[int, str]]:
    """Runs the workflow's own steps in order; gives how the job ended and what `gh` was asked for."""
    tools = tmp_path / "bin"
    tools.mkdir()
    _script(tools / "pulumi", 'cat "$STATE"')
    _script(tools / "gh", 'echo "$*" >> "$ASKED"; [ "$2" = list ] && echo "$OPEN_ISSUE"; exit 0')
    _script(tools / "pulumi-qstash", f'exec {sys.executable} -m pulumi_qstash.cli "$@"')

    def run(state: str, open_issue: str = "", token: str = account.token) -> tuple[int, str]:
        (tmp_path / "state.json").write_text(state)
        env = os.environ | {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "STATE": str(tmp_path / "state.json"),
            "STACK": "o/p/prod", "ASKED": str(tmp_path / "asked"), "OPEN_ISSUE": open_issue,
            "QSTASH_TOKEN": token, "QSTASH_URL": account.url,
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "GITHUB_OUTPUT": str(tmp_path / "output"),
        }  # fmt: skip
        (tmp_path / "asked").write_text("")
        code = _job(tmp_path, env)
        return code, (tmp_path / "asked").read_text()

    return run


def _script(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


def _job(folder: Path, env: dict[str, str]) -> int:
    workflow = yaml.safe_load((EXAMPLE / "drift.yml").read_text())
    for step in workflow["jobs"]["drift"]["steps"]:
        if "name" not in step:
            continue
        output = (folder / "output").read_text() if (folder / "output").exists() else ""
        code = output.rpartition("code=")[2].strip()
        script = re.sub(r"\$\{\{ steps\.compare\.outputs\.code \}\}", code, step["run"])
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script], cwd=folder, env=env, capture_output=True, text=True
        )
        if done.returncode:
            return done.returncode
    return 0


def test_a_quiet_night(night: Callable[..., tuple[int, str]], account: Account) -> None:
    """Without drift the job ends well and no issue is made."""
    account.put_schedule("a", RUN, "0 3 * * *")
    code, asked = night(Written().schedule("a").export())
    assert code == 0
    assert "create" not in asked


def test_drift_fails_and_files_the_report(
    night: Callable[..., tuple[int, str]], account: Account, tmp_path: Path
) -> None:
    """On drift the job fails with 7, an issue is opened with the report, and the summary shows it."""
    account.put_schedule("a", RUN, "* * * * *")
    code, asked = night(Written().schedule("a").export())
    assert code == 7
    assert "issue create --title QStash drift in o/p/prod --body-file report.md" in asked
    assert "every minute" in (tmp_path / "report.md").read_text()
    assert "every minute" in (tmp_path / "summary").read_text()


def test_an_open_issue_is_kept_up_to_date_and_closed(night: Callable[..., tuple[int, str]], account: Account) -> None:
    """A second night of drift edits the issue, and the night after the repair closes it."""
    account.put_schedule("a", RUN, "* * * * *")
    assert "issue edit 12 --body-file report.md" in night(Written().schedule("a").export(), "12")[1]
    account.put_schedule("a", RUN, "0 3 * * *")
    code, asked = night(Written().schedule("a").export(), "12")
    assert code == 0
    assert "issue close 12" in asked


@pytest.mark.parametrize("state", ["", "{"])
def test_an_error_is_no_drift(night: Callable[..., tuple[int, str]], account: Account, state: str) -> None:
    """Where the state cannot be read the job fails with another code, and no issue is touched."""
    code, asked = night(state)
    assert code == 1
    assert asked == ""


def test_no_access_is_no_drift(night: Callable[..., tuple[int, str]], account: Account) -> None:
    """A refused token fails the job and files nothing."""
    code, asked = night(Written().schedule("a").export(), token="wr0ng-t0ken")
    assert (code, asked) == (1, "")
