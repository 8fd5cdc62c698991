"""A file that lines are appended to and that survives a kill after each one."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from pulumi_qstash.engine.durable import make_folder, sync_folder


class AppendedFile:
    """A new file for appended lines.

    A line is with the operating system once `append` returns: a kill of this
    process loses nothing. `sync` makes it survive a power failure, too, before
    it returns; `sync_soon` does so within milliseconds, in a thread of its own.
    """

    def __init__(self, path: Path) -> None:
        make_folder(path.parent)
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        sync_folder(path.parent)
        self._syncing = threading.Lock()
        self._written = self._synced = 0
        self._asked = threading.Event()
        self._closed = False
        self._thread: threading.Thread | None = None

    def append(self, line: str) -> int:
        """Write one line; returns what to hand to `sync`. The caller serialises appends."""
        data = line.encode() + b"\n"
        while data:
            data = data[os.write(self._handle, data) :]
        self._written += 1
        return self._written

    def sync(self, upto: int) -> None:
        """Return once the first `upto` lines are on disk; callers at the same time share one sync."""
        with self._syncing:
            if self._synced >= upto or self._closed:
                return
            written = self._written
            os.fdatasync(self._handle)
            self._synced = written

    def sync_soon(self) -> None:
        """Have everything on disk soon."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._sync_when_asked, name="journal", daemon=True)
            self._thread.start()
        self._asked.set()

    def _sync_when_asked(self) -> None:
        while not self._closed:
            self._asked.wait()
            self._asked.clear()
            self.sync(self._written)

    def close(self) -> None:
        """Let go of the file."""
        with self._syncing:
            self._closed = True
            os.close(self._handle)
        self._asked.set()
