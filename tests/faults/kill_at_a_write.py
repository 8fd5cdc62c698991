"""Runs the command line and kills it, signal 9, at its k-th write of state: before it, half-way or after it.

    python kill_at_a_write.py K before|half|after up --yes ...

Writes of state are the lines of the journal and the replacement of whole files (checkpoint, lock, history).
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from pulumi_qstash.cli import main
from pulumi_qstash.engine.appended import AppendedFile

LAST, WHEN = int(sys.argv[1]), sys.argv[2]
_append, _replace = AppendedFile.append, Path.replace
_count = 0


def due() -> bool:
    global _count
    _count += 1
    return _count == LAST


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def append(self: AppendedFile, line: str) -> int:
    if not due():
        return _append(self, line)
    if WHEN == "half":
        os.write(self._handle, line.encode()[: len(line) // 2])
    if WHEN == "after":
        _append(self, line)
    die()
    return 0


def replace(self: Path, target: Any) -> Path:
    if not due():
        return _replace(self, target)
    if WHEN == "after":
        _replace(self, target)
    die()
    return self


AppendedFile.append = append  # type: ignore[method-assign]
Path.replace = replace  # type: ignore[method-assign, assignment]
sys.argv = ["pulumi-qstash", *sys.argv[3:]]
main()
