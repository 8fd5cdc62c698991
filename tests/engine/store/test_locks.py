"""Locks: one process at a time, told apart from those that died."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pulumi_qstash.engine.locks import StackLockedError, StackLocks


def dead_pid() -> int:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def held_by(folder: Path, pid: int, host: str) -> None:
    folder.mkdir(parents=True)
    said = {"pid": pid, "username": "ci", "hostname": host, "timestamp": "2026-11-23T21:43:46.942967673Z"}
    (folder / "16b9549d.json").write_text(json.dumps(said))


def test_a_lock_is_there_while_it_is_held(tmp_path: Path) -> None:
    """The lock stands in the body, names this process in the CLI's words, and is gone after it, even on failure."""
    locks = StackLocks(tmp_path / "l")

    def work() -> None:
        with locks.hold() as path:
            said = json.loads(path.read_text())
            assert (said["pid"], said["hostname"]) == (os.getpid(), socket.gethostname())
            assert list(said) == ["pid", "username", "hostname", "timestamp"]
            assert path.stat().st_mode & 0o777 == 0o600
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert not (tmp_path / "l").exists()


def test_a_held_stack_is_refused(tmp_path: Path) -> None:
    """A second holder is refused with who holds it, and its own lock does not stay."""
    locks = StackLocks(tmp_path / "l")
    with locks.hold(), pytest.raises(StackLockedError, match=rf"locked by 1 lock.*cancel[\s\S]*pid {os.getpid()}\)"):
        locks.acquire()
    assert locks.held() == []


@pytest.mark.parametrize("host", ["ci-runner", socket.gethostname()])
def test_a_stale_lock_is_refused_too(tmp_path: Path, host: str) -> None:
    """A lock of a process that died is refused as under the CLI; where that is known, it is said."""
    folder = tmp_path / "l"
    held_by(folder, dead_pid(), host)
    with pytest.raises(StackLockedError, match="created by ci@") as refused:
        StackLocks(folder).acquire()
    assert ("no longer runs" in str(refused.value)) == (host == socket.gethostname())


def test_lifting_removes_every_lock(tmp_path: Path) -> None:
    """After `cancel` the stack is free."""
    folder = tmp_path / "l"
    held_by(folder, 1, "ci-runner")
    locks = StackLocks(folder)
    assert [lock.pid for lock in locks.lift()] == [1]
    with locks.hold():
        pass


def test_an_unreadable_lock_counts(tmp_path: Path) -> None:
    """A lock that was cut off while it was written is a lock."""
    folder = tmp_path / "l"
    folder.mkdir()
    (folder / "x.json").write_text("{")
    with pytest.raises(StackLockedError, match="unknown"):
        StackLocks(folder).acquire()
