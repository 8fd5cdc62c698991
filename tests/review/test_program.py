"""A program's folder: the embedded engine previews it, and the report is on what it found."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "quickstart"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a folder, as on a machine that has never heard of Pulumi."""
    env = {
        **os.environ,
        "PULUMI_CONFIG_PASSPHRASE": "correct horse",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    for name in ("PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "QSTASH_TOKEN", "QSTASH_URL"):
        env.pop(name, None)
    line = [sys.executable, "-m", "pulumi_qstash.cli", *arguments]
    return subprocess.run(line, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_program_is_previewed_and_reviewed(tmp_path: Path) -> None:
    """Given the quickstart's folder the whole stack is reviewed, with no token and no server."""
    folder = tmp_path / "quickstart"
    shutil.copytree(EXAMPLE, folder)
    made = run(folder, "stack", "init", "dev")
    assert made.returncode == 0, made.stderr
    done = run(folder, "review", ".", "--stack", "dev", "--format", "json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert not document["failed"], document["problems"]
    assert document["complete"]
    actions = [(each["kind"], each["action"]) for each in document["resources"]]
    assert actions.count(("schedule", "create")) == 3
    assert ("queue", "create") in actions
    assert ("URL group", "create") in actions
    assert document["totals"]["after"]["schedules"] == 3
