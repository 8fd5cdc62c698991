"""Steps: what is done to one resource, how its result is recorded, and what is told of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.differences import Difference
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.events import StepMetadata
from pulumi_qstash.engine.providers import Provider
from pulumi_qstash.engine.recorder import Recorder
from pulumi_qstash.engine.registry import Registry, outputs_of
from pulumi_qstash.engine.session import Session, now
from pulumi_qstash.engine.state import Resource

NO_DIFFERENCE = Difference("none")


@dataclass(frozen=True)
class Tools:
    """What a step works with."""

    session: Session
    registry: Registry

    def provider_of(self, resource: Resource) -> Provider:
        """The provider that `resource` names."""
        provider = self.registry.get(resource.provider)
        if provider is None:
            raise EngineError(f"unknown provider '{resource.provider}' for resource {resource.urn}")
        return provider


@dataclass(frozen=True)
class Result:
    """What the program is told about a registration."""

    resource: Resource
    unknown: bool = False
    """Nothing is known of its outputs."""


Reply = asyncio.Future[Result]


class Step:
    """Something done to one resource; `old` or `new` is missing where there is no such half."""

    op: ClassVar[str] = ""
    logical: ClassVar[bool] = True
    pending: ClassVar[str] = ""
    """The pending operation that stands while it runs; empty: none."""

    def __init__(
        self,
        old: Resource | None,
        new: Resource | None,
        reply: Reply | None = None,
        difference: Difference = NO_DIFFERENCE,
    ) -> None:
        self.old = old
        self.new = new
        self.reply = reply
        self.difference = difference
        self.in_place = False
        """Whether the new half takes the old one's place in the state instead of joining those done with."""

    @property
    def resource(self) -> Resource:
        """The resource that the step is about."""
        return self.before if self.new is None else self.new

    @property
    def before(self) -> Resource:
        """The old half of a step that has one."""
        return _there(self.old)

    @property
    def after(self) -> Resource:
        """The new half of a step that has one."""
        return _there(self.new)

    async def apply(self, tools: Tools) -> None:
        """Do it."""

    def record(self, recorder: Recorder, ticket: int | None) -> None:
        """Record that it was done."""

    def result_op(self) -> str:
        """The operation as it is counted and told once it is done."""
        return self.op

    def counts(self) -> bool:
        """Whether it is counted in the summary."""
        return self.logical

    def done(self) -> None:
        """Tell the program."""
        if self.reply is not None and not self.reply.done():
            self.reply.set_result(Result(self.after))

    def metadata(self, op: str = "") -> StepMetadata:
        """What events tell of it."""
        about = self.resource
        return StepMetadata(
            op or self.op,
            about.urn,
            about.type,
            self.old,
            self.new,
            self.difference.replace_keys,
            self.difference.changed_keys,
            self.difference.detailed,
            self.logical,
            about.provider,
        )


def _there(resource: Resource | None) -> Resource:
    if resource is None:
        raise AssertionError("a step was made without a half that its kind has")
    return resource


class Same(Step):
    """Nothing changed, save perhaps options and what the provider holds to be the same."""

    op = "same"

    async def apply(self, tools: Tools) -> None:
        """Carry id and outputs over."""
        old, new = self.before, self.after
        new.id, new.outputs = old.id, old.outputs
        if urns.is_provider_type(new.type):
            await tools.registry.same(new, old.inputs)

    def record(self, recorder: Recorder, ticket: int | None) -> None:
        """The new state, with its options, instead of the old."""
        _record_change(self, recorder, ticket)


class Create(Step):
    """Create a new object."""

    op = "create"
    pending = "creating"

    async def apply(self, tools: Tools) -> None:
        """Ask the provider; a preview knows the inputs only."""
        new = self.after
        if urns.is_provider_type(new.type):
            await tools.registry.create(new)
            new.outputs = outputs_of(new.inputs)
        elif new.custom:
            timeout = new.custom_timeouts.get("create", 0)
            provider = tools.provider_of(new)
            new.id, new.outputs = await provider.create(new.urn, new.inputs, timeout)
        new.created = new.modified = now()

    def record(self, recorder: Recorder, ticket: int | None) -> None:
        """The new object."""
        recorder.succeed(ticket, new=self.new)


class CreateReplacement(Create):
    """Create the new half of a replacement; `pending_delete` where the old half still stands."""

    op = "create-replacement"
    logical = False

    def __init__(
        self, old: Resource, new: Resource, reply: Reply, difference: Difference, *, pending_delete: bool
    ) -> None:
        super().__init__(old, new, reply, difference)
        self.pending_delete = pending_delete

    async def apply(self, tools: Tools) -> None:
        """Create it; the old half is then to be deleted."""
        await super().apply(tools)
        if self.pending_delete:
            self.before.delete = True

    def record(self, recorder: Recorder, ticket: int | None) -> None:
        """The new half; the old one stays until it is deleted, if it is not gone already."""
        if self.before.pending_replacement:
            recorder.succeed(ticket, new=self.new, old=self.old)
        else:
            recorder.succeed(ticket, new=self.new, marked=self.old)


class Replace(Step):
    """The replacement as a whole, told to people and counted; its halves do the work and answer the program."""

    op = "replace"


class Update(Step):
    """Change an object in place."""

    op = "update"
    pending = "updating"

    def __init__(
        self, old: Resource, new: Resource, reply: Reply, difference: Difference, ignore_changes: list[str]
    ) -> None:
        super().__init__(old, new, reply, difference)
        self.ignore_changes = ignore_changes

    async def apply(self, tools: Tools) -> None:
        """Ask the provider; a preview knows the inputs only."""
        old, new = self.before, self.after
        new.id, new.created, new.modified = old.id, old.created, old.modified
        if urns.is_provider_type(new.type):
            await tools.registry.update(new)
            new.outputs = outputs_of(new.inputs)
        elif new.custom:
            timeout = new.custom_timeouts.get("update", 0)
            provider = tools.provider_of(new)
            new.outputs = await provider.update(old, new, self.ignore_changes, timeout)
        if new.custom:
            new.modified = now()

    def record(self, recorder: Recorder, ticket: int | None) -> None:
        """The changed object."""
        _record_change(self, recorder, ticket)


def _record_change(step: Step, recorder: Recorder, ticket: int | None) -> None:
    if not step.in_place:
        recorder.succeed(ticket, new=step.new, old=step.old)
        return
    recorder.replace_in_place(step.before, step.after)
    if ticket is not None:
        recorder.succeed(ticket)
