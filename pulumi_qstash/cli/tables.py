"""Small tables and values as the Pulumi CLI prints them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from pulumi_qstash.engine.values import UNKNOWN, Secret


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under a head, in columns two spaces apart; a cell may have several lines."""
    lines = [line for row in (head, *rows) for line in zip_longest(*(cell.split("\n") for cell in row), fillvalue="")]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join(line.rstrip() for line in padded)


def indented(text: str, by: str = "    ") -> str:
    """Every line of `text` moved in."""
    return "\n".join(by + line for line in text.splitlines())


def bare(value: Any, show_secrets: bool) -> Any:
    """A value as plain JSON data; secrets in clear or as `[secret]`."""
    if isinstance(value, Secret):
        return bare(value.value, show_secrets) if show_secrets else "[secret]"
    if isinstance(value, dict):
        return {key: bare(v, show_secrets) for key, v in value.items()}
    if isinstance(value, list):
        return [bare(v, show_secrets) for v in value]
    return "[unknown]" if value is UNKNOWN else value


def shown_output(value: Any, show_secrets: bool, as_json: bool) -> str:
    """An output: a text as it is, anything else as JSON (on several lines with `as_json`)."""
    plain = bare(value, show_secrets)
    if as_json:
        return json.dumps(plain, indent=2, ensure_ascii=False, sort_keys=True)
    if isinstance(plain, str):
        return plain
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
