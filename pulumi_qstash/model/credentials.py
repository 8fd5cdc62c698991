"""Header names that mean a credential."""

from __future__ import annotations

import re

_EXACT = frozenset(
    [
        "cookie",
        "set-cookie",
        "x-csrf",
        "x-auth",
        "x-vercel-protection-bypass",
    ]
)
_WORDS = re.compile(
    r"(^|[-_.])(authorization|authentication|auth|oauth|api-?key|key|token|secret|password|passwd|pwd|passphrase|passcode"
    r"|credentials?|creds|signature|hmac|bearer|session|sid|otp|jwt|pat|csrf|bypass)[0-9]*([-_.]|$)"
    r"|(authorization|token|secret|password|passphrase|signature|apikey|authkey|accesskey|privatekey|secretkey)$"
)
_HARMLESS = frozenset(["idempotency-key", "x-idempotency-key", "cache-key", "surrogate-key", "sec-websocket-key"])


def looks_like_credential(header_name: str) -> bool:
    """True for `Authorization`, `Cookie`, `*-Token`, `*-Key`, `*-Secret` and their like, in any case."""
    lower = header_name.lower()
    return lower in _EXACT or (lower not in _HARMLESS and _WORDS.search(lower) is not None)
