"""How a deployment tells what it has done, so that a kill at any moment loses no finished step.

The deployment calls `begin` before it asks a provider for anything that
changes the world, and `succeed` or `fail` once it has the answer. The
backend's journal makes each call durable before it returns.

A recorder whose attribute `waits_for_disk` is true is called from several
threads at once, so that steps wait for the disk together; any other one is
called from the deployment's own thread only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pulumi_qstash.engine.state import Resource, Snapshot


class Recorder(Protocol):
    """Keeps the snapshot that would result if the operation ended now."""

    def begin(self, operation: str, resource: Resource) -> int:
        """Record a pending operation (`creating`, `updating`, `deleting`, `reading`); return its ticket."""
        ...

    def succeed(
        self,
        ticket: int | None,
        *,
        new: Resource | None = None,
        old: Resource | None = None,
        marked: Resource | None = None,
    ) -> None:
        """Close `ticket` (if any): `new` joins the state, `old` (an object of the state) leaves it.

        Same and update: both. Create: `new` alone. Delete: `old` alone.
        `marked` is an object of the state that stays where it is and whose
        `delete` or `pending_replacement` has just been set: the old half of a
        create-first replacement (together with `new`), or what a delete-first
        replacement has deleted. All of it is one record.
        """
        ...

    def fail(self, ticket: int) -> None:
        """Close `ticket`; the state stays as it was."""
        ...

    def replace_in_place(self, old: Resource, new: Resource) -> None:
        """Put `new` where `old` stands, whichever list that is (refresh); `new` may be `old` itself, changed."""
        ...

    def outputs(self, resource: Resource) -> None:
        """The outputs of a component or the stack, already recorded as `new`, are now complete."""
        ...

    def snapshot(self) -> Snapshot:
        """The state as it stands: new resources in the order of completion, then the old ones not yet reached."""
        ...
