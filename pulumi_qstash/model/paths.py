"""Paths to properties, in Pulumi's notation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[A-Za-z_$][\w$]*")


def path(steps: Iterable[str | int]) -> str:
    """`callback.headers["X-A"]` for `("callback", "headers", "X-A")`."""
    written = ""
    for step in steps:
        if isinstance(step, int):
            written += f"[{step}]"
        elif _PLAIN.fullmatch(step):
            written += f".{step}" if written else step
        else:
            written += f"[{json.dumps(step, ensure_ascii=False)}]"
    return written
