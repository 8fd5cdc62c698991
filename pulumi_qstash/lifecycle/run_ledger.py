"""What the host processes of one run tell each other.

An engine starts one host process for each explicit provider. Where two of them work on one account, each must
know what the other declares before it deletes, and what the other has deleted. They share a small file of lines,
named after the engine's address, which all hosts of a run are given and no two runs at a time share.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

Object = tuple[str, str, str]
"""An account, a kind's name and an id."""
Declarer = tuple[str, str, str]
"""A process, a kind's name and a logical name."""
_STALE = 86_400


class RunLedger:
    """An append-only file of what was declared, deleted and written; nothing is shared where `path` is None."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._me = _identity(os.getpid())
        self._offset = 0
        self._lock = threading.Lock()
        self._declared: dict[Declarer, Object] = {}
        self._declarers: dict[Object, set[Declarer]] = {}
        self._deleted: set[Object] = set()
        if path is not None:
            atexit.register(self._forget)

    def add(self, event: str, account: str, kind: str, logical_name: str, name: str) -> None:
        """Tell the other processes."""
        if self._path is None:
            return
        line = json.dumps([event, self._me, account, kind, logical_name, name]) + "\n"
        with contextlib.suppress(OSError), open(self._path, "ab", buffering=0) as file:  # noqa: PTH123
            file.write(line.encode())

    def declarers(self, account: str, kind: str, name: str) -> set[str]:
        """The logical names by which other processes, still alive, declare `name`."""
        with self._lock:
            self._catch_up()
            found = self._declarers.get((account, kind, name), ())
            return {logical_name for who, _, logical_name in found if _alive(who)}

    def deleted(self, account: str, kind: str, name: str) -> bool:
        """Whether another process has deleted `name`, and none has written it since."""
        with self._lock:
            self._catch_up()
            return (account, kind, name) in self._deleted

    def _catch_up(self) -> None:
        if self._path is None:
            return
        with contextlib.suppress(OSError):
            if self._path.stat().st_size <= self._offset:
                return
            with self._path.open("rb") as file:
                file.seek(self._offset)
                text = file.read()
            whole = text[: text.rfind(b"\n") + 1]
            self._offset += len(whole)
            for line in whole.splitlines():
                with contextlib.suppress(ValueError):
                    self._take(*json.loads(line))

    def _take(self, event: str, who: str, account: str, kind: str, logical_name: str, name: str) -> None:
        key = (account, kind, name)
        if event == "deleted":
            self._deleted.add(key)
        elif event == "written":
            self._deleted.discard(key)
        elif who != self._me:
            declarer = (who, kind, logical_name)
            self._declarers.get(self._declared.get(declarer, key), set()).discard(declarer)
            self._declared[declarer] = key
            self._declarers.setdefault(key, set()).add(declarer)

    def _forget(self) -> None:
        """The last process to end takes the file along; one that was killed leaves it, which does no harm."""
        with self._lock, contextlib.suppress(OSError):
            self._catch_up()
            if self._path is not None and not any(_alive(who) for who, *_ in self._declared):
                self._path.unlink()


def ledger_of_this_run(argv: list[str] = sys.argv) -> RunLedger:
    """The ledger of the engine whose address this host process was given."""
    if len(argv) < 2 or ":" not in argv[-1]:
        return RunLedger(None)
    with contextlib.suppress(OSError):
        path = _own_folder() / f"{hashlib.sha256(argv[-1].encode()).hexdigest()[:16]}.jsonl"
        if path.exists() and time.time() - path.stat().st_mtime > _STALE:
            path.unlink()
        return RunLedger(path)
    return RunLedger(None)


def _own_folder() -> Path:
    owner = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    folder = Path(tempfile.gettempdir()) / f"pulumi-qstash-{owner}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
        raise PermissionError(folder)
    return folder


def _identity(pid: int) -> str:
    """A process, told from a later one with the same number by its start time where the system says it."""
    started: Any = ""
    with contextlib.suppress(OSError, IndexError):
        started = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    return f"{pid}/{started}"


def _alive(who: str) -> bool:
    pid = int(who.partition("/")[0])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return _identity(pid) == who
