"""`make bench`: this provider beside a bare one, on one dev server, at 0 and 50 ms latency.

Prints a table with ratios, where the time of a do-nothing provider goes, and which goals are met; writes the figures as
JSON. Rows marked `cli` are measured where a `pulumi` is on PATH.

A row is the best of `--rounds`. A ratio that is missed is measured once more under a profiler, and told with the
packages that take the time.

    python bench/bench.py [--sizes 100,1000,4000] [--latencies 0,50] [--engines embedded,cli] [--rounds N] [--out FILE]
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import shutil
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

import profiles
from goals import Goal, Row, judged
from measure import measure
from rich.console import Console
from rich.table import Table

from pulumi_qstash.devserver import DevServer

HERE = Path(__file__).parent
PHASES = ("up", "preview", "refresh", "change of 10", "destroy")
LARGEST_WITH_LATENCY = 1000


class Server:
    """The dev server, with the admin calls that a measurement needs."""

    def __init__(self, running: DevServer) -> None:
        self.url, self.token = running.url, running.token

    def admin(self, method: str, path: str, body: object = None) -> object:
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(self.url + path, data, method=method)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text.strip() else None

    def calls(self) -> int:
        asked = self.admin("GET", "/_dev/requests")
        self.admin("DELETE", "/_dev/requests")
        return len(asked)  # type: ignore[arg-type]


def verbs(phase: str) -> list[str]:
    """The words of a phase."""
    return {
        "up": ["up", "--yes", "--skip-preview"],
        "preview": ["preview", "--expect-no-changes"],
        "refresh": ["refresh", "--preview-only"],
        "change of 10": ["up", "--yes", "--skip-preview"],
        "destroy": ["destroy", "--yes", "--skip-preview"],
    }[phase]


class Stack:
    """A stack of one provider in a folder of its own, made for one measurement."""

    def __init__(self, engine: str, provider: str, n: int, server: Server, folder: str) -> None:
        self.folder, self.program = Path(folder), Path(folder) / "program"
        shutil.copytree(HERE / "programs" / provider, self.program)
        for name in ("backend", "home", "profile"):
            (self.folder / name).mkdir()
        self.command = ["pulumi"] if engine == "cli" else [sys.executable, "-m", "pulumi_qstash.cli"]
        self.env = environment(self.folder, server) | {"BENCH_N": str(n)}
        measure([*self.command, "stack", "init", "dev"], self.program, self.env)

    def words(self, phase: str) -> list[str]:
        return [*self.command, *verbs(phase), "--stack", "dev", "--non-interactive"]

    def environment(self, phase: str) -> dict[str, str]:
        return self.env | {"BENCH_CHANGED": "10" if phase == "change of 10" else "0"}

    def state(self) -> bytes:
        return next((self.folder / "backend").rglob("stacks/bench/dev.json")).read_bytes()


def run_all(engine: str, provider: str, n: int, latency: int, server: Server, log: Console) -> list[Row]:
    """Every phase of one provider, one after the other."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="qstash-bench-") as folder:
        stack = Stack(engine, provider, n, server, folder)
        server.admin("PUT", "/_dev/latency", {"ms": latency})
        for phase in PHASES if provider != "nothing" else ("up",):
            server.calls()
            cost = measure(stack.words(phase), stack.program, stack.environment(phase))
            state = stack.state()
            rows.append(
                Row(engine, n, latency, phase, provider, cost, server.calls(), len(state), around(json.loads(state)))
            )
            log.print(f"[dim]{engine} n={n} {latency} ms {provider}: {phase} {cost.wall:.2f} s[/dim]")
        server.admin("PUT", "/_dev/latency", {"ms": 0})
    return rows


def best(rounds: list[list[Row]]) -> list[Row]:
    """Of each phase the quickest round."""
    return [min(same, key=lambda row: row.cost.wall) for same in zip(*rounds, strict=True)]


def explain(goals: list[Goal], server: Server, log: Console) -> None:
    """Measure what was missed once more, under a profiler."""
    for goal in goals:
        if goal.met or goal.row is None or goal.row.n > LARGEST_WITH_LATENCY:
            continue
        row = goal.row
        log.print(f"[dim]profiling {row.engine} n={row.n} {row.phase}[/dim]")
        with tempfile.TemporaryDirectory(prefix="qstash-bench-") as folder:
            stack = Stack(row.engine, row.provider, row.n, server, folder)
            if row.phase != "up":
                measure(stack.words("up"), stack.program, stack.environment("up"))
            found = profiles.profile(
                stack.words(row.phase), stack.program, stack.environment(row.phase), stack.folder / "profile"
            )
            if row.phase != "destroy":
                measure(stack.words("destroy"), stack.program, stack.environment("destroy"))
        goal.why += "\n" + profiles.line(found)


def around(state: dict[str, Any]) -> int:
    """The bytes of a state beside inputs and outputs themselves, written without indentation."""
    latest = state.get("checkpoint", state).get("latest") or {}
    resources = latest.get("resources") or []
    inside = sum(len(json.dumps(r[part])) for r in resources for part in ("inputs", "outputs") if part in r)
    return len(json.dumps(state)) - inside


