"""Which other resources have to go and come back when one is deleted before it is replaced."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.differences import Difference
from pulumi_qstash.engine.registry import Registry
from pulumi_qstash.engine.session import Session
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.values import UNKNOWN

DiffOld = Callable[[Resource, dict[str, object]], Awaitable[Difference]]


@dataclass(frozen=True)
class Dependent:
    """A resource that goes with another, and the properties that make it."""

    resource: Resource
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dependents:
    """Finds what a deletion takes with it."""

    session: Session
    registry: Registry
    diff: DiffOld
    """Compares a resource of the state with inputs of which some are unknown."""

    async def of(self, root: Resource, already_seen: set[str]) -> list[Dependent]:
        """Those that must be replaced with `root`, in dependency order.

        A resource that merely stands on `root` stays: only one whose inputs
        would change in such a way that it has to be replaced goes. What this
        run has dealt with already does not depend on `root` any more.
        """
        found: list[Dependent] = []
        if root in self.session.graph:
            found = await self._by_properties(root, already_seen)
        return [*found, *self._by_option(root.urn)]

    async def _by_properties(self, root: Resource, already_seen: set[str]) -> list[Dependent]:
        going = {root.urn}
        found = []
        for candidate in self.session.graph.depending_on(root, already_seen):
            keys = await self._must_go(candidate, going)
            if keys is not None:
                found.append(Dependent(candidate, keys))
                going.add(candidate.urn)
        return found

    async def _must_go(self, candidate: Resource, going: set[str]) -> tuple[str, ...] | None:
        if not candidate.custom or candidate.external:
            return None
        if candidate.provider and urns.split_reference(candidate.provider)[0] in going:
            await self.registry.ensure(candidate.provider, self.session.before)
            return ()
        if candidate.deleted_with in going:
            return ()
        inputs = dict(candidate.inputs)
        touched = [k for k in inputs if going.intersection(candidate.property_dependencies.get(k, ()))]
        if not touched:
            return None
        inputs.update(dict.fromkeys(touched, UNKNOWN))
        difference = await self.diff(candidate, inputs)
        return difference.replace_keys if difference.replaces else None

    def _by_option(self, urn: str) -> Iterator[Dependent]:
        states = {r.urn: r for r in [*self.session.olds.values(), *self.session.news.values()]}
        for resource in states.values():
            if urn in resource.replace_with or resource.deleted_with == urn:
                yield Dependent(resource)
