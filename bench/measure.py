"""Runs a command and says what it cost: wall time, CPU time by role, peak memory of the hosts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
ROLES = {"pulumi.dynamic": "host", "run_program": "program", "language-python-exec": "program"}


@dataclass
class Cost:
    """What one command cost."""

    wall: float
    cpu: float
    host_memory_mb: float
    cpu_by_role: dict[str, float] = field(default_factory=dict)


class Sampler(threading.Thread):
    """Watches a process and its descendants, every few milliseconds, for as long as it lives."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.over = root, threading.Event()
        self.role: dict[int, str] = {root: "engine"}
        self.cpu: dict[int, float] = {}
        self.memory: dict[int, int] = {}

    def run(self) -> None:
        while not self.over.wait(0.03):
            for pid in self._family():
                self._sample(pid)

    def _family(self) -> list[int]:
        parents = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
        family, grown = {self.root}, True
        while grown:
            more = {pid for pid, parent in parents.items() if parent in family} - family
            family |= more
            grown = bool(more)
        return sorted(family)

    def _sample(self, pid: int) -> None:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            words = Path(f"/proc/{pid}/cmdline").read_text()
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            return
        self.cpu[pid] = (int(fields[11]) + int(fields[12])) / TICK
        role = next((role for mark, role in ROLES.items() if mark in words), "other")
        if role != "other" or pid not in self.role:  # a process that is ending has no command line any more
            self.role[pid] = role
        peak = [line for line in status.splitlines() if line.startswith("VmHWM:")]
        if peak:
            self.memory[pid] = int(peak[0].split()[1])


def measure(command: list[str], cwd: Path, env: dict[str, str]) -> Cost:
    """Run `command` to its end; it must end well."""
    began = time.monotonic()
    with (cwd / "bench.out").open("wb") as out:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        sampler = Sampler(process.pid)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    sampler.over.set()
    sampler.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{(cwd / 'bench.out').read_text()}")
    hosts = [pid for pid, role in sampler.role.items() if role == "host"]
    by_role: dict[str, float] = {}
    for pid, seconds in sampler.cpu.items():
        by_role[sampler.role[pid]] = by_role.get(sampler.role[pid], 0.0) + seconds
    memory = max((sampler.memory.get(pid, 0) for pid in hosts), default=0) / 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, memory, by_role)
