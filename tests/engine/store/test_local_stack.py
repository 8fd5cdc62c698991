"""One stack in its backend: how an operation keeps its state, and what is left when something goes wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support.probe_project import BACKENDS

from pulumi_qstash.engine.backend import FileBackend
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.local_stack import LocalStack
from pulumi_qstash.engine.locks import StackLockedError
from pulumi_qstash.engine.project import read_project
from pulumi_qstash.engine.stack_name import StackName
from pulumi_qstash.engine.values import Secret

NAME = StackName("parity", "dev")


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStack:
    """The recorded stack `with-secrets`, opened."""
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "parity")
    shutil.copytree(BACKENDS / "with-secrets", tmp_path / "b")
    (tmp_path / "b/Pulumi.yaml").write_text("name: parity\nruntime: python\n")
    return LocalStack(FileBackend(tmp_path / "b").open(), NAME, read_project(tmp_path / "b/Pulumi.yaml"))


def reopened(stack: LocalStack) -> LocalStack:
    return LocalStack(stack.backend, NAME, stack.project)


def test_an_operation_that_changes_nothing_keeps_every_ciphertext(stack: LocalStack) -> None:
    """Secrets of resources that were not touched are written as they were."""
    before = stack.stored().deployment
    with stack.hold(), stack.recording(stack.load()):
        pass
    after = reopened(stack).stored().deployment
    assert before is not None
    assert after is not None
    assert after["resources"] == before["resources"]
    assert after["manifest"]["time"] > before["manifest"]["time"]


def test_a_kill_between_checkpoint_and_journal_does_no_harm(stack: LocalStack) -> None:
    """A journal that was folded already is recognised and dropped, not applied twice."""
    loaded, path = stack.load(), stack.backend.journal_path(NAME)
    with stack.hold():
        with stack.recording(loaded) as journal:
            journal.succeed(None, old=loaded.snapshot.resources[-1])
            kept = path.read_bytes()
            folded = stack.backend.state_path(NAME)
        digest = stack.backend.read(NAME).digest
        path.write_bytes(kept + f'{{"folded":"{digest}"}}\n'.encode())
        assert reopened(stack).recover() is True
        assert not path.exists()
    assert stack.backend.read(NAME).digest == digest
    assert folded.exists()
    assert stack.warnings == []


def test_where_the_state_cannot_be_written_the_lock_stays(stack: LocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk at the end leaves journal and lock, the state reads as it was left, and `cancel` folds it in."""
    loaded = stack.load()
    gone = loaded.snapshot.resources[-1]

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def work() -> None:
        with stack.hold(), stack.recording(loaded) as journal:
            journal.succeed(None, old=gone)
            monkeypatch.setattr(stack.backend, "write", full)

    with pytest.raises(OSError, match="No space"):
        work()
    monkeypatch.undo()
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "parity")
    with pytest.raises(StackLockedError):
        reopened(stack).backend.locks(NAME).check()
    deployment = reopened(stack).stored().deployment
    assert deployment is not None
    assert gone.urn not in [r["urn"] for r in deployment["resources"]]
    on_disk = stack.backend.read(NAME).deployment
    assert on_disk is not None
    assert gone.urn in [r["urn"] for r in on_disk["resources"]]


def test_a_stack_whose_key_changed_is_written_anew(stack: LocalStack) -> None:
    """Where settings and state have different salts, everything is encrypted under the settings' key."""
    other = LocalStack(stack.backend, StackName("parity", "other"), stack.project)
    other.create()
    salt = other.settings.encryption_salt
    shutil.copy(stack.backend.state_path(NAME), stack.backend.state_path(other.name))
    with other.hold(), other.recording(other.load()):
        pass
    said = json.loads(stack.backend.state_path(other.name).read_text())["checkpoint"]["latest"]
    assert said["secrets_providers"]["state"]["salt"] == salt
    found = {r.name: r for r in LocalStack(stack.backend, other.name, stack.project).load().snapshot.resources}
    assert found["a"].inputs["note"] == Secret("hush-note")


def test_lost_settings_take_the_states_salt(stack: LocalStack) -> None:
    """Where Pulumi.<stack>.yaml is missing, the stack keeps its key, and a wrong passphrase is still noticed."""
    salt = stack.settings.encryption_salt
    stack.settings.path.unlink()
    assert reopened(stack).crypter.salt == salt
    assert reopened(stack).settings.encryption_salt == salt


def test_files_are_for_their_owner_alone(stack: LocalStack) -> None:
    """What we write of a state is readable by nobody else, and nothing half-written stays."""
    with stack.hold(), stack.recording(stack.load()):
        journal = stack.backend.journal_path(NAME)
        assert journal.stat().st_mode & 0o077 == 0
    stack.backend.keep_history(NAME, {"kind": "update"})
    new = LocalStack(stack.backend, StackName("parity", "new"), stack.project)
    new.create()
    assert stack.backend.state_path(new.name).stat().st_mode & 0o077 == 0
    files = [p for p in stack.backend.folder.rglob("*") if p.is_file()]
    assert not [p for p in files if p.name.startswith(".")]
    history = [p for p in files if "history" in p.parts or "backups" in p.parts]
    assert len(history) == 3
    assert not [p for p in history if p.stat().st_mode & 0o077]


def test_a_stack_of_another_project_needs_its_folder(stack: LocalStack) -> None:
    """Settings are found beside the stack's own project alone."""
    with pytest.raises(EngineError, match="run it in the folder of that project"):
        _ = LocalStack(stack.backend, StackName("elsewhere", "dev"), stack.project).settings