def environment(folder: Path, server: Server) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QSTASH_", "PULUMI_"))}
    return kept | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")]),
        "PYTHONPATH": str(HERE),
        "PULUMI_BACKEND_URL": (folder / "backend").as_uri(),
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_CONFIG_PASSPHRASE": "bench",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "QSTASH_URL": server.url,
        "QSTASH_TOKEN": server.token,
        "NO_COLOR": "1",
    }


def table(rows: list[Row]) -> Table:
    """Ours beside the bare provider, with ratios and the unavoidable waiting."""
    shown = Table(title="pulumi-qstash beside a bare provider (wall seconds)")
    for column in (
        "engine",
        "n",
        "latency",
        "phase",
        "ours",
        "bare",
        "ratio",
        "waiting",
        "× waiting",
        "calls",
        "bare calls",
        "CPU",
        "bare CPU",
        "host MB",
        "state kB",
        "bare kB",
        "engine/program/host CPU",
    ):
        shown.add_column(column, justify="right")
    found = {(r.engine, r.n, r.latency_ms, r.phase, r.provider): r for r in rows}
    for (engine, n, latency, phase, provider), ours in found.items():
        other = found.get((engine, n, latency, phase, "bare"))
        if provider == "ours" and other is not None:
            shown.add_row(*cells(ours, other))
    return shown


def cells(ours: Row, bare: Row) -> list[str]:
    return [
        ours.engine,
        str(ours.n),
        f"{ours.latency_ms} ms",
        ours.phase,
        f"{ours.cost.wall:.2f}",
        f"{bare.cost.wall:.2f}",
        f"{ours.cost.wall / bare.cost.wall:.2f}",
        f"{ours.waiting:.2f}",
        f"{ours.cost.wall / ours.waiting:.2f}" if ours.waiting else "",
        str(ours.calls),
        str(bare.calls),
        f"{ours.cost.cpu:.1f}",
        f"{bare.cost.cpu:.1f}",
        f"{ours.cost.host_memory_mb:.0f}",
        f"{ours.state_bytes / 1000:.0f}",
        f"{bare.state_bytes / 1000:.0f}",
        "/".join(f"{ours.cost.cpu_by_role.get(r, 0):.1f}" for r in ("engine", "program", "host")),
    ]


def where_time_goes(rows: list[Row]) -> Table:
    """CPU seconds of an up with a provider that does nothing, by process, for each engine."""
    shown = Table(title="Where the time goes: up with a provider that does nothing (seconds)")
    for column in ("n", "engine", "wall", "engine's CPU", "program's CPU", "host's CPU"):
        shown.add_column(column, justify="right")
    for row in sorted((r for r in rows if r.provider == "nothing"), key=lambda r: (r.n, r.engine)):
        roles = (f"{row.cost.cpu_by_role.get(role, 0):.2f}" for role in ("engine", "program", "host"))
        shown.add_row(str(row.n), row.engine, f"{row.cost.wall:.2f}", *roles)
    return shown


def goals_table(goals: list[Goal]) -> Table:
    """Every goal with its figure; one that is missed with whose CPU time the difference is, and what takes it."""
    shown = Table(title="Goals")
    for column in ("goal", "figure", "limit", "", "why"):
        shown.add_column(column)
    for goal in goals:
        shown.add_row(goal.text, f"{goal.figure:.2f}", f"{goal.limit:.2f}", "met" if goal.met else "MISSED", goal.why)
    return shown


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100,1000,4000")
    parser.add_argument("--latencies", default="0,50")
    parser.add_argument("--engines", default="embedded,cli" if shutil.which("pulumi") else "embedded")
    parser.add_argument("--rounds", default=1, type=int)
    parser.add_argument("--out", default="bench-results.json", type=Path)
    asked = parser.parse_args()
    log, rows = Console(stderr=True), []
    with DevServer(plan="fixed-10m", process=True) as running:
        server = Server(running)
        for engine in asked.engines.split(","):
            for n in map(int, asked.sizes.split(",")):
                for latency in map(int, asked.latencies.split(",")):
                    if n > LARGEST_WITH_LATENCY and latency:
                        continue  # growth is measured without latency
                    for provider in ("bare", "ours") if latency else ("bare", "ours", "nothing"):
                        rounds = asked.rounds if n <= LARGEST_WITH_LATENCY else 1
                        rows += best([run_all(engine, provider, n, latency, server, log) for _ in range(rounds)])
        goals = judged(rows)
        explain(goals, server, log)
    for each in (table(rows), where_time_goes(rows), goals_table(goals)):
        Console(width=220).print(each)
    figures = {
        "machine": platform.platform(),
        "cores": os.cpu_count(),
        "rows": [dataclasses.asdict(r) for r in rows],
        "goals": [{"text": g.text, "figure": g.figure, "limit": g.limit, "met": g.met, "why": g.why} for g in goals],
    }
    asked.out.write_text(json.dumps(figures, indent=1) + "\n")
    log.print(f"written to {asked.out}")


if __name__ == "__main__":
    main()
