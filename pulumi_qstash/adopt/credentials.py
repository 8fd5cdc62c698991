"""Which values look like credentials, so that they belong into secret configuration and not into a program.

A wrong yes costs one line of configuration; a wrong no puts a credential into
a repository. So it errs on the side of yes.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from pulumi_qstash.model import looks_like_credential

_NAME = re.compile(
    r"auth(?!or)|token|secret|passw|pwd|credential|cookie|session|signature|bearer|jwt|(^|[-_.])(api[-_.]?)?key$|apikey|"
    r"access[-_]?key|private[-_]?key|(^|[-_.])sig$|bypass|webhook[-_.]?id",
    re.IGNORECASE,
)
_CAMEL_KEY = re.compile(r"[a-z]Key$")
_KNOWN: Final = re.compile(
    r"^(bearer|basic|token|digest)\s+\S"  # an Authorization value under any name
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"  # a JSON web token
    r"|\b(sk|pk|rk|whsec|sig|ghp|gho|ghs|glpat|xox[abprs]|shpat|npm|hf)[_-][A-Za-z0-9_-]{12,}"
    r"|\bgithub_pat_\w{20,}|\bAKIA[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY-----",
    re.IGNORECASE,
)
_ONE_WORD = re.compile(r"[A-Za-z0-9+/=_.~-]{24,}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ENTROPY = 3.6
"""Bits a character: above most words and paths, below random letters and digits."""


def is_credential_name(name: str) -> bool:
    """Whether a query parameter or JSON key is named like one that carries a credential."""
    return bool(_NAME.search(name) or _CAMEL_KEY.search(name))


def is_credential(value: str) -> bool:
    """Whether a text is or holds something in the form of a credential."""
    return bool(_KNOWN.search(value.strip())) or _looks_random(value.strip())


def is_credential_header(name: str, value: str) -> bool:
    """Whether a header carries a credential, by its name or by its value."""
    return looks_like_credential(name) or is_credential(value)


def is_credential_url(url: str) -> bool:
    """Whether a URL carries a password, a credential in its query, or one as a step of its path."""
    parts = urlsplit(url)
    if not parts.scheme or parts.username or parts.password:
        return bool(parts.scheme)
    named = parse_qsl(parts.query, keep_blank_values=True)
    if any(value and (is_credential_name(name) or is_credential(value)) for name, value in named):
        return True
    return any(is_credential(step) for step in parts.path.split("/"))


def is_credential_body(text: str) -> bool:
    """Whether a body holds a credential: under such a key of its JSON or form, or by its form anywhere."""
    if _KNOWN.search(text.strip()):
        return True
    try:
        document = json.loads(text)
    except ValueError:
        return any(v and is_credential_name(n) for n, v in parse_qsl(text)) or _looks_random(text.strip())
    return any(_is_credential_entry(key, value) for key, value in _entries("", document))


def _is_credential_entry(key: str, value: str) -> bool:
    return bool(value) and (is_credential_name(key) or is_credential(value))


def _entries(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _entries(name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _entries(key, inner)
    elif isinstance(value, str):
        yield key, value


def _looks_random(word: str) -> bool:
    if not _ONE_WORD.fullmatch(word) or _UUID.fullmatch(word):
        return False
    mixed = any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
    return mixed and _entropy(word) > _ENTROPY


def _entropy(word: str) -> float:
    counts = Counter(word).values()
    return -sum(n / len(word) * math.log2(n / len(word)) for n in counts)
