"""Steps that make objects go."""

from __future__ import annotations

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.events import StepMetadata
from pulumi_qstash.engine.recorder import Recorder
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.steps import Step, Tools


class ProtectedError(EngineError):
    """A protected resource was to be deleted; the operation goes on with what is left."""


class Delete(Step):
    """Delete an object; one that the stack does not own is only forgotten."""

    op = "delete"
    pending = "deleting"
    discard = "discard"

    def __init__(self, old: Resource, deleted: set[str]) -> None:
        super().__init__(old, None)
        self._deleted = deleted

    def metadata(self, op: str = "") -> StepMetadata:
        """What events tell of it."""
        return super().metadata(op or (self.discard if self.before.external else self.op))

    def result_op(self) -> str:
        """`delete` or `discard`."""
        return self.metadata().op

    async def apply(self, tools: Tools) -> None:
        """Ask the provider, unless the object goes with another one or is to stay in the world."""
        old = self.before
        self._refuse_if_protected(old)
        goes_anyway = bool(old.deleted_with) and old.deleted_with in self._deleted
        if tools.session.preview or old.external or old.retain_on_delete or goes_anyway or not old.custom:
            return
        if urns.is_provider_type(old.type):
            tools.registry.delete(old)
        else:
            await tools.provider_of(old).delete(old, old.custom_timeouts.get("delete", 0))

    def _refuse_if_protected(self, old: Resource) -> None:
        if old.protect:
            raise ProtectedError(
                f'resource "{old.urn}" cannot be deleted\n'
                "because it is protected. To unprotect the resource, remove the `protect` flag from the resource in "
                "your Pulumi program and run `up`, or use the Pulumi CLI's command:\n"
                f"`pulumi state unprotect '{old.urn}'`"
            )

    def record(self, recorder: Recorder, ticket: int | None) -> None:
        """It is gone."""
        recorder.succeed(ticket, old=self.old)


class DeleteReplaced(Delete):
    """Delete the old half of a replacement; `first` where the new half does not exist yet."""

    op = "delete-replaced"
    discard = "discard-replaced"
    logical = False

    def __init__(self, old: Resource, deleted: set[str], *, first: bool) -> None:
        super().__init__(old, deleted)
        self.first = first

    def _refuse_if_protected(self, old: Resource) -> None:
        """Whether a protected resource may be replaced was decided before."""

    async def apply(self, tools: Tools) -> None:
        """Delete it; if that comes first, the state keeps it until the new half exists."""
        await super().apply(tools)
        if self.first:
            self.before.pending_replacement = True

    def record(self, recorder: Recorder, ticket: int | None) -> None:
        """It is gone, or gone from the world only."""
        if self.before.pending_replacement:
            recorder.succeed(ticket, marked=self.old)
        else:
            recorder.succeed(ticket, old=self.old)


class RemovePendingReplace(Step):
    """Forget the old half of a replacement that was deleted and whose new half nobody wants any more."""

    op = "remove-pending-replace"
    logical = False

    def record(self, recorder: Recorder, ticket: int | None) -> None:
        """It was gone from the world before."""
        recorder.succeed(ticket, old=self.old)
