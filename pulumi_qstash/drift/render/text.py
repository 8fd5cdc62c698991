"""The report for a terminal, or plain where the output is none."""

from __future__ import annotations

import io

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pulumi_qstash.drift.render import sentences
from pulumi_qstash.drift.report import Entry, Report, Status

_MARKS = {Status.CHANGED: ("~", "yellow"), Status.GONE: ("-", "red"), Status.UNMANAGED: ("?", "magenta")}


def render(report: Report, *, width: int = 110, color: bool = False) -> str:
    """The report as lines of at most `width` columns; with ANSI colours where `color`."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        no_color=not color,
        highlight=False,
        markup=False,
        legacy_windows=False,
    )
    write(report, console)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def write(report: Report, console: Console) -> None:
    """Print the report on a console."""
    console.print(Text(f"Drift of {sentences.subject(report)}", style="bold"))
    for status in _MARKS:
        _section(report, status, console)
    _pauses(report, console)
    _unseen(report, console)
    for note in report.notes:
        console.print(f"\nNote: {note}")
    console.print()
    console.print(Text(sentences.verdict(report), style="bold red" if report.has_drift else "bold green"))
    console.print(report.headline + (f" {report.ignored} ignored." if report.ignored else ""))
    if report.differs:
        console.print(sentences.REPAIR.replace("`", ""))


def _section(report: Report, status: Status, console: Console) -> None:
    entries = report.of(status)
    if not entries:
        return
    mark, style = _MARKS[status]
    console.print(f"\n{sentences.TITLES[status]}")
    for entry in entries:
        _entry(report, entry, Text(f"  {mark} {entry.title}", style=style), console)


def _entry(report: Report, entry: Entry, title: Text, console: Console) -> None:
    details = [entry.about, sentences.where(entry, report)]
    title.append("".join(f"  {d}" for d in details if d), style="dim")
    console.print(title, soft_wrap=True)
    if entry.changes:
        console.print(_changes(entry))
    for note in entry.notes:
        console.print(f"      {note}")


def _changes(entry: Entry) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=5)
    for _ in range(2):
        table.add_column(overflow="fold")
    for change in entry.changes:
        said = f"{sentences.value(change.before)} → {sentences.value(change.after)}"
        table.add_row("", change.path, said)
        if words := sentences.words(change):
            table.add_row("", "", Text(words, style="italic"))
    return table


def _pauses(report: Report, console: Console) -> None:
    if report.paused_outside:
        console.print("\nPaused or resumed outside the program")
    for entry in report.paused_outside:
        console.print(f"  ! {entry.title}: {sentences.pause(entry)}", soft_wrap=True)


def _unseen(report: Report, console: Console) -> None:
    if report.not_compared:
        console.print("\nNot compared: secret here or redacted by QStash")
    for entry in report.not_compared:
        console.print(f"  * {entry.title}: {', '.join(entry.not_compared)}", soft_wrap=True)
