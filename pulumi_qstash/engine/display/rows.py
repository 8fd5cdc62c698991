"""What is known of each resource while an operation runs: its op, whether it is done, how long it took."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.display import shown
from pulumi_qstash.engine.display.property_diff import short
from pulumi_qstash.engine.events import StepMetadata


@dataclass
class Row:
    """One resource's line."""

    metadata: StepMetadata
    preview: bool
    whole: bool = False
    """Whether, in a preview, the halves of a replacement read as the whole."""
    started: float = field(default_factory=time.monotonic)
    ended: float | None = None
    failed: bool = False
    refreshed: bool = False
    replaced: StepMetadata | None = None
    """The replacement as a whole, which names the properties that force it."""

    @property
    def urn(self) -> str:
        """The resource's URN."""
        return self.metadata.urn

    @property
    def op(self) -> str:
        """The op as it is shown."""
        op = self.metadata.op
        halves = ("create-replacement", "delete-replaced", "read-replacement", "discard-replaced")
        return "replace" if self.preview and self.whole and op in halves else op

    @property
    def parent(self) -> str:
        """The URN of the parent; empty for none."""
        about = self.metadata.new or self.metadata.old
        return about.parent if about else ""

    @property
    def name(self) -> str:
        """The logical name."""
        return urns.name_of(self.urn)

    def status(self) -> str:
        """What it is doing, or what was done; `[retain]` where the object stays in the world."""
        return self._status() + shown.retained(self.metadata)

    def _status(self) -> str:
        op = self.op
        if self.failed:
            return f"**{shown.present(op) or 'running'} failed**" + self._took()
        if shown.is_root(self.metadata) and op == "same":
            return "" if self.ended is not None else "running"
        if self.preview:
            return shown.present(op) if op == "refresh" and self.ended is None else shown.planned(op)
        if op == "same":
            return ""
        if self.ended is None:
            return f"{shown.present(op)} ({int(time.monotonic() - self.started)}s)"
        return shown.past(op) + self._took()

    def info(self) -> str:
        """`[diff: ~cron]`; empty for none."""
        metadata = self.metadata
        if metadata.op in ("create-replacement", "delete-replaced") and self.replaced is not None:
            metadata = self.replaced
        found = short(metadata)
        return f"[{found}]" if found else ""

    def _took(self) -> str:
        if self.ended is None or self.preview:
            return ""
        seconds = self.ended - self.started
        return f" ({seconds:.2f}s)" if seconds < 1 else f" ({int(seconds)}s)"


class Rows:
    """The rows of an operation, in the order in which resources were first heard of.

    `whole` is for a form with one row a resource, whose replacement is one thing in a preview.
    """

    def __init__(self, preview: bool, *, whole: bool = False) -> None:
        self._preview, self._whole = preview, whole
        self._rows: dict[str, Row] = {}

    def begin(self, metadata: StepMetadata) -> Row:
        """A step begins."""
        before = self._rows.get(metadata.urn)
        row = self._rows[metadata.urn] = Row(metadata, self._preview, self._whole)
        if before is not None:
            row.replaced, row.failed = before.replaced, before.failed
            if metadata.op in ("replace", "create-replacement", "delete-replaced"):
                row.started = before.started
        row.refreshed = metadata.op == "refresh"
        self._note(row, metadata)
        return row

    def end(self, metadata: StepMetadata) -> Row:
        """A step has ended."""
        row = self._rows.get(metadata.urn) or self.begin(metadata)
        row.metadata, row.ended = metadata, time.monotonic()
        self._note(row, metadata)
        return row

    def fail(self, metadata: StepMetadata) -> Row:
        """A step has failed."""
        row = self._rows.get(metadata.urn) or self.begin(metadata)
        row.ended, row.failed = time.monotonic(), True
        return row

    def get(self, urn: str) -> Row | None:
        """The row of a resource, if it was heard of."""
        return self._rows.get(urn)

    def all(self) -> list[Row]:
        """Every row."""
        return list(self._rows.values())

    @staticmethod
    def _note(row: Row, metadata: StepMetadata) -> None:
        if metadata.op == "replace":
            row.replaced = metadata
