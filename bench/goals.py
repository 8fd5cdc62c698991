"""What the benchmark is held against, and what explains a goal that is missed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from measure import Cost

HOST_THREADS = 4
ROLES = ("engine", "program", "host")
RATIO_TO_BARE, RATIO_TO_WAITING, GROWTH = 1.15, 1.1, 1.1
#: Time stamps and ids of the two differ in length by a few bytes, which is all that may differ.
STATE_AROUND = 1.05
#: Below this the time of starting an engine hides the waiting.
WORTH_JUDGING = 1.0


@dataclass
class Row:
    """One phase of one provider.

    Attributes:
        state_bytes: the size of the state's file.
        around_bytes: what of it, written without indentation, is neither inputs nor outputs.
    """

    engine: str
    n: int
    latency_ms: int
    phase: str
    provider: str
    cost: Cost
    calls: int
    state_bytes: int
    around_bytes: int

    @property
    def waiting(self) -> float:
        """The seconds of waiting that no order of calls avoids; a single call is shared by nobody."""
        latency = self.latency_ms / 1000
        return max(self.calls * latency / HOST_THREADS, latency if self.calls else 0.0)


@dataclass
class Goal:
    """A figure with its limit."""

    text: str
    figure: float
    limit: float
    why: str = ""
    row: Row | None = None
    """The phase that a profile would explain."""

    @property
    def met(self) -> bool:
        return self.figure <= self.limit


def judged(rows: list[Row]) -> list[Goal]:
    """All goals for which there are figures; one that is missed says why."""
    found = {(r.engine, r.n, r.latency_ms, r.phase, r.provider): r for r in rows}
    goals: list[Goal] = []
    for (engine, n, latency, phase, provider), row in found.items():
        bare = found.get((engine, n, latency, phase, "bare"))
        name = f"{engine}, {n}, {latency} ms, {phase}"
        if provider == "ours" and bare is not None:
            goals += _beside(name, row, bare)
        if provider == "nothing":
            cpu = row.cost.cpu_by_role
            others = cpu.get("program", 0.0) + cpu.get("host", 0.0)
            goals.append(Goal(f"{name}, nothing: engine's CPU ÷ program's and host's", cpu["engine"] / others, 1.0))
    return goals + _growth(rows)


def _beside(name: str, ours: Row, bare: Row) -> list[Goal]:
    goals = []
    if not ours.latency_ms:
        limit = 1.0 if ours.phase == "refresh" else RATIO_TO_BARE
        goals.append(Goal(f"{name}: wall ÷ bare", ours.cost.wall / bare.cost.wall, limit, row=ours))
        if ours.phase == "up":
            around = ours.around_bytes / bare.around_bytes
            goals.append(Goal(f"{name}: state around inputs and outputs ÷ bare", around, STATE_AROUND))
    elif ours.waiting >= WORTH_JUDGING:
        goals.append(Goal(f"{name}: wall ÷ waiting", ours.cost.wall / ours.waiting, RATIO_TO_WAITING))
    for goal in goals:
        goal.why = "" if goal.met or "state" in goal.text else _whose(ours, bare)
    return goals


def _whose(ours: Row, bare: Row) -> str:
    """Where the CPU time goes, and what of it the bare provider does not need."""
    parts = []
    for role in ROLES:
        own, other = (row.cost.cpu_by_role.get(role, 0.0) for row in (ours, bare))
        parts.append(f"{role} {own:.2f} ({own - other:+.2f})")
    return f"CPU s (more than bare): {', '.join(parts)}; of {ours.cost.wall:.2f} s"


def _growth(rows: list[Row]) -> list[Goal]:
    """Seconds for each further object of an up, from one size to the next: linear growth keeps them the same."""
    goals = []
    for engine, provider in sorted({(r.engine, r.provider) for r in rows}):
        ups = sorted(
            (r for r in rows if (r.engine, r.provider, r.phase, r.latency_ms) == (engine, provider, "up", 0)),
            key=lambda r: r.n,
        )
        each = [(b.cost.wall - a.cost.wall) / (b.n - a.n) for a, b in pairwise(ups)]
        if len(each) >= 2:
            goals.append(Goal(f"{engine}, {provider}: growth of the last step ÷ the first", each[-1] / each[0], GROWTH))
    return goals
