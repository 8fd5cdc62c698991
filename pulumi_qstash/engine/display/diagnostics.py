"""Messages for people, gathered by the resource that they are about."""

from __future__ import annotations

import re

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.display.texts import Paint
from pulumi_qstash.engine.events import Diagnostic

_MARKUP = re.compile(r"<\{%.*?%\}>|\x1b\[[0-9;]*[mK]")
_COLOUR = {"error": "red", "warning": "yellow", "info": "", "info#err": "", "debug": "dim"}


class Diagnostics:
    """What was said so far."""

    def __init__(self, stack_urn: str, *, debug: bool = False) -> None:
        self._stack_urn, self._debug = stack_urn, debug
        self._said: dict[str, list[Diagnostic]] = {}

    def add(self, event: Diagnostic) -> bool:
        """Keep a message; returns whether it is one to be shown."""
        if event.severity == "debug" and not self._debug:
            return False
        if not event.ephemeral:
            self._said.setdefault(event.urn or self._stack_urn, []).append(event)
        return True

    def errored(self) -> int:
        """How many resources have an error."""
        return sum(any(d.severity == "error" for d in said) for said in self._said.values())

    def count(self, urn: str) -> str:
        """`1 error; 2 warnings` about a resource; empty for none."""
        said = self._said.get(urn, [])
        kinds = (("error", ("error",)), ("warning", ("warning",)), ("message", ("info", "info#err")))
        counts = ((name, sum(d.severity in severities for d in said)) for name, severities in kinds)
        return "; ".join(f"{n} {name}{'s' * (n != 1)}" for name, n in counts if n)

    def text(self, paint: Paint) -> str:
        """Everything, under the resources' names; empty where nothing was said."""
        blocks = [self._block(urn, said, paint) for urn, said in self._said.items()]
        blocks = [block for block in blocks if block]
        return paint("Diagnostics:", "headline") + "\n" + "\n".join(blocks) + "\n" if blocks else ""

    def _block(self, urn: str, said: list[Diagnostic], paint: Paint) -> str:
        lines = [line for event in _joined(said) for line in _lines(event, paint)]
        if not lines:
            return ""
        head = f"  {urns.type_of(urn)} ({urns.name_of(urn)}):" if urn else "  engine:"
        return head + "\n" + "".join(f"    {line}".rstrip() + "\n" for line in lines)


def plain(text: str) -> str:
    """`text` without the CLI's colour marks and terminal codes."""
    return _MARKUP.sub("", text)


def _joined(said: list[Diagnostic]) -> list[Diagnostic]:
    """Output that came piece by piece on one stream as one message each."""
    streams: dict[int, list[Diagnostic]] = {}
    out: list[Diagnostic] = []
    for event in said:
        if not event.stream_id:
            out.append(event)
            continue
        if event.stream_id not in streams:
            streams[event.stream_id] = []
            out.append(event)
        streams[event.stream_id].append(event)
    return [_merge(streams[e.stream_id]) if e.stream_id else e for e in out]


def _merge(pieces: list[Diagnostic]) -> Diagnostic:
    first = pieces[0]
    return Diagnostic(first.severity, "".join(p.message for p in pieces), first.urn, first.prefix)


def _lines(event: Diagnostic, paint: Paint) -> list[str]:
    text = plain(event.message).strip("\n")
    if not text.strip():
        return []
    first, *rest = text.split("\n")
    return [paint(plain(event.prefix), _COLOUR.get(event.severity, "")) + first, *rest]
