"""`--json` of a preview: one document at the end, in the Pulumi CLI's form."""

from __future__ import annotations

import json
import sys
from typing import Any, TextIO

from pulumi_qstash.engine import checkpoint
from pulumi_qstash.engine.display.shown import Shown, is_internal, is_root, is_shown
from pulumi_qstash.engine.events import Diagnostic, Event, Prelude, ResourceOutputs, ResourcePre, StepMetadata, Summary
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.values import Secret


class Digest:
    """Gathers the steps of a preview and prints them when it ends."""

    def __init__(self, shown: Shown, out: TextIO | None = None) -> None:
        self.shown, self._out = shown, out or sys.stdout
        self._steps: list[dict[str, Any]] = []
        self._refreshed: set[str] = set()
        self._diagnostics: list[dict[str, Any]] = []
        self._config: dict[str, str] = {}
        self._summary: dict[str, Any] = {}

    def __call__(self, event: Event) -> None:
        """Take one event."""
        if is_internal(event):
            return
        if isinstance(event, Prelude):
            self._config = event.config
        elif isinstance(event, Diagnostic):
            self._diagnose(event)
        elif isinstance(event, ResourcePre) and self._shows(event.metadata):
            self._begin(event.metadata)
        elif isinstance(event, ResourceOutputs) and self._shows(event.metadata):
            self._end(event.metadata)
        elif isinstance(event, Summary):
            self._summary = {
                "duration": int(event.duration_seconds * 1e9),
                "changeSummary": dict(sorted(event.changes.items())),
                "maybeCorrupt": event.maybe_corrupt,
            }

    def close(self) -> None:
        """Print the document."""
        said = {"config": self._config, "steps": self._steps, "diagnostics": self._diagnostics, **self._summary}
        self._out.write(json.dumps({k: v for k, v in said.items() if v}, indent=4, ensure_ascii=False) + "\n")
        self._out.flush()

    def _shows(self, metadata: StepMetadata) -> bool:
        return is_root(metadata) or is_shown(metadata, self.shown, halves=False)

    def _diagnose(self, event: Diagnostic) -> None:
        if event.ephemeral or event.severity == "debug":
            return
        said = {"urn": event.urn, "message": event.prefix + event.message, "severity": event.severity}
        self._diagnostics.append({k: v for k, v in said.items() if v})

    def _begin(self, metadata: StepMetadata) -> None:
        if metadata.op == "refresh":
            self._refreshed.add(metadata.urn)
        else:
            self._refreshed.discard(metadata.urn)
        self._steps.append(step(metadata, self.shown))

    def _end(self, metadata: StepMetadata) -> None:
        drifted = (metadata.op == "update" and metadata.detailed_diff is not None) or metadata.op == "delete"
        if metadata.urn in self._refreshed and drifted:
            found = step(metadata, self.shown)
            self._steps = [found if s["urn"] == metadata.urn else s for s in self._steps]


def step(metadata: StepMetadata, shown: Shown) -> dict[str, Any]:
    """One step as the digest has it."""
    said: dict[str, Any] = {"op": metadata.op, "urn": metadata.urn}
    if metadata.provider:
        said["provider"] = metadata.provider
    if metadata.old is not None:
        said["oldState"] = _state(metadata.old, shown)
    if metadata.new is not None:
        said["newState"] = _state(metadata.new, shown)
    if metadata.diff_keys:
        said["diffReasons"] = list(metadata.diff_keys)
    if metadata.replace_keys:
        said["replaceReasons"] = list(metadata.replace_keys)
    said["detailedDiff"] = None
    if metadata.detailed_diff is not None:
        said["detailedDiff"] = {
            path: {"kind": diff.kind, "inputDiff": diff.input_diff}
            for path, diff in sorted(metadata.detailed_diff.items())
        }
    return said


def _state(resource: Resource, shown: Shown) -> dict[str, Any]:
    hidden = shown.suppress_outputs and resource.type == "pulumi:pulumi:Stack"
    blind = resource.but(
        inputs={} if hidden else blinded(resource.inputs), outputs={} if hidden else blinded(resource.outputs)
    )
    return checkpoint.resource_to_json(blind, lambda text: {"plaintext": text})


def blinded(value: Any) -> Any:
    """A copy of `value` in which every secret reads `[secret]`."""
    if isinstance(value, Secret):
        return "[secret]"
    if isinstance(value, dict):
        return {k: blinded(v) for k, v in value.items()}
    return [blinded(v) for v in value] if isinstance(value, list) else value
