"""A stack goes from one engine to the other and back, secrets and configuration included."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest
from support.engines import has_cli
from support.probe_project import ProbeProject

pytestmark = [pytest.mark.cli, pytest.mark.skipif(not has_cli(), reason="there is no `pulumi` on PATH")]
STAGE = {"a": {"size": 2, "note": {"$secret": "hush-note"}, "m": {"k": [1, 2.5]}}, "b": {"note": {"$ref": "a.serial"}}}


@pytest.mark.parametrize(("first", "second"), [("embedded", "cli"), ("cli", "embedded")])
def test_there_and_back(tmp_path: Path, first: str, second: str) -> None:
    """What one engine made the other previews without a change, goes on with, and hands back."""
    here = ProbeProject.at(tmp_path, first)
    there = here.on(second)
    here.ok("stack", "init", "dev")
    here.ok("config", "set", "word", "open")
    here.ok("config", "set", "--secret", "key", "hush-config")
    here.declare(STAGE, outputs={"out": {"$secret": "hush-output"}, "n": 3})
    here.up()
    there.ok("preview", "--expect-no-changes")
    assert there.ok("config", "get", "key").out.strip() == "hush-config"
    assert there.ok("stack", "output", "--json", "--show-secrets").json() == {"n": 3, "out": "hush-output"}
    there.ok("config", "set", "--secret", "more", "hush-more")
    there.declare(STAGE | {"c": {"note": {"$config": "word"}}}, outputs={"out": {"$secret": "hush-2"}})
    there.up()
    here.ok("preview", "--expect-no-changes")
    assert here.ok("config", "get", "more").out.strip() == "hush-more"
    here.ok("refresh", "--expect-no-changes")
    there.ok("preview", "--expect-no-changes")
    assert "hush" not in here.state_file.read_text()
    here.destroy()
    there.ok("preview", "--diff")
    there.ok("stack", "rm", "dev", "--yes")
    assert here.world() == {}


def test_the_cli_ignores_a_journal_and_refuses_a_lock(tmp_path: Path) -> None:
    """While a cut-off run of ours is not folded in, the CLI refuses rather than reads an old state."""
    project = ProbeProject.at(tmp_path)
    project.ok("stack", "init", "dev")
    (project.root / "__main__.py").write_text(
        "import time\nfrom probe import Thing\nThing('a', {}).serial.apply(lambda _: time.sleep(60))\n"
    )
    process = project.popen("up", "--yes", "--skip-preview")
    while not project.world():
        time.sleep(0.02)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    cli = project.on("cli")
    refused = cli.run("up")
    assert refused.code != 0
    assert "locked by 1 lock" in refused.text
    assert [s["name"] for s in json.loads(cli.ok("stack", "ls", "--json").out)] == ["dev"]
    project.ok("cancel", "--yes")
    project.declare({"a": {}})
    (project.root / "__main__.py").write_text("from probe import Thing\nThing('a', {})\n")
    cli.ok("preview", "--expect-no-changes")
