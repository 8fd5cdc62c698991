"""A recorder that keeps the state in memory, by the rules that `engine/recorder.py` gives."""

from __future__ import annotations

from pulumi_qstash.engine.renaming import under_present_urns
from pulumi_qstash.engine.state import PendingOperation, Resource, Snapshot


class MemoryRecorder:
    """The snapshot that would result if the operation ended now."""

    def __init__(self, base: Snapshot) -> None:
        self.base = list(base.resources)
        self.new: list[Resource] = []
        self.pending: dict[int, PendingOperation] = {}
        self._tickets = 0

    def begin(self, operation: str, resource: Resource) -> int:
        self._tickets += 1
        self.pending[self._tickets] = PendingOperation(resource, operation)
        return self._tickets

    def succeed(self, ticket, *, new=None, old=None, marked=None) -> None:
        if ticket is not None:
            del self.pending[ticket]
        if new is not None:
            self.new.append(new)
        if old is not None:
            self._home(old).remove(old)
        if marked is not None:
            assert marked.delete or marked.pending_replacement
            self._home(marked)

    def fail(self, ticket: int) -> None:
        del self.pending[ticket]

    def replace_in_place(self, old: Resource, new: Resource) -> None:
        home = self._home(old)
        home[home.index(old)] = new

    def outputs(self, resource: Resource) -> None:
        assert resource in self.new

    def snapshot(self) -> Snapshot:
        return Snapshot(under_present_urns([*self.new, *self.base]), list(self.pending.values()))

    def _home(self, resource: Resource) -> list[Resource]:
        return self.new if resource in self.new else self.base
