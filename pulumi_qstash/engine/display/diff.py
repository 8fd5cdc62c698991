"""`--diff`: every step with its properties, in the Pulumi CLI's familiar form."""

from __future__ import annotations

import sys
from typing import TextIO

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.display import outputs, property_diff, shown, texts
from pulumi_qstash.engine.display.diagnostics import Diagnostics, plain
from pulumi_qstash.engine.display.property_text import Printer, worth_showing
from pulumi_qstash.engine.display.shown import Shown
from pulumi_qstash.engine.events import Diagnostic, Event, ResourceOutputs, ResourcePre, StepMetadata, Summary
from pulumi_qstash.engine.values import equal

_OWN_COLOUR = ("create", "delete", "delete-replaced", "discard", "discard-replaced")


class DiffLines:
    """Writes steps as they come; messages go to standard error."""

    def __init__(
        self,
        operation: str,
        stack: str,
        stack_urn: str,
        what: Shown,
        *,
        preview: bool,
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self._what, self._preview = what, preview
        self._out, self._err = out or sys.stdout, err or sys.stderr
        self._paint = texts.painter(what.color)
        self._seen: dict[str, StepMetadata] = {}
        self._diagnostics = Diagnostics(stack_urn, debug=what.debug)
        self._write(self._paint(texts.header(operation, stack, preview), "headline") + "\n")

    def __call__(self, event: Event) -> None:
        """Take one event."""
        if shown.is_internal(event):
            return
        if isinstance(event, Diagnostic):
            self._diagnose(event)
        elif isinstance(event, ResourcePre):
            self._begin(event.metadata)
        elif isinstance(event, ResourceOutputs):
            self._end(event.metadata, event.planning)
        elif isinstance(event, Summary):
            self._write(texts.summary(event, self._diagnostics.errored(), self._paint))

    def close(self) -> None:
        """Everything was written as it came."""

    def _diagnose(self, event: Diagnostic) -> None:
        if self._diagnostics.add(event):
            about = f"{urns.type_of(event.urn)} ({urns.name_of(event.urn)}): " if event.urn else ""
            self._out.flush()
            self._err.write(plain(event.prefix) + about + plain(event.message).rstrip("\n") + "\n")
            self._err.flush()

    def _shows(self, metadata: StepMetadata) -> bool:
        return shown.is_root(metadata) or shown.is_shown(metadata, self._what, halves=False)

    def _begin(self, metadata: StepMetadata) -> None:
        self._seen[metadata.urn] = metadata
        if metadata.op not in ("refresh", "import") and self._shows(metadata):
            self._step(metadata, refreshed=False)

    def _end(self, metadata: StepMetadata, planning: bool) -> None:
        if not self._shows(metadata):
            return
        before = self._seen.get(metadata.urn)
        refreshed = before is not None and before.op == "refresh"
        if metadata.op == "import" or (refreshed and metadata.op == "update"):
            self._step(metadata, refreshed=refreshed)
            return
        indent = self._indent(metadata)
        text = self._outputs(metadata, indent + 1, planning, refreshed)
        if refreshed and (metadata.op != "refresh" or text or shown.is_root(metadata)):
            self._write(self._head(metadata, indent))
        if text and not self._what.suppress_outputs:
            painted = self._paint("    " * (indent + 1) + "--outputs:--", shown.colour(metadata.op))
            self._write(painted + "\n" + text)

    def _step(self, metadata: StepMetadata, *, refreshed: bool) -> None:
        indent = self._indent(metadata)
        self._write(self._head(metadata, indent))
        if metadata.op != "same":
            self._write(self._details(metadata, indent + 1, refreshed))

    def _head(self, metadata: StepMetadata, indent: int) -> str:
        old, op = metadata.old, metadata.op
        pad = "    " * indent
        title = f"{pad}{shown.prefix(op)}{metadata.type}: ({op}{shown.retained(metadata)}){_lock(metadata)}"
        lines = [self._paint(title, shown.colour(op))]
        own = shown.colour(op) if op in _OWN_COLOUR else ""
        if old is not None and old.id:
            lines.append(self._paint(f"{pad}    [id={old.id}]", own))
        lines.append(self._paint(f"{pad}    [urn={metadata.urn}]", own))
        lines += [pad + "    " + line for line in self._provider(metadata)]
        return "\n".join(lines) + "\n"

    def _provider(self, metadata: StepMetadata) -> list[str]:
        old, new, provider = metadata.old, metadata.new, metadata.provider
        if not provider:
            return []
        if old is not None and new is not None and old.provider != new.provider:
            return [f"[provider: {old.provider} => {new.provider}]"]
        urn = provider.rsplit("::", 1)[0]
        return [] if urns.is_default_provider(urn) else [f"[provider={provider}]"]

    def _details(self, metadata: StepMetadata, indent: int, refreshed: bool) -> str:
        old, new = metadata.old, metadata.new
        printer = Printer(self._paint, indent, metadata.op, show_secrets=self._what.show_secrets)
        if metadata.detailed_diff is not None:
            changes = property_diff.of_step(metadata, refreshed=refreshed)
            return printer.changes(changes) if changes else ""
        if old is None and new is not None:
            return printer.map(new.outputs if shown.is_known(new.outputs) else new.inputs)
        if new is None and old is not None:
            return printer.map(old.inputs)
        if old is None or new is None:
            return ""
        if shown.is_known(new.outputs) and not metadata.op.startswith("import"):
            changes = property_diff.compare(old.outputs, new.outputs)
        else:
            changes = property_diff.compare(old.inputs, new.inputs)
        keys = list(metadata.diff_keys) or None
        return printer.changes(changes, keys) if changes else ""

    def _outputs(self, metadata: StepMetadata, indent: int, planning: bool, refreshed: bool) -> str:
        if shown.is_root(metadata):
            return outputs.stack_outputs(metadata, self._what, self._paint, planning=planning, indent=indent)
        if planning and not refreshed and not metadata.op.startswith(("read", "import")):
            return ""
        if metadata.old is not None and metadata.old.init_errors:
            return ""
        return self._own_outputs(metadata, indent, refreshed)

    def _own_outputs(self, metadata: StepMetadata, indent: int, refreshed: bool) -> str:
        old, new = metadata.old, metadata.new
        ins, outs = (new.inputs, new.outputs) if new else ({}, {})
        fresh = {k for k, v in outs.items() if refreshed or not equal(v, ins.get(k))}
        printer = Printer(self._paint, indent, metadata.op, show_secrets=self._what.show_secrets)
        if old is None:
            return printer.map({k: outs[k] for k in fresh if worth_showing(outs[k])})
        changes = property_diff.compare(old.outputs, outs)
        if changes is None:
            return ""
        gone = set(changes.deletes)
        return printer.to("update").changes(changes, sorted(fresh | gone))

    def _indent(self, metadata: StepMetadata) -> int:
        about = metadata.new or metadata.old
        depth, parent = 0, about.parent if about else ""
        while parent in self._seen:
            held = self._seen[parent]
            depth += self._shows(held)
            above = held.new or held.old
            parent = above.parent if above else ""
        return depth

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


def _lock(metadata: StepMetadata) -> str:
    old, new = metadata.old, metadata.new
    if old and old.protect and new and not new.protect:
        return " 🔓"
    return " 🔒" if (new and new.protect) or (old and old.protect) else ""
