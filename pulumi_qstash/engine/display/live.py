"""The live table: every resource, what is done to it and how far it is, redrawn while the operation runs."""

from __future__ import annotations

import sys
import threading
from typing import TextIO

from rich.console import Console, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

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

_GAP, _SIGN = 2, 3
_SHORTEST_TYPE, _SHORTEST_INFO = 12, 24
_STYLE = {"green": "green", "red": "red", "yellow": "yellow", "magenta": "magenta", "cyan": "cyan", "blue": "blue"}


class LiveTable:
    """A table on a terminal; what does not fit is left out until the end, when all of it is written."""

    def __init__(
        self, operation: str, stack: str, stack_urn: str, what: Shown, *, preview: bool, out: TextIO | None = None
    ) -> None:
        self._what, self._preview, self._stack_urn = what, preview, stack_urn
        self._paint = texts.painter(what.color)
        self._console = Console(
            file=out or sys.stdout, no_color=not what.color, highlight=False, soft_wrap=False, markup=False
        )
        self._lock = threading.Lock()
        self._rows = Rows(preview, whole=True)
        self._last: dict[str, str] = {}
        self._diagnostics = Diagnostics(stack_urn, debug=what.debug)
        self._summary: Summary | None = None
        self._outputs: StepMetadata | None = None
        self._write(self._paint(texts.header(operation, stack, preview), "headline"))
        self._live = Live(
            get_renderable=self._table, console=self._console, refresh_per_second=8, vertical_overflow="ellipsis"
        )
        self._live.start()

    def __call__(self, event: Event) -> None:
        """Take one event."""
        if shown.is_internal(event):
            return
        with self._lock:
            self._take(event)

    def close(self) -> None:
        """Leave the finished table, then messages, outputs and the summary."""
        self._live.vertical_overflow = "visible"
        self._live.stop()
        self._write("")
        self._write(self._diagnostics.text(self._paint).rstrip("\n"), space=True)
        if self._outputs is not None and not self._what.suppress_outputs:
            text = outputs.stack_outputs(self._outputs, self._what, self._paint, planning=self._preview)
            self._write(f"{self._paint('Outputs:', 'headline')}\n{text.rstrip()}" if text else "", space=True)
        if self._summary is not None:
            self._write(texts.summary(self._summary, self._diagnostics.errored(), self._paint))

    def _take(self, event: Event) -> None:
        if isinstance(event, Diagnostic):
            if self._diagnostics.add(event):
                urn = event.urn or self._stack_urn
                said = plain(event.prefix + event.message).strip().splitlines()
                self._last[urn] = said[0] if said else ""
        elif isinstance(event, ResourcePre):
            self._rows.begin(event.metadata)
        elif isinstance(event, ResourceOutputs):
            self._rows.end(event.metadata)
            if shown.is_root(event.metadata) and event.metadata.op != "delete":
                self._outputs = event.metadata
        elif isinstance(event, ResourceOperationFailed):
            self._rows.fail(event.metadata)
        elif isinstance(event, Summary):
            self._summary = event

    def _table(self) -> RenderableType:
        with self._lock:
            lines = [(branch, row, self._cells(row)) for row, branch in _as_tree(self._shown_rows())]
            heads = ["Name", "Plan" if self._preview else "Status", "Info"]
            if not any(cells[-1] for _, _, cells in lines):
                heads.pop()
            table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="dim")
            for head in ("", "Type", *heads):
                table.add_column(head, no_wrap=head != "Info", overflow="ellipsis")
            room = self._room_for_types(heads, [cells for _, _, cells in lines])
            for branch, row, cells in lines:
                sign = Text(f" {shown.prefix(row.op)}", _style(row))
                table.add_row(sign, Text(branch + _tail(row.metadata.type, room - len(branch))), *cells[: len(heads)])
            return table

    def _cells(self, row: Row) -> list[Text]:
        """Name, status and info; the info is what a narrow terminal cuts."""
        status = Text(row.status(), "bold red" if row.failed else _style(row))
        return [Text(row.name), status, Text(self._info(row), no_wrap=True)]

    def _room_for_types(self, heads: list[str], lines: list[list[Text]]) -> int:
        """How wide types may be, so that names, statuses and the beginning of the info stay readable."""
        widest = [max([len(head), *(len(cells[at]) for cells in lines)]) for at, head in enumerate(heads)]
        if "Info" in heads:
            widest[-1] = min(widest[-1], _SHORTEST_INFO)
        return self._console.width - _SIGN - _GAP - sum(width + _GAP for width in widest)

    def _info(self, row: Row) -> str:
        ended = self._summary is not None
        said = self._diagnostics.count(row.urn) if ended else self._last.get(row.urn, "")
        return "; ".join(part for part in (row.info(), said) if part)

    def _shown_rows(self) -> list[Row]:
        """The rows worth a line, and their parents."""
        chosen = {row.urn for row in self._rows.all() if self._is_shown(row)}
        for urn in list(chosen):
            row = self._rows.get(urn)
            while row is not None and (row := self._rows.get(row.parent)) is not None:
                chosen.add(row.urn)
        return [row for row in self._rows.all() if row.urn in chosen]

    def _is_shown(self, row: Row) -> bool:
        metadata = row.metadata
        if metadata.op in ("read-replacement", "discard-replaced", "discard"):
            return False
        if shown.is_root(metadata) or row.failed or self._diagnostics.count(row.urn):
            return True
        running = row.ended is None and metadata.op == "refresh" and self._summary is None
        return running or (metadata.op != "refresh" and shown.is_shown(metadata, self._what, halves=True))

    def _write(self, text: str, *, space: bool = False) -> None:
        if text or not space:
            self._console.file.write(text + ("\n\n" if space else "\n"))
            self._console.file.flush()


def _style(row: Row) -> str:
    return _STYLE.get(shown.colour(row.op), "")


def _tail(text: str, room: int) -> str:
    """The end of a type, which tells most, where there is no room for the whole."""
    room = max(room, _SHORTEST_TYPE)
    return text if len(text) <= room else "…" + text[1 - room :]


def _as_tree(rows: list[Row]) -> list[tuple[Row, str]]:
    """The rows under their parents, each with the branch that is drawn before it."""
    known = {row.urn for row in rows}
    children: dict[str, list[Row]] = {}
    for row in rows:
        children.setdefault(row.parent if row.parent in known else "", []).append(row)
    out: list[tuple[Row, str]] = []

    def walk(parent: str, before: str, top: bool) -> None:
        below = children.get(parent, [])
        for i, row in enumerate(below):
            last = i == len(below) - 1
            out.append((row, "" if top else before + ("└─ " if last else "├─ ")))
            walk(row.urn, "" if top else before + ("   " if last else "│  "), False)

    walk("", "", True)
    return out
