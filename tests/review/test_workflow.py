"""The example workflow: pinned, without injections, and its commands are those of this version."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.previews import recording

from pulumi_qstash.cli.review import command
from pulumi_qstash.review.render.markdown import MARKER

FILE = Path(__file__).parents[2] / "examples" / "github-workflow" / "qstash-review.yml"


@pytest.fixture(scope="module")
def job() -> dict[str, Any]:
    found = yaml.safe_load(FILE.read_text())["jobs"]["review"]
    assert isinstance(found, dict)
    return found


def scripts(job: dict[str, Any]) -> dict[str, str]:
    return {step["name"]: step["run"] for step in job["steps"] if "run" in step}


def test_actions_are_pinned_to_commits() -> None:
    """Each action is named by a commit, with its version in a comment."""
    used = re.findall(r"uses: (.*)", FILE.read_text())
    assert len(used) == 3
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each) for each in used)


def test_no_expression_is_pasted_into_a_script(job: dict[str, Any]) -> None:
    """Scripts read the environment only, so that no title or branch name can run as code."""
    assert all("${{" not in script for script in scripts(job).values())


def test_rights_are_as_few_as_it_needs() -> None:
    """The workflow may read the code and write comments, nothing else."""
    assert yaml.safe_load(FILE.read_text())["permissions"] == {"contents": "read", "pull-requests": "write"}


def test_options_are_those_of_this_version(job: dict[str, Any]) -> None:
    """Every option of `pulumi-qstash review` in the workflow exists."""
    known = {option for parameter in command.params for option in parameter.opts}
    used = {
        option
        for script in scripts(job).values()
        for line in script.splitlines()
        if "pulumi-qstash review" in line
        for option in re.findall(r"--[a-z-]+", line)
    }
    assert used
    assert used <= known


def test_scripts_are_valid_shell(job: dict[str, Any]) -> None:
    """bash reads every script."""
    for name, script in scripts(job).items():
        assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0, name


GH = """#!/usr/bin/env bash
echo "$@" >> "$LOG"
case "$*" in *--jq*) cat "$COMMENTS" ;; esac
"""


def run_step(job: dict[str, Any], name: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs a step's script as a runner does, with this version's command line and a stand-in for GitHub's."""
    tools = folder / "bin"
    tools.mkdir(exist_ok=True)
    (tools / "gh").write_text(GH)
    (tools / "pulumi-qstash").write_text(f'#!/usr/bin/env bash\nexec "{sys.executable}" -m pulumi_qstash.cli "$@"\n')
    for tool in tools.iterdir():
        tool.chmod(0o755)
    given = {
        **os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "RUNNER_TEMP": str(folder), "PLAN": "payg",
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "GITHUB_REPOSITORY": "acme/shop", "PULL_REQUEST": "7",
        "PAGE": "https://github.example/artifact", "LOG": str(folder / "log"),
        "COMMENTS": str(folder / "comments"), **env,
    }  # fmt: skip
    bash = shutil.which("bash")
    assert bash is not None
    line = [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", scripts(job)[name]]
    return subprocess.run(line, capture_output=True, text=True, env=given, cwd=folder, check=False)


@pytest.mark.parametrize(("existing", "call"), [("", "--method POST"), ("41\n42\n", "--method PATCH")])
def test_the_report_becomes_one_comment(job: dict[str, Any], tmp_path: Path, existing: str, call: str) -> None:
    """Report, summary and page are written; the comment is made once and then updated in place."""
    (tmp_path / "plan.json").write_text(recording("update"))
    (tmp_path / "comments").write_text(existing)
    report = run_step(job, "Report", tmp_path)
    assert report.returncode == 0, report.stderr
    assert (tmp_path / "summary.md").read_text().startswith(MARKER)
    assert (tmp_path / "qstash-review.html").read_text().startswith("<!doctype html>")
    done = run_step(job, "Comment", tmp_path)
    assert done.returncode == 0, done.stderr
    last = (tmp_path / "log").read_text().splitlines()[-1]
    assert call in last
    assert ("issues/comments/41" in last) == bool(existing)
    assert "https://github.example/artifact" in (tmp_path / "qstash-review.md").read_text()


def test_the_gate_fails_the_job_on_danger(job: dict[str, Any], tmp_path: Path) -> None:
    """The last step fails on danger and on a failed preview, and passes a change that draws warnings only."""
    ends = {}
    for name in ("update", "delete", "failed"):
        (tmp_path / "plan.json").write_text(recording(name))
        ends[name] = run_step(job, "Gate", tmp_path).returncode
    assert ends == {"update": 0, "delete": 1, "failed": 1}


def test_a_preview_that_fails_still_leaves_its_digest(job: dict[str, Any], tmp_path: Path) -> None:
    """The preview step goes on where the engine ends with an error, and keeps what it printed."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "pulumi").write_text(f"#!/usr/bin/env bash\ncat <<'EOF'\n{recording('failed')}\nEOF\nexit 255\n")
    done = run_step(
        job,
        "Preview",
        tmp_path,
        PROGRAM=".",
        STACK="prod",
        PULUMI_ACCESS_TOKEN="",
        PULUMI_BACKEND_URL="file://x",
        PULUMI_CONFIG_PASSPHRASE="",
    )
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "plan.json").read_text())["steps"]
