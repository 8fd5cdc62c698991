"""What is left over once the program has said all, and in which order it goes."""

from __future__ import annotations

from collections.abc import Iterable

from pulumi_qstash.engine.executor import Executor
from pulumi_qstash.engine.graph import Graph
from pulumi_qstash.engine.steps import Step


def batches(steps: Iterable[Step], graph: Graph) -> list[list[Step]]:
    """Deletions in batches: one after the other, within each side by side.

    Whatever depends on a resource that goes, goes in an earlier batch.
    """
    condemned = {id(step.resource): step for step in steps}
    rounds: dict[int, int] = {}
    # In a state's order all that a resource depends on comes before it.
    for resource in graph.resources:
        if id(resource) in condemned:
            below = (rounds[id(d)] for d in graph.dependencies_of(resource) if id(d) in condemned)
            rounds[id(resource)] = 1 + max(below, default=0)
    ordered: dict[int, list[Step]] = {}
    for key, step in condemned.items():
        ordered.setdefault(rounds[key], []).append(step)
    return [ordered[number] for number in sorted(ordered, reverse=True)]


async def carry_out(steps: Iterable[Step], graph: Graph, executor: Executor) -> None:
    """Delete batch by batch; what a resource stands on stays if that resource could not be deleted."""
    needed: set[int] = set()
    looked_at = 0
    for batch in batches(steps, graph):
        for failed in executor.errored[looked_at:]:
            for resource in (failed.resource, failed.old):
                if resource is not None and resource in graph:
                    needed |= graph.transitive_dependencies_of(resource)
        looked_at = len(executor.errored)
        await executor.run_parallel(step for step in batch if id(step.resource) not in needed)
