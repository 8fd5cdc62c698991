"""What all parts of a running deployment share: the state before, what is known of the state after, the voice."""

from __future__ import annotations

from datetime import UTC, datetime

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.events import Diagnostic, Event, Sink, StepMetadata
from pulumi_qstash.engine.goals import Goal
from pulumi_qstash.engine.graph import Graph
from pulumi_qstash.engine.recorder import Recorder
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.target import Operation, Options, Target
from pulumi_qstash.engine.values import WORTH_HIDING


class BailError(EngineError):
    """The operation has to end; the reason has been told as a diagnostic."""


def now() -> str:
    """The time as states write it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Session:
    """One deployment in progress."""

    def __init__(
        self, operation: Operation, options: Options, target: Target, recorder: Recorder | None, sink: Sink
    ) -> None:
        self.operation = operation
        self.options = options
        self.target = target
        self.preview = operation == "preview" or options.preview_only
        self.recorder = None if self.preview else recorder
        self._sink = sink
        self._hidden = [v.value for v in target.config.values() if v.secret and len(v.value) >= WORTH_HIDING]
        self.changes: dict[str, int] = {}
        self.failed = False
        """Something was reported that makes the operation fail at its end."""
        self.maybe_corrupt = False
        self.news: dict[str, Resource] = {}
        """The resources as this deployment left them, by URN."""
        self.replaced: dict[int, Resource] = {}
        """The resources as this deployment left them, by the `id()` of what they were before."""
        self.goals: dict[str, Goal] = {}
        before = target.base.resources
        self.rebase([r.but() for r in before] if self.preview else list(before))

    def rebase(self, resources: list[Resource]) -> None:
        """Take `resources` as the state before (at the start, and again after a refresh)."""
        self.before = resources
        self.olds = {r.urn: r for r in resources if not r.delete}
        self.graph = Graph(resources)

    def as_it_stands(self) -> list[Resource]:
        """The state before, with what this deployment has made of it so far."""
        return [self.replaced.get(id(r), r) for r in self.before]

    @property
    def stack_urn(self) -> str:
        """The URN of the stack's own resource."""
        return urns.stack_urn(self.target.stack, self.target.project)

    def emit(self, event: Event) -> None:
        """Tell an event."""
        self._sink(event)

    def say(self, severity: str, message: str, urn: str = "", *, ephemeral: bool = False, stream: int = 0) -> None:
        """Tell people something; without `urn` it concerns the stack as a whole."""
        for secret in self._hidden:
            message = message.replace(secret, "[secret]")
        prefix = "" if severity.startswith("info") else f"{severity}: "
        self.emit(Diagnostic(severity, f"{message}\n", urn or "", prefix, ephemeral, stream))

    def error(self, message: str, urn: str = "") -> None:
        """Tell what is wrong."""
        self.say("error", message, urn)

    def bail(self, message: str, urn: str = "") -> BailError:
        """Tell what is wrong and return the exception that ends the operation."""
        self.error(message, urn)
        return BailError(message)

    def count(self, op: str) -> None:
        """Count one operation for the summary."""
        self.changes[op] = self.changes.get(op, 0) + 1


def is_internal(metadata: StepMetadata) -> bool:
    """Whether people hear nothing of such a step and it is not counted."""
    return metadata.op == "remove-pending-replace" or urns.is_default_provider(metadata.urn)
