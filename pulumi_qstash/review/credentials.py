"""Tells what looks like a credential, by its name or by its look."""

from __future__ import annotations

import math
import re
from collections import Counter

NAMES = re.compile(
    r"authorization|api[-_]?key|access[-_]?key|token|secret|passw|passphrase|signature|cookie|credential|x-auth|bearer",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"""
    (?:^|[^A-Za-z0-9])(?:
        [sr]k_(?:live|test)_[A-Za-z0-9]{8,}       # Stripe
      | gh[pousr]_[A-Za-z0-9]{16,} | github_pat_\w{16,} | glpat-[\w-]{16,}
      | xox[abeprs]-[\w-]{10,}                    # Slack
      | AKIA[0-9A-Z]{16} | AIza[\w-]{30,} | ya29\.[\w-]{16,}
      | eyJ[\w-]{8,}                              # JSON in base64: a JWT, or a QStash token
      | pul-[0-9a-f]{32,} | sig_[A-Za-z0-9]{20,} | SG\.[\w-]{16,} | npm_[A-Za-z0-9]{30,} | hf_[A-Za-z0-9]{20,}
      | sk-[\w-]{20,}                             # OpenAI and others
      | (?:Bearer|Basic|Token)\s+[^\s{$]{6,}
    )
    | -----BEGIN[ A-Z]*PRIVATE\ KEY
    """,
    re.VERBOSE,
)
_RUN = re.compile(r"[A-Za-z0-9+/_=-]{20,}")
_HEX = re.compile(r"[0-9a-fA-F]{32,}\Z")
_MIXED_CASE_AND_DIGITS = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])")
_ENTROPY_OF_RANDOM = 3.6


def named_like_credential(name: str) -> bool:
    """Whether a header, a key or a query parameter of that name usually carries a credential."""
    return bool(NAMES.search(name))


def looks_like_credential(text: str) -> bool:
    """Whether a text holds what looks like a key, a token or a password hash."""
    return bool(_KNOWN.search(text)) or any(_random(run) for run in _RUN.findall(text))


def _random(run: str) -> bool:
    if _HEX.match(run):
        return True
    return bool(_MIXED_CASE_AND_DIGITS.match(run)) and _entropy(run) > _ENTROPY_OF_RANDOM


def _entropy(text: str) -> float:
    """Bits per character."""
    size = len(text)
    return -sum(count / size * math.log2(count / size) for count in Counter(text).values())
