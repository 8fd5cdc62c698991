"""Keeps a stack's state in memory, by the rules of `engine/recorder.py`."""

from __future__ import annotations

from pulumi_qstash.engine.ledger import Ledger
from pulumi_qstash.engine.renaming import under_present_urns
from pulumi_qstash.engine.state import PendingOperation, Resource, Snapshot


class MemoryRecorder:
    """A recorder for a state that need not outlive the process."""

    def __init__(self, base: Snapshot) -> None:
        self._base = base
        self._ledger = Ledger(len(base.resources))
        self._resources = dict(enumerate(base.resources))
        self._numbers = {resource: number for number, resource in self._resources.items()}
        self._pending: dict[int, PendingOperation] = {}
        self._tickets = 0

    def begin(self, operation: str, resource: Resource) -> int:
        """Note a pending operation."""
        self._tickets += 1
        self._pending[self._tickets] = PendingOperation(resource, operation)
        return self._tickets

    def succeed(
        self,
        ticket: int | None,
        *,
        new: Resource | None = None,
        old: Resource | None = None,
        marked: Resource | None = None,  # noqa: ARG002 - it is the object itself that was marked
    ) -> None:
        """Note its end."""
        if ticket is not None:
            self._pending.pop(ticket)
        self._ledger.succeed(
            self._number(new) if new is not None else None,
            self._numbers.get(old) if old is not None else None,
        )

    def fail(self, ticket: int) -> None:
        """Note its failure."""
        self._pending.pop(ticket)

    def replace_in_place(self, old: Resource, new: Resource) -> None:
        """Put `new` where `old` stands."""
        number = self._numbers[old]
        self._ledger.replace(number, number if new is old else self._number(new))

    def outputs(self, resource: Resource) -> None:
        """Nothing to do: the resource is the object itself."""

    def snapshot(self) -> Snapshot:
        """The state as it stands."""
        standing = under_present_urns([self._resources[number] for number in self._ledger.standing()])
        return Snapshot(standing, list(self._pending.values()), self._base.secrets_providers)

    def _number(self, resource: Resource) -> int:
        number = self._ledger.next_number()
        self._resources[number] = resource
        self._numbers[resource] = number
        return number
