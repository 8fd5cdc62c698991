"""Rules for ids and names."""

from __future__ import annotations

import re

from ..answers import Context
from .registry import rule

_LEGAL = re.compile(r"[A-Za-z0-9._-]+")
LONGEST = 255
_LONGEST_KEY = 255


@rule("name")
def name(text: str, _: Context) -> str | None:
    """Ids of schedules, names of queues and URL groups: QStash's letters, and safe in a path."""
    if not text:
        return "it is empty: leave it out for an automatic one, or write one"
    if not _LEGAL.fullmatch(text):
        return f"{text!r} has characters that QStash refuses: use letters, digits, hyphens, periods and underscores"
    if text in (".", ".."):
        return f"{text!r} has a meaning of its own in a path: use another name"
    if len(text) > LONGEST:
        return f"it is {len(text)} characters long: use at most {LONGEST}"
    return None


@rule("flow-control-key")
def flow_control_key(text: str, _: Context) -> str | None:
    """Keys travel in a header and in paths."""
    if not text:
        return "the key is empty: write the name under which deliveries share the limit"
    if not _LEGAL.fullmatch(text) or text in (".", ".."):
        return (
            f"{text!r} is no safe key, since it travels in paths: use letters, digits, hyphens, periods and underscores"
        )
    if len(text) > _LONGEST_KEY:
        return f"the key is {len(text)} characters long: use at most {_LONGEST_KEY}"
    return None


@rule("endpoint-name")
def endpoint_name(text: str, _: Context) -> str | None:
    """Names of endpoints may hold spaces."""
    if not text.strip():
        return "the name is empty: leave it out, or write one"
    if text != text.strip():
        return "the name begins or ends with a space: strip it"
    if any(ord(c) < 32 or ord(c) == 127 for c in text):
        return "the name has a control character in it: remove it"
    if len(text) > LONGEST:
        return f"the name is {len(text)} characters long: use at most {LONGEST}"
    return None
