"""Which form an operation is shown in."""

from __future__ import annotations

import sys
from typing import Protocol, TextIO

from pulumi_qstash.engine.display.shown import Shown
from pulumi_qstash.engine.events import Event


class Display(Protocol):
    """Something that shows events."""

    def __call__(self, event: Event) -> None:
        """Take one event."""
        ...

    def close(self) -> None:
        """Show what comes last."""
        ...


def choose(
    operation: str,
    stack: str,
    stack_urn: str,
    what: Shown,
    *,
    preview: bool,
    as_json: bool = False,
    diff: bool = False,
    live: bool = False,
    out: TextIO | None = None,
) -> Display:
    """The display for one operation.

    Args:
        operation: preview, up, refresh or destroy.
        stack: the stack's name, for the headline.
        stack_urn: what messages without a resource belong to.
        what: what is shown.
        preview: whether the operation only shows what it would do.
        as_json: the digest for a preview, else event lines.
        diff: with every property.
        live: as a table that changes while it is read (for terminals).
        out: where to; standard output if left out.
    """
    out = out or sys.stdout
    if as_json and preview:
        from pulumi_qstash.engine.display.digest import Digest

        return Digest(what, out)
    if as_json:
        from pulumi_qstash.engine.display.event_lines import EventLines

        return EventLines(out, color="raw" if what.color else "never")
    if diff:
        from pulumi_qstash.engine.display.diff import DiffLines

        return DiffLines(operation, stack, stack_urn, what, preview=preview, out=out)
    if live:
        from pulumi_qstash.engine.display.live import LiveTable

        return LiveTable(operation, stack, stack_urn, what, preview=preview, out=out)
    from pulumi_qstash.engine.display.plain import PlainLines

    return PlainLines(operation, stack, stack_urn, what, preview=preview, out=out)
