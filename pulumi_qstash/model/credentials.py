"""Header names that mean a credential."""

from __future__ import annotations

import re

_EXACT = frozenset(
    [
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-csrf",
        "x-auth",
        "x-vercel-protection-bypass",
    ]
)
_WORDS = re.compile(
    r"(^|[-_.])(api-?key|apikey|key|token|secret|password|passwd|passphrase|credentials?|signature|auth|bearer|session"
    r"|jwt|pat|csrf|bypass)([-_.]|$)|(token|secret|password|apikey|authkey|accesskey)$"
)
_HARMLESS = frozenset(["idempotency-key", "x-idempotency-key", "cache-key", "surrogate-key", "sec-websocket-key"])


def looks_like_credential(header_name: str) -> bool:
    """True for `Authorization`, `Cookie`, `*-Token`, `*-Key`, `*-Secret` and their like, in any case."""
    lower = header_name.lower()
    return lower in _EXACT or (lower not in _HARMLESS and _WORDS.search(lower) is not None)
