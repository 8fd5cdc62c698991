"""Turns an operation's events into steps and words."""

from __future__ import annotations

from typing import Any

from pulumi_qstash.engine.events import Diagnostic, Event, ResourceOutputs, ResourcePre, StepMetadata
from pulumi_qstash.engine.values import Secret
from pulumi_qstash.testing.results import ResourceStep

_STACK = "pulumi:pulumi:Stack"
_HALVES = {"create-replacement", "delete-replaced", "read-replacement", "discard-replaced", "import-replacement"}
_OUTPUT = {"info": "out", "info#err": "err"}


class Collector:
    """An event sink that remembers what a test asks for."""

    def __init__(self) -> None:
        self.steps: list[ResourceStep] = []
        self.errors: list[str] = []
        self._said: dict[str, list[str]] = {"out": [], "err": []}

    def __call__(self, event: Event) -> None:
        """Take one event."""
        if isinstance(event, Diagnostic):
            self._diagnose(event)
        elif isinstance(event, ResourcePre | ResourceOutputs) and _counts(event.metadata):
            self._take(_step(event.metadata), ended=isinstance(event, ResourceOutputs))

    @property
    def stdout(self) -> str:
        """What the program printed."""
        return "\n".join(self._said["out"])

    @property
    def stderr(self) -> str:
        """What the program printed as errors, warnings and errors of the engine."""
        return "\n".join(self._said["err"])

    def _take(self, step: ResourceStep, *, ended: bool) -> None:
        """Note a step; one that has ended takes the place of its beginning (a refresh knows its diff only then)."""
        begun = [at for at, known in enumerate(self.steps) if known.urn == step.urn]
        if ended and begun:
            self.steps[begun[-1]] = step
        elif not ended:
            self.steps.append(step)

    def _diagnose(self, event: Diagnostic) -> None:
        if event.severity == "debug" or event.ephemeral:
            return
        name = event.urn.rsplit("::", 1)[-1] if event.urn else ""
        text = f"{name}: {event.message.rstrip()}" if name else event.message.rstrip()
        if event.severity == "error":
            self.errors.append(text)
        self._said[_OUTPUT.get(event.severity, "err")].append(text)


def _counts(told: StepMetadata) -> bool:
    return told.type != _STACK and told.op not in _HALVES


def _step(told: StepMetadata) -> ResourceStep:
    return ResourceStep(
        op=told.op,
        urn=told.urn,
        type=told.type,
        old_inputs=visible(told.old.inputs) if told.old else {},
        new_inputs=visible(told.new.inputs) if told.new else {},
        detailed_diff={path: diff.kind for path, diff in (told.detailed_diff or {}).items()},
        replace_keys=told.replace_keys,
    )


def visible(values: dict[str, Any]) -> dict[str, Any]:
    """Inputs or outputs as a person sees them: secrets in clear (a test wants to compare), no internal keys."""
    return {key: plain(value) for key, value in values.items() if not key.startswith("__")}


def plain(value: Any) -> Any:
    """A value without the marks of its secrets."""
    if isinstance(value, Secret):
        return plain(value.value)
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value
