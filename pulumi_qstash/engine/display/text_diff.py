"""What people see of a text: JSON by its parts, several lines line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

_CONTEXT = 2


def decoded(text: Any) -> dict[str, Any] | list[Any] | None:
    """The map or list that `text` writes as JSON; None for any other value."""
    if not isinstance(text, str) or text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        found = json.loads(text, object_pairs_hook=_as_written)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None


def _as_written(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A map that shows all that the text says: no key twice, none that would be hidden as the engine's own."""
    found = dict(pairs)
    if len(found) < len(pairs) or any(key.startswith("__") for key in found):
        raise ValueError
    return found


def lines(old: str, new: str) -> Iterator[tuple[str, str]]:
    """`(op, line)` for what changes and the lines around it; op is `same`, `delete` or `create`."""
    before, after = old.split("\n"), new.split("\n")
    end = 0
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_CONTEXT):
        if group[0][1] > end:
            yield "same", "..."
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (("same", _shown(line)) for line in before[i1:i2])
                continue
            yield from (("delete", _shown(line)) for line in before[i1:i2])
            yield from (("create", _shown(line)) for line in after[j1:j2])
        end = group[-1][2]
    if end < len(before):
        yield "same", "..."


def _shown(line: str) -> str:
    return line if line.isprintable() else json.dumps(line, ensure_ascii=False)
