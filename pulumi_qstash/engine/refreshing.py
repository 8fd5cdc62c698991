"""Refresh: the state is brought in line with the live objects, and what that changes is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.differences import Difference
from pulumi_qstash.engine.executor import Executor
from pulumi_qstash.engine.providers import DiffUnavailableError, Read
from pulumi_qstash.engine.recorder import Recorder
from pulumi_qstash.engine.registry import Registry
from pulumi_qstash.engine.session import Session, now
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.steps import Step, Tools
from pulumi_qstash.engine.values import equal

Diff = Callable[[Resource, dict[str, Any]], Awaitable[Difference]]
"""Compares a resource as it is now with the inputs that were declared for it."""


class Refresh(Step):
    """Read the live object of one resource."""

    op = "refresh"
    logical = False

    def __init__(self, old: Resource, diff: Diff) -> None:
        super().__init__(old, old)
        self._old = old
        self._diff = diff

    @property
    def resource(self) -> Resource:
        """The resource as the state had it."""
        return self._old

    def counts(self) -> bool:
        """Before an update a refresh is no change of its own."""
        return False

    def outcome(self) -> str:
        """`delete`, `update` or `same`."""
        if self.new is None:
            return "delete"
        if self.new is self._old:
            return "same"
        if self._old.external:
            return "same" if equal(self._old.outputs, self.new.outputs) else "update"
        return "same" if self.difference.changes == "none" else "update"

    async def apply(self, tools: Tools) -> None:
        """Ask the provider; components and providers are what the state says."""
        old = self._old
        if not old.custom or urns.is_provider_type(old.type) or old.pending_replacement:
            return
        live = await tools.provider_of(old).read(old.urn, old.id, old.inputs, old.outputs)
        if not live.id:
            self.new = None
            return
        self.new = _refreshed(old, live)
        if not old.external:
            self.difference = await self._undone(self.new)

    async def _undone(self, new: Resource) -> Difference:
        # What an update right after this would do, turned round: it is the world that did it.
        try:
            return (await self._diff(new, self._old.inputs)).inverted()
        except DiffUnavailableError:
            return Difference("none")

    def record(self, recorder: Recorder, ticket: int | None) -> None:
        """What was found, where the resource stands."""
        if self.new is None:
            recorder.succeed(ticket, old=self._old)
        elif self.new is not self._old:
            recorder.replace_in_place(self._old, self.new)


def _refreshed(old: Resource, live: Read) -> Resource:
    inputs = old.inputs if live.inputs is None else live.inputs
    new = old.but(id=live.id, inputs=inputs, outputs=live.outputs, init_errors=[])
    if not equal(inputs, old.inputs) or not equal(live.outputs, old.outputs):
        new.modified = now()
    return new


class CountedRefresh(Refresh):
    """A step of `refresh` itself: what became of the resource is told and counted."""

    def result_op(self) -> str:
        """`delete`, `update` or `same`."""
        return self.outcome()

    def counts(self) -> bool:
        """Each counts."""
        return True


async def refresh(session: Session, registry: Registry, executor: Executor, diff: Diff) -> None:
    """Read every resource of the state and take what was found for the state from now on."""
    make = CountedRefresh if session.operation == "refresh" else Refresh
    steps = [make(resource, diff) for resource in session.before]
    for resource in session.before:
        await registry.ensure(resource.provider, session.before)
    await executor.run_parallel(steps)
    after = [step.new for step in steps if step.new is not None]
    for resource in relinked(after):
        if session.recorder is not None:
            session.recorder.replace_in_place(resource, resource)
    session.rebase(after)


def relinked(resources: list[Resource]) -> list[Resource]:
    """Free resources of links to others that are gone; returns those that had some.

    A child of a resource that is gone becomes a child of the next parent that is left.
    """
    there: set[str] = set()
    parents: dict[str, str] = {}
    every = {r.urn for r in resources}
    changed = []
    for resource in resources:
        if _relink(resource, there, every, parents):
            changed.append(resource)
        there.add(resource.urn)
        parents[resource.urn] = resource.parent
    return changed


def _relink(resource: Resource, there: set[str], every: set[str], parents: dict[str, str]) -> bool:
    before = (
        resource.dependencies,
        resource.property_dependencies,
        resource.replace_with,
        resource.deleted_with,
        resource.parent,
    )
    resource.dependencies = [urn for urn in resource.dependencies if urn in there]
    resource.property_dependencies = {
        key: [urn for urn in named if urn in there] for key, named in resource.property_dependencies.items()
    }
    resource.replace_with = [urn for urn in resource.replace_with if urn in there]
    if resource.deleted_with not in there:
        resource.deleted_with = ""
    if resource.parent and resource.parent not in every:
        resource.parent = parents.get(resource.parent, "")
    after = (
        resource.dependencies,
        resource.property_dependencies,
        resource.replace_with,
        resource.deleted_with,
        resource.parent,
    )
    return before != after
