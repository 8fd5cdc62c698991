"""Plain lines for pipes and logs: one for each thing that begins or ends, then messages, outputs and the summary."""

from __future__ import annotations

import sys
from typing import TextIO

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.display import outputs, shown, texts
from pulumi_qstash.engine.display.diagnostics import Diagnostics, plain
from pulumi_qstash.engine.display.rows import Row, Rows
from pulumi_qstash.engine.display.shown import Shown
from pulumi_qstash.engine.events import (
    Diagnostic,
    Event,
    ResourceOperationFailed,
    ResourceOutputs,
    ResourcePre,
    StepMetadata,
    Summary,
)


class PlainLines:
    """Writes lines as they come."""

    def __init__(
        self, operation: str, stack: str, stack_urn: str, what: Shown, *, preview: bool, out: TextIO | None = None
    ) -> None:
        self._what, self._preview, self._stack_urn = what, preview, stack_urn
        self._out = out or sys.stdout
        self._paint = texts.painter(what.color)
        self._rows = Rows(preview)
        self._diagnostics = Diagnostics(stack_urn, debug=what.debug)
        self._summary: Summary | None = None
        self._outputs: StepMetadata | None = None
        self._line(self._paint(texts.header(operation, stack, preview), "headline") + "\n")

    def __call__(self, event: Event) -> None:
        """Take one event."""
        if shown.is_internal(event):
            return
        if isinstance(event, Diagnostic):
            self._diagnose(event)
        elif isinstance(event, ResourcePre):
            self._begin(event.metadata)
        elif isinstance(event, ResourceOutputs):
            self._end(event.metadata)
        elif isinstance(event, ResourceOperationFailed):
            self._show(self._rows.fail(event.metadata))
        elif isinstance(event, Summary):
            self._summary = event

    def close(self) -> None:
        """Write what comes last: messages, outputs, the summary."""
        self._line(self._diagnostics.text(self._paint), end="")
        if self._outputs is not None and not self._what.suppress_outputs:
            text = outputs.stack_outputs(self._outputs, self._what, self._paint, planning=self._preview)
            self._line(self._paint("Outputs:", "headline") + "\n" + text if text else "", end="\n" if text else "")
        if self._summary is not None:
            self._line(texts.summary(self._summary, self._diagnostics.errored(), self._paint))

    def _begin(self, metadata: StepMetadata) -> None:
        row = self._rows.begin(metadata)
        if not (shown.is_root(metadata) and metadata.op == "same"):
            self._show(row)

    def _end(self, metadata: StepMetadata) -> None:
        known = self._rows.get(metadata.urn)
        refreshed = known is not None and known.refreshed
        row = self._rows.end(metadata)
        if shown.is_root(metadata) and metadata.op != "delete":
            self._outputs = metadata
        if refreshed or (not self._preview and metadata.op != "same"):
            self._show(row)

    def _show(self, row: Row) -> None:
        metadata = row.metadata
        if metadata.op in ("read-replacement", "discard-replaced", "discard"):
            return
        always = shown.is_root(metadata) or row.refreshed
        if always or shown.is_shown(metadata, self._what, halves=True):
            self._line(line_of(row, self._paint))

    def _diagnose(self, event: Diagnostic) -> None:
        if not self._diagnostics.add(event):
            return
        text = plain(event.prefix + event.message).strip()
        if not text:
            return
        urn = event.urn or self._stack_urn
        about = f"{urns.type_of(urn)} {urns.name_of(urn)}" if urn else "engine"
        self._line(f"    {about} {text.splitlines()[0]}")

    def _line(self, text: str, end: str = "\n") -> None:
        if text or end == "\n":
            self._out.write(text + end)
            self._out.flush()


def line_of(row: Row, paint: texts.Paint) -> str:
    """` +  TYPE NAME created (0.10s) [diff: …]`."""
    words = (row.metadata.type, row.name, paint(row.status(), shown.colour(row.op)), row.info())
    return paint(f" {shown.prefix(row.op)} ", shown.colour(row.op)) + " ".join(word for word in words if word)
