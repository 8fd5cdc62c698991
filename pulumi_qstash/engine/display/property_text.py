"""Property values and their differences as lines, in the Pulumi CLI's familiar form.

Secrets read `[secret]` and unknowns `[unknown]`; keys that begin with `__` are left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pulumi_qstash.engine.display import text_diff
from pulumi_qstash.engine.display.property_diff import Changed, Changes, changed
from pulumi_qstash.engine.display.shown import colour, prefix
from pulumi_qstash.engine.display.texts import Paint
from pulumi_qstash.engine.values import UNKNOWN, Secret, equal

Title = Callable[["Printer"], str]


@dataclass(frozen=True)
class Printer:
    """Writes values at one indentation for one op; `signed` lines carry the op's sign."""

    paint: Paint
    indent: int
    op: str = "same"
    signed: bool = False
    show_secrets: bool = False
    sames: bool = False
    """Whether unchanged parts of a changed value are written, too."""

    def moved(self, by: int) -> Printer:
        """The same, further in."""
        return self._but(indent=self.indent + by)

    def to(self, op: str, *, signed: bool = True) -> Printer:
        """The same for another op."""
        return self._but(op=op, signed=signed)

    def _but(self, **changes: Any) -> Printer:
        return Printer(**{**self.__dict__, **changes})

    def coloured(self, text: str) -> str:
        """`text` in the op's colour."""
        return self.paint(text, colour(self.op))

    def start(self, text: str) -> str:
        """The beginning of a line."""
        pad = "    " * self.indent
        if self.signed and pad:
            pad = pad[:-2] + prefix(self.op)
        return self.coloured(pad + text)

    def end(self, text: str) -> str:
        """A closing bracket on a line of its own."""
        return self.coloured("    " * self.indent + text)

    def map(self, values: dict[str, Any]) -> str:
        """Every property of a map, one below the other."""
        keys = sorted(values)
        width = max(map(len, keys), default=0)
        return "".join(
            self.start(f"{key:<{width}}: ") + self.value(values[key]) + "\n" for key in keys if not key.startswith("__")
        )

    def value(self, value: Any) -> str:
        """One value, without an end of line."""
        if isinstance(value, Secret) and self.show_secrets:
            return self.value(value.value)
        if isinstance(value, dict):
            return self._braced(value)
        if isinstance(value, list):
            return self._listed(value)
        if written := text_diff.decoded(value):
            return self.coloured("(json) ") + self.value(written)
        return self.coloured(primitive(value))

    def _braced(self, value: dict[str, Any]) -> str:
        if not value:
            return self.coloured("{}")
        return self.coloured("{\n") + self.moved(1).map(value) + self.end("}")

    def _listed(self, value: list[Any]) -> str:
        if not value:
            return self.coloured("[]")
        lines = (self.start(f"    [{i}]: ") + self.moved(1).value(v) + "\n" for i, v in enumerate(value))
        return self.coloured("[\n") + "".join(lines) + self.end("]")

    def changes(self, changes: Changes, keys: list[str] | None = None) -> str:
        """The differences of two maps, one property below the other."""
        chosen = [k for k in changes.keys if keys is None or k in keys]
        width = max((len(str(k)) for k in chosen), default=0)
        return "".join(self._part(changes, key, _title(f"{key:<{width}}: ")) for key in chosen)

    def _part(self, changes: Changes, key: Any, title: Title) -> str:
        if key in changes.adds:
            return self._whole("create", changes.adds[key], title)
        if key in changes.deletes:
            return self._whole("delete", changes.deletes[key], title)
        if key in changes.updates:
            return self._changed(changes.updates[key], title)
        if self.sames and worth_showing(changes.sames[key]):
            plain = self.to("same", signed=False)
            return title(plain) + plain.value(changes.sames[key]) + "\n"
        return ""

    def _whole(self, op: str, value: Any, title: Title) -> str:
        printer = self.to(op)
        return title(printer) + printer.value(value) + "\n"

    def _changed(self, change: Changed, title: Title) -> str:
        printer = self.to("update")
        if self.show_secrets and (isinstance(change.old, Secret) or isinstance(change.new, Secret)):
            change = _uncovered(change)
        if change.parts is not None:
            return title(printer) + printer._inside(change.parts)
        if isinstance(change.old, str) and isinstance(change.new, str) and change.old and change.new:
            return title(printer) + printer._text_change(change.old, change.new)
        return printer._plain_change(change, title)

    def _text_change(self, old: str, new: str) -> str:
        before, after = text_diff.decoded(old), text_diff.decoded(new)
        parts = changed(before, after).parts
        if parts is not None and parts.any:
            return self.coloured("(json) ") + self._inside(parts)
        if before is None and after is None and "\n" in old + new:
            lines = (self.moved(1).to(op, signed=op != "same").start(line) for op, line in text_diff.lines(old, new))
            return "".join(f"{line}\n" for line in ("", *lines))
        return self._arrow(old, new)

    def _arrow(self, old: Any, new: Any) -> str:
        before, after = self.to("delete").coloured(primitive(old)), self.to("create").coloured(primitive(new))
        return before + self.coloured(" => ") + after + "\n"

    def _inside(self, parts: Changes) -> str:
        if not parts.is_list:
            return self.coloured("{\n") + self.moved(1).changes(parts) + self.end("}") + "\n"
        items = "".join(self.moved(2)._part(parts, i, _title(f"[{i}]: ", -1)) for i in parts.keys)
        return self.coloured("[\n") + items + self.end("]") + "\n"

    def _plain_change(self, change: Changed, title: Title) -> str:
        old, new = change.old, change.new
        show_old, show_new = worth_showing(old), worth_showing(new)
        if show_old and show_new and not isinstance(old, dict | list) and not isinstance(new, dict | list):
            return title(self) + self._arrow(old, new)
        deleted = self._whole("delete", old, title) if show_old else ""
        return deleted + (self._whole("create", new, title) if show_new else "")


def _title(text: str, by: int = 0) -> Title:
    return lambda printer: printer.moved(by).start(text)


def primitive(value: Any) -> str:
    """A value that is neither map nor list."""
    if isinstance(value, Secret):
        return "[secret]"
    if value is UNKNOWN:
        return "[unknown]"
    if value is None:
        return "<null>"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)


def worth_showing(value: Any) -> bool:
    """Whether a value says anything: nulls and empty values do not."""
    return not (value is None or value in ("", [], {}))


def _uncovered(change: Changed) -> Changed:
    old = change.old.value if isinstance(change.old, Secret) else change.old
    new = change.new.value if isinstance(change.new, Secret) else change.new
    return changed(old, new) if not equal(old, new) else Changed(old, new)
