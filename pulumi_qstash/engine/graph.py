"""Which resources stand on which, read off the order and the links of a state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.state import Resource


def links(resource: Resource) -> Iterator[str]:
    """URNs that `resource` depends on, other than its parent: declared, by property, by option, its provider."""
    yield from resource.dependencies
    for named in resource.property_dependencies.values():
        yield from named
    if resource.deleted_with:
        yield resource.deleted_with
    yield from resource.replace_with
    if resource.provider:
        yield urns.split_reference(resource.provider)[0]


class Graph:
    """The resources of a state in its order: whatever one depends on stands before it."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self.resources = list(resources)
        self._index = {id(r): i for i, r in enumerate(self.resources)}
        self._at: dict[str, list[int]] = {}
        self._children: dict[str, list[int]] = {}
        for i, r in enumerate(self.resources):
            self._at.setdefault(r.urn, []).append(i)
            if r.parent:
                self._children.setdefault(r.parent, []).append(i)

    def __contains__(self, resource: Resource) -> bool:
        return id(resource) in self._index

    def depending_on(self, root: Resource, ignored: set[str]) -> list[Resource]:
        """Those after `root` that depend on it, directly or through others, in order; never by parenthood."""
        reached = {root.urn}
        found = []
        for candidate in self.resources[self._index[id(root)] + 1 :]:
            if candidate.urn not in ignored and any(urn in reached for urn in links(candidate)):
                found.append(candidate)
                reached.add(candidate.urn)
        return found

    def dependencies_of(self, resource: Resource) -> Iterator[Resource]:
        """Those before `resource` that it depends on directly.

        Its parent counts; a component that it depends on counts with all its descendants.
        """
        end = self._index[id(resource)]
        for urn in {*links(resource)}:
            for i in self._before(urn, end):
                yield self.resources[i]
                if not self.resources[i].custom:
                    yield from self._descendants(urn, end)
        for i in self._before(resource.parent, end):
            yield self.resources[i]

    def _before(self, urn: str, end: int) -> list[int]:
        return [i for i in self._at.get(urn, ()) if i < end]

    def _descendants(self, urn: str, end: int) -> Iterator[Resource]:
        pending = [urn]
        while pending:
            for i in self._children.get(pending.pop(), ()):
                pending.append(self.resources[i].urn)
                if i < end:
                    yield self.resources[i]

    def transitive_dependencies_of(self, resource: Resource) -> set[int]:
        """The `id()` of all that `resource` stands on, parents included."""
        reached: set[int] = set()
        pending = [resource]
        while pending:
            for found in self._supports(pending.pop()):
                if id(found) not in reached:
                    reached.add(id(found))
                    pending.append(found)
        return reached - {id(resource)}

    def _supports(self, resource: Resource) -> Iterator[Resource]:
        for urn in {*links(resource), resource.parent}:
            named = [self.resources[i] for i in self._at.get(urn, ())]
            yield from [r for r in named if r.delete == resource.delete] or named
