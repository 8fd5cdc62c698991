"""Making a live URL group what is declared, in an order in which it keeps an endpoint if any order can.

A group exists only while it has endpoints. And nobody outside knows whether QStash keeps an endpoint by its URL or
by its name: so a live endpoint that shares one of them with a declared endpoint is removed before that is added.
"""

from __future__ import annotations

from typing import Any

from ..api import Refused
from ..model import URL_GROUP, Inputs
from .objects import Objects

Endpoint = dict[str, Any]


class UrlGroups(Objects):
    """A group's endpoints are added and removed by their URLs."""

    kind = URL_GROUP

    def _calls(self) -> Any:
        return self.client.url_groups

    def write(self, inputs: Inputs, live: Inputs | None) -> None:
        """Make the live object what `inputs` declare."""
        change = Change(list(inputs["endpoints"]), list((live or {}).get("endpoints", [])))
        group = _Group(self, inputs)
        if change.kept or change.leaving:
            group.remove(change.rivals)
            group.add(change.coming)
            group.remove(change.leaving)
        elif change.free:
            group.add(change.free)
            group.remove(change.rivals)
            group.add([e for e in change.coming if e not in change.free])
        elif not self._add_at_once(group, change):
            _one_by_one(group, change)

    def _add_at_once(self, group: _Group, change: Change) -> bool:
        """Every endpoint gets another name: try whether adding alone does it, so that nothing is removed."""
        try:
            group.add(change.coming)
        except Refused:
            return not change.rivals
        if not change.rivals:
            return True
        found = self.calls.get(group.name)
        return found is not None and _same(self.kind.parse(found).get("endpoints", []), change.declared)


class Change:
    """What separates the declared endpoints from the live ones.

    Attributes:
        declared: what is to be there.
        kept: live endpoints that stay as they are.
        coming: declared endpoints that are not there.
        rivals: live endpoints with the URL or the name of a coming one, or with a URL that is there twice.
        leaving: all other live endpoints that are not declared.
        free: coming endpoints that have no rival.
    """

    def __init__(self, declared: list[Endpoint], live: list[Endpoint]) -> None:
        urls = [e["url"] for e in live]
        self.declared = declared
        self.kept = [e for e in live if urls.count(e["url"]) == 1 and any(_equal(e, d) for d in declared)]
        self.coming = [d for d in declared if not any(_equal(d, e) for e in self.kept)]
        gone = [e for e in live if e not in self.kept]
        self.rivals = [e for e in gone if urls.count(e["url"]) > 1 or any(_clash(e, d) for d in self.coming)]
        self.leaving = [e for e in gone if e not in self.rivals]
        self.free = [d for d in self.coming if not any(_clash(e, d) for e in self.rivals)]


class _Group:
    """The calls that change one group."""

    def __init__(self, groups: UrlGroups, inputs: Inputs) -> None:
        self._groups, self._inputs = groups, inputs
        self.name: str = inputs["groupName"]

    def add(self, endpoints: list[Endpoint]) -> None:
        if endpoints:
            request = self._groups.request(self._inputs | {"endpoints": endpoints})
            self._groups.client.send(request, self._groups.about(self._inputs))

    def remove(self, endpoints: list[Endpoint]) -> None:
        if endpoints:
            urls = list(dict.fromkeys(e["url"] for e in endpoints))
            self._groups.client.url_groups.remove_endpoints(self.name, urls)


def _one_by_one(group: _Group, change: Change) -> None:
    """Remove one rival after the other, and add at once what has none left."""
    rivals, coming = list(change.rivals), list(change.coming)
    while rivals:
        group.remove(rivals[:1])
        rivals = [e for e in rivals[1:] if e["url"] != rivals[0]["url"]]
        ready = [d for d in coming if not any(_clash(e, d) for e in rivals)]
        group.add(ready)
        coming = [d for d in coming if d not in ready]


def _clash(live: Endpoint, declared: Endpoint) -> bool:
    names = live.get("name"), declared.get("name")
    return bool(live["url"] == declared["url"] or (names[0] and names[0] == names[1]))


def _equal(one: Endpoint, other: Endpoint) -> bool:
    return bool(one["url"] == other["url"] and (one.get("name") or None) == (other.get("name") or None))


def _same(live: list[Endpoint], declared: list[Endpoint]) -> bool:
    return len(live) == len(declared) and all(any(_equal(e, d) for e in live) for d in declared)
