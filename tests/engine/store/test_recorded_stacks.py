"""Stacks that the Pulumi CLI wrote go on here: with secrets, with a pending delete, killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest
from support.probe_project import ProbeProject


def states(project: ProbeProject) -> dict[str, dict]:
    return {r["urn"].rsplit("::")[-1]: r for r in project.export()["resources"]}


def test_a_stack_with_secrets_goes_on(tmp_path: Path) -> None:
    """It is previewed without a change, its secrets are read, and an up leaves no secret in clear."""
    project = ProbeProject.recorded(tmp_path, "with-secrets")
    before = project.state_file.read_text()
    project.ok("preview", "--expect-no-changes")
    assert project.ok("config", "get", "key").out == "hush-config\n"
    assert project.ok("stack", "output", "--show-secrets", "--json").json() == {"out": "hush-output"}
    assert project.state_file.read_text() == before
    project.up("--expect-no-changes")
    text = project.state_file.read_text()
    assert "hush" not in text
    assert [c["call"] for c in project.calls() if c["call"] in ("create", "update", "delete")] == []
    salts = (json.loads(t)["checkpoint"]["latest"]["secrets_providers"] for t in (before, text))
    assert next(salts) == next(salts)


def test_a_pending_delete_is_carried_out_first(tmp_path: Path) -> None:
    """What a replacement had left to delete is deleted by the next up, once the world lets it."""
    project = ProbeProject.recorded(tmp_path, "pending-delete")
    failed = project.run("up", "--yes", "--skip-preview")
    assert failed.code == 1
    assert [r.get("delete", False) for r in project.export()["resources"][-2:]] == [False, True]
    text = project.state_file.read_text().replace('"fail":"delete",', "")
    project.state_file.write_text(text)
    project.declare({"a": {"name": "a2"}})
    project.up()
    assert sorted(project.world()) == ["a2"]
    assert not any(r.get("delete") for r in project.export()["resources"])


def test_a_stack_killed_in_a_create_says_so_and_goes_on(tmp_path: Path) -> None:
    """Its lock is explained and lifted by `cancel`; the next up warns of the interrupted create and converges."""
    project = ProbeProject.recorded(tmp_path, "killed-in-create")
    refused = project.run("up", "--yes", "--skip-preview")
    assert refused.code == 1
    assert "locked by 1 lock" in refused.err
    assert "ci@ci-runner (pid 4711) at 2026-11-23T21:43:46Z" in refused.err
    assert project.calls() == []
    project.ok("cancel", "--yes")
    warned = project.ok("up", "--yes", "--skip-preview")
    assert "1 pending operations from previous deployment" in warned.text
    assert "thing::slow, interrupted while creating".lower() in warned.text.lower()
    assert sorted(project.world()) == ["a", "slow"]
    project.ok("preview", "--expect-no-changes")


def test_a_preview_needs_no_lock(tmp_path: Path) -> None:
    """A locked stack can be looked at."""
    project = ProbeProject.recorded(tmp_path, "killed-in-create")
    project.ok("preview")
    project.ok("stack", "export")
    project.ok("stack", "ls")


@pytest.fixture
def slow(tmp_path: Path) -> ProbeProject:
    """A stack whose program takes its time: `a` is made, then the program waits for the file `go`."""
    project = ProbeProject.at(tmp_path)
    project.ok("stack", "init", "dev")
    program = project.root / "__main__.py"
    wait = "while not Path(__file__).with_name('go').exists():\n    time.sleep(0.02)\n"
    program.write_text(
        "import time\nfrom pathlib import Path\nfrom probe import Thing\n"
        "Thing('first', {'note': 'n1'})\nfirst = Thing('second', {})\n"
        + wait.replace("while", "def hold(_):\n    while", 1).replace("\n    time", "\n        time")
        + "first.serial.apply(hold)\nThing('third', {'note': first.serial.apply(lambda s: hold(s) or 'x')})\n"
    )
    return project


def started(project: ProbeProject, calls: int) -> object:
    process = project.popen("up", "--yes", "--skip-preview")
    deadline = time.monotonic() + 60
    while sum(c["call"] == "create" for c in project.calls()) < calls:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process


def test_a_killed_up_keeps_what_it_had_finished(slow: ProbeProject) -> None:
    """Killed with signal 9, the stack is locked, its state holds every finished step, and it goes on after `cancel`."""
    process = started(slow, 2)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert {"first", "second"} <= set(states(slow))
    refused = slow.run("up", "--yes", "--skip-preview")
    assert refused.code == 1
    assert "no longer runs" in refused.err
    slow.ok("cancel", "--yes")
    assert {"first", "second"} <= {r["urn"].rsplit("::")[-1] for r in latest(slow)["resources"]}
    assert not list((slow.backend / "journals").rglob("*.jsonl"))
    slow.forget_calls()
    (slow.root / "go").touch()
    slow.up()
    assert [c["name"] for c in slow.calls() if c["call"] == "create"] == ["third"]
    assert sorted(slow.world()) == ["first", "second", "third"]


def test_a_stack_in_use_is_refused(slow: ProbeProject) -> None:
    """While one up runs, another one is refused, and the first ends well."""
    process = started(slow, 2)
    refused = slow.run("up", "--yes", "--skip-preview")
    assert refused.code == 1
    assert f"(pid {process.pid})" in refused.err
    (slow.root / "go").touch()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, out + err
    assert not slow.backend.joinpath("locks/organization/parity/dev").exists()


def test_an_interrupted_up_ends_in_order(slow: ProbeProject) -> None:
    """Ctrl-C once: what runs is finished and recorded, the lock is lifted, and it is said that it was cancelled."""
    process = started(slow, 2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "canceled" in out + err
    assert "Traceback" not in out + err
    assert {"first", "second"} <= {r["urn"].rsplit("::")[-1] for r in latest(slow)["resources"]}
    assert not list((slow.backend / "journals").rglob("*.jsonl"))
    (slow.root / "go").touch()
    slow.up()
    assert sorted(slow.world()) == ["first", "second", "third"]


def test_a_journal_of_another_state_is_set_aside(slow: ProbeProject) -> None:
    """If something else wrote the state after a kill, what the cut-off run did is kept aside and said, not mixed in."""
    process = started(slow, 2)
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    text = slow.state_file.read_text()
    slow.state_file.write_text(text.replace('"metadata":{}', '"metadata":{"x":1}'))
    cancelled = slow.ok("cancel", "--yes")
    assert "was changed by something else" in cancelled.err
    assert latest(slow).get("resources") is None
    assert len(list((slow.backend / "journals").rglob("*.jsonl"))) == 1


def latest(project: ProbeProject) -> dict:
    return json.loads(project.state_file.read_text())["checkpoint"]["latest"]
