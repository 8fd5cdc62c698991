"""`--json` of up, refresh and destroy, and `--event-log`: one engine event a line, in the Pulumi CLI's form."""

from __future__ import annotations

import math
import sys
import time
from typing import Any, TextIO

from pulumi_qstash.engine import checkpoint
from pulumi_qstash.engine.display.shown import is_internal
from pulumi_qstash.engine.events import (
    Diagnostic,
    Event,
    Prelude,
    ResourceOperationFailed,
    ResourceOutputs,
    ResourcePre,
    StepMetadata,
    Summary,
)
from pulumi_qstash.engine.state import Resource


class EventLines:
    """Prints each event as it comes; secrets are blinded."""

    def __init__(self, out: TextIO | None = None, *, color: str = "never") -> None:
        self._out, self._color = out or sys.stdout, color
        self._sequence = 0

    def __call__(self, event: Event) -> None:
        """Print one event."""
        number, self._sequence = self._sequence, self._sequence + 1
        if is_internal(event):
            return
        said = {"sequence": number, "timestamp": int(time.time()), **as_json(event, self._color)}
        self._out.write(checkpoint.json_text(said) + "\n")
        self._out.flush()

    def close(self) -> None:
        """Nothing is kept back."""


def as_json(event: Event, color: str = "never") -> dict[str, Any]:
    """An event under its name in `apitype.EngineEvent`."""
    if isinstance(event, Prelude):
        return {"preludeEvent": {"config": event.config}}
    if isinstance(event, Diagnostic):
        return {"diagnosticEvent": _diagnostic(event, color)}
    if isinstance(event, ResourcePre):
        return {"resourcePreEvent": _about(event.metadata, event.planning)}
    if isinstance(event, ResourceOutputs):
        return {"resOutputsEvent": _about(event.metadata, event.planning)}
    if isinstance(event, ResourceOperationFailed):
        about = _about(event.metadata, False)
        return {"resOpFailedEvent": {**about, "status": event.status, "steps": event.steps}}
    return {"summaryEvent": _summary(event)} if isinstance(event, Summary) else {"cancelEvent": {}}


def _diagnostic(event: Diagnostic, color: str) -> dict[str, Any]:
    said: dict[str, Any] = {"urn": event.urn, "prefix": event.prefix}
    said = {k: v for k, v in said.items() if v}
    said |= {"message": event.message, "color": color, "severity": event.severity}
    if event.stream_id:
        said["streamID"] = event.stream_id
    return {**said, "ephemeral": True} if event.ephemeral else said


def _summary(event: Summary) -> dict[str, Any]:
    return {
        "maybeCorrupt": event.maybe_corrupt,
        "durationSeconds": math.ceil(event.duration_seconds),
        "resourceChanges": dict(sorted(event.changes.items())),
        "PolicyPacks": {},
        "isPreview": event.is_preview,
        "result": event.result,
    }


def _about(metadata: StepMetadata, planning: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "op": metadata.op,
        "urn": metadata.urn,
        "type": metadata.type,
        "old": _state(metadata.old),
        "new": _state(metadata.new),
    }
    if metadata.replace_keys:
        said["keys"] = list(metadata.replace_keys)
    if metadata.diff_keys:
        said["diffs"] = list(metadata.diff_keys)
    said["detailedDiff"] = None
    if metadata.detailed_diff is not None:
        said["detailedDiff"] = {
            path: {"diffKind": diff.kind, "inputDiff": diff.input_diff}
            for path, diff in sorted(metadata.detailed_diff.items())
        }
    if metadata.logical:
        said["logical"] = True
    said["provider"] = metadata.provider
    return {"metadata": said, "planning": True} if planning else {"metadata": said}


def _state(resource: Resource | None) -> dict[str, Any] | None:
    if resource is None:
        return None
    said: dict[str, Any] = {"type": resource.type, "urn": resource.urn}
    flags = {"custom": resource.custom, "delete": resource.delete}
    said |= {k: True for k, v in flags.items() if v} | {"id": resource.id, "parent": resource.parent}
    flags = {
        "protect": resource.protect,
        "taint": resource.taint,
        "external": resource.external,
        "retainOnDelete": resource.retain_on_delete,
    }
    said |= {k: True for k, v in flags.items() if v}
    said["inputs"] = checkpoint.value_to_json(resource.inputs, _blind)
    said["outputs"] = checkpoint.value_to_json(resource.outputs, _blind)
    said["provider"] = resource.provider
    if resource.init_errors:
        said["initErrors"] = resource.init_errors
    if resource.hide_diff:
        said["hideDiffs"] = resource.hide_diff
    return said


def _blind(_: str) -> dict[str, Any]:
    return {"ciphertext": "[secret]"}
