"""The stack's outputs as text: what is new or changed in a preview, everything after a real run."""

from __future__ import annotations

from typing import Any

from pulumi_qstash.engine.display.property_diff import compare
from pulumi_qstash.engine.display.property_text import Printer, worth_showing
from pulumi_qstash.engine.display.shown import Shown
from pulumi_qstash.engine.display.texts import Paint
from pulumi_qstash.engine.events import StepMetadata
from pulumi_qstash.engine.values import UNKNOWN


def stack_outputs(metadata: StepMetadata, shown: Shown, paint: Paint, *, planning: bool, indent: int = 1) -> str:
    """The outputs of the stack's own step; empty where there is nothing to say."""
    new = metadata.new.outputs if metadata.new else {}
    old = metadata.old.outputs if metadata.old else None
    printer = Printer(paint, indent, metadata.op, show_secrets=shown.show_secrets, sames=True)
    if old is None:
        return printer.map({k: v for k, v in new.items() if worth_showing(v)})
    changes = compare(old, new)
    show_sames = shown.show_sames or not planning
    if changes is None:
        return printer.map({k: v for k, v in new.items() if worth_showing(v)}) if show_sames else ""
    if planning:
        changes.updates = {k: c for k, c in changes.updates.items() if not _is_unknown(c.new)}
    if not show_sames:
        changes.sames = {}
    return Printer(paint, indent, signed=True, show_secrets=shown.show_secrets, sames=show_sames).changes(changes)


def _is_unknown(value: Any) -> bool:
    return value is UNKNOWN
