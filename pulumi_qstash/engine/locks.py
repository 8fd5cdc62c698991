"""Who works on a stack: lock files as the Pulumi CLI writes them, so that each engine refuses while the other works."""

from __future__ import annotations

import getpass
import json
import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pulumi_qstash.engine.errors import EngineError


class StackLockedError(EngineError):
    """Another process works on the stack, or died while it did."""


@dataclass(frozen=True)
class Lock:
    """One lock file and what it says about its holder."""

    path: Path
    pid: int
    username: str
    hostname: str
    timestamp: str

    @property
    def is_of_this_machine(self) -> bool:
        """Whether the holder ran on this machine."""
        return self.hostname == socket.gethostname()

    @property
    def holder_is_dead(self) -> bool:
        """Whether the holder ran on this machine and runs no more."""
        return self.is_of_this_machine and self.pid > 0 and not _runs(self.pid)

    def __str__(self) -> str:
        dead = " (that process no longer runs)" if self.holder_is_dead else ""
        return (
            f"{self.path.as_uri()}: created by {self.username}@{self.hostname} (pid {self.pid}) "
            f"at {self.timestamp[:19]}Z{dead}"
        )


class StackLocks:
    """The locks of one stack: a folder that holds one file for each process that works on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def held(self) -> list[Lock]:
        """The locks that stand now."""
        return [_read(path) for path in sorted(self.folder.glob("*.json"))]

    def lift(self) -> list[Lock]:
        """Remove every lock (`cancel`); returns those that stood."""
        stood = self.held()
        for lock in stood:
            lock.path.unlink(missing_ok=True)
        self._tidy()
        return stood

    def check(self, mine: Path | None = None) -> None:
        """Raise `StackLockedError` if a lock other than `mine` stands."""
        others = [lock for lock in self.held() if lock.path != mine]
        if others:
            raise StackLockedError(_refusal(others))

    @contextmanager
    def hold(self) -> Iterator[Path]:
        """Hold the stack: the lock is written before the body and removed after it, however it ends."""
        path = self.acquire()
        try:
            yield path
        finally:
            self.release(path)

    def acquire(self) -> Path:
        """Write a lock of this process; refuses if there is another one."""
        self.check()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{uuid.uuid4()}.json"
        _create(path, json.dumps(_this_process(), separators=(",", ":")))
        try:
            self.check(mine=path)
        except StackLockedError:
            self.release(path)
            raise
        return path

    def release(self, path: Path) -> None:
        """Remove a lock that `acquire` wrote."""
        path.unlink(missing_ok=True)
        self._tidy()

    def _tidy(self) -> None:
        with suppress(OSError):
            self.folder.rmdir()


def _create(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _this_process() -> dict[str, object]:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {"pid": os.getpid(), "username": _user(), "hostname": socket.gethostname(), "timestamp": now}


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _read(path: Path) -> Lock:
    try:
        said = json.loads(path.read_text())
        return Lock(path, int(said["pid"]), said["username"], said["hostname"], said["timestamp"])
    except (OSError, ValueError, KeyError, TypeError):
        return Lock(path, 0, "unknown", "unknown", "unknown")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _refusal(locks: list[Lock]) -> str:
    lines = "".join(f"\n  {lock}" for lock in locks)
    return (
        f"the stack is currently locked by {len(locks)} lock(s). Either wait for the other process(es) to end "
        f"or lift the lock with `pulumi-qstash cancel`.{lines}"
    )
