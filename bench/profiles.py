"""The profile lines that stand in the table where a goal is missed: which package takes the time, by process."""

from __future__ import annotations

import pstats
import re
import sys
from pathlib import Path

from measure import measure

HERE = Path(__file__).parent
MOST = 6
#: Where threads wait: no work of anybody's.
WAITING = re.compile(r"acquire|recv|poll|readline|SimpleQueue|select|sleep|_serve|_blocking|\bwait\b")
Profile = dict[str, dict[str, float]]
"""For each process, the share of each package in its work."""


def profile(command: list[str], cwd: Path, env: dict[str, str], folder: Path) -> Profile:
    """Run `command` once more with its program and hosts under a profiler."""
    python = folder / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{HERE / "under_profile.py"}" "$@"\n')
    python.chmod(0o755)
    measure(command, cwd, env | {"PULUMI_PYTHON_CMD": str(python), "BENCH_PROFILE": str(folder)})
    return {path.stem: shares(pstats.Stats(str(path))) for path in sorted(folder.glob("*.prof"))}


def shares(stats: pstats.Stats) -> dict[str, float]:
    """The share of each package in the time that was not spent waiting; a built-in's belongs to who called it."""
    spent: dict[str, float] = {}
    for (file, _, name), (_, _, own, _, callers) in stats.stats.items():  # type: ignore[attr-defined]
        if WAITING.search(name):
            continue
        parts = {caller[0]: part[2] for caller, part in callers.items()} if file == "~" and callers else {file: own}
        for where, seconds in parts.items():
            spent[package(where)] = spent.get(package(where), 0.0) + seconds
    total = sum(spent.values())
    return {name: seconds / total for name, seconds in sorted(spent.items(), key=lambda one: -one[1])}


def package(file: str) -> str:
    """The package that a file belongs to."""
    for mark in ("site-packages/", "/pulumi_qstash/"):
        if mark in file:
            return "pulumi_qstash" if "qstash" in mark else file.split(mark)[1].split("/")[0].removesuffix(".py")
    standard = re.search(r"/python3\.\d+/([^/]+)", file)
    return standard[1].removesuffix(".py") if standard else "others"


def line(found: Profile) -> str:
    """`host: httpcore 31 %, pulumi 20 %; program: …`."""
    told = []
    for role, by_package in found.items():
        largest = list(by_package.items())[:MOST]
        told.append(f"{role}: " + ", ".join(f"{name} {share:.0%}" for name, share in largest))
    return "; ".join(told)
