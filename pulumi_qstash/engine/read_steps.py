"""Steps that look up objects which the stack does not own."""

from __future__ import annotations

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.recorder import Recorder
from pulumi_qstash.engine.session import now
from pulumi_qstash.engine.steps import Step, Tools
from pulumi_qstash.engine.values import equal


class ReadExternal(Step):
    """Read an object that the program looks up by its id; runs in previews too."""

    op = "read"
    pending = "reading"

    def counts(self) -> bool:
        """Only what differs from the last time."""
        return self.old is not None and not equal(self.old.outputs, self.after.outputs)

    async def apply(self, tools: Tools) -> None:
        """Ask the provider, unless the id is not known yet."""
        old, new = self.old, self.after
        if new.id != urns.UNKNOWN_ID:
            live = await tools.provider_of(new).read(new.urn, new.id, new.inputs, new.inputs)
            new.outputs = live.outputs
            new.id = live.id or new.id
        if old is not None:
            new.created, new.modified = old.created, old.modified
            if not equal(new.outputs, old.outputs) or not equal(new.inputs, old.inputs):
                new.modified = now()

    def record(self, recorder: Recorder, ticket: int | None) -> None:
        """What was found."""
        recorder.succeed(ticket, new=self.new, old=self.old)


class ReadReplacement(ReadExternal):
    """Read in the place of an object that the stack owned: that one goes at the end."""

    op = "read-replacement"
    logical = False

    def counts(self) -> bool:
        """The replacement counts, not this half of it."""
        return False

    async def apply(self, tools: Tools) -> None:
        """Read it; the old object is then to be deleted."""
        await super().apply(tools)
        self.before.delete = True

    def record(self, recorder: Recorder, ticket: int | None) -> None:
        """What was found, and what is to go."""
        recorder.succeed(ticket, new=self.new, marked=self.old)
