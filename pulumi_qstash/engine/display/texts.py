"""Colours, and the parts of an operation's text that every form for people shares."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from typing import TextIO

from pulumi_qstash.engine.display import shown
from pulumi_qstash.engine.events import Summary

Paint = Callable[[str, str], str]
"""`paint(text, colour)`; an empty colour leaves the text as it is."""

_CODES = {
    "red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36", "bold": "1", "dim": "2",
    "headline": "1;35",
}  # fmt: skip
VERBS = {"preview": "update", "up": "update", "refresh": "refresh", "destroy": "destroy", "import": "import"}
_RUNNING = {
    "preview": "Previewing",
    "up": "Updating",
    "refresh": "Refreshing",
    "destroy": "Destroying",
    "import": "Importing",
}


def painter(color: bool) -> Paint:
    """Paints with terminal colours, or not at all."""

    def paint(text: str, name: str) -> str:
        code = _CODES.get(name, "")
        return f"\x1b[{code}m{text}\x1b[0m" if code and text.strip() else text

    return paint if color else lambda text, _name: text


def wants_color(choice: str | None, out: TextIO | None = None) -> bool:
    """Whether to colour, by `--color`, NO_COLOR and what the output is."""
    if choice in ("always", "never"):
        return choice == "always"
    if choice == "raw" or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return (out or sys.stdout).isatty()


def header(operation: str, stack: str, preview: bool) -> str:
    """`Updating (dev):`."""
    if preview:
        return f"Previewing {VERBS[operation]} ({stack}):"
    return f"{_RUNNING[operation]} ({stack}):"


def summary(event: Summary, errored: int, paint: Paint) -> str:
    """The `Resources:` block, and after a real run the duration."""
    lines = [paint("Resources:", "headline")]
    changes = [
        (op, event.changes.get(op, 0))
        for op in shown.OPS
        if op not in ("same", "read", "discard", "read-replacement") and event.changes.get(op, 0)
    ]
    for op, count in changes:
        said = f"to {op}" if event.is_preview else shown.past(op)
        lines.append("    " + paint(f"{shown.prefix(op)}{count} {said}", shown.colour(op)))
    pieces = []
    if len(changes) > 1:
        pieces.append(paint(f"{sum(count for _, count in changes)} changes", "bold"))
    if same := event.changes.get("same", 0):
        pieces.append(f"{same} unchanged")
    if pieces:
        lines.append("    " + ". ".join(pieces))
    if errored:
        lines.append("    " + paint(f"{errored} errored", "red"))
    if not event.is_preview:
        lines += ["", f"{paint('Duration:', 'headline')} {duration(event.duration_seconds)}"]
    return "\n".join(lines) + "\n"


def duration(seconds: float) -> str:
    """A duration in whole seconds, rounded up: `1m5s`."""
    whole = math.ceil(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return f"{hours}h{minutes}m{left}s"
    return f"{minutes}m{left}s" if minutes else f"{left}s"
