"""The processes that a test has started, found in /proc, where there is one."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

from support.engines import Project

HOST = b"pulumi.dynamic"
"""How a dynamic host is told by its command line."""


def children() -> dict[int, str]:
    """The processes that this one has started and that still run, with their command lines."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
            if int(parent) == os.getpid():
                found[int(folder.name)] = (folder / "cmdline").read_text()
    return found


def of_project(project: Project, word: bytes) -> list[int]:
    """Processes with `word` in their command line that work for a project, told by the backend in their environment."""
    mark, found = os.fsencode(project.env["PULUMI_BACKEND_URL"]), []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if word in (entry / "cmdline").read_bytes() and mark in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found


def kill(pids: list[int]) -> None:
    """End processes with signal 9."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
