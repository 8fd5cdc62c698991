"""Which values look like credentials, so that they belong into secret configuration, and into no program and no report.

A wrong yes costs one line of configuration; a wrong no puts a credential into
a repository. So it errs on the side of yes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from .credentials import looks_like_credential

_NAME = re.compile(
    r"auth(?!or(?!i[sz]))|token|secret|passw|pwd|credential|cookie|session|signature|bearer|jwt|(^|[-_.])(api[-_.]?)?key$|apikey|"
    r"access[-_]?key|private[-_]?key|(^|[-_.])sig$|bypass|webhook[-_.]?id",
    re.IGNORECASE,
)
_CAMEL_KEY = re.compile(r"[a-z]Key$")
_KNOWN: Final = re.compile(
    r"^bearer\s+\S"  # an Authorization value under any name
    r"|^(basic|token|digest)\s+\S*(?-i:[A-Z0-9=])\S*$"
    r"|\b(basic|token)\s+(?=\S*(?-i:[A-Z0-9=]))[^\s{$]{6,}"
    r"|\bbearer\s+[A-Za-z0-9._~+/=-]{8,}|\bauthorization[\"']?\s*[:=]\s*[\"']?\S"  # one within a text
    r"|\b[a-z][a-z0-9+.-]*://[^\s/:@]*:[^\s/@]+@"  # a password in a URL
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"  # a JSON web token
    r"|\b(sk|pk|rk|whsec|sig|gh[opsur]|glpat|xox[abeprs]|shpat|npm|hf|pul)[_-][A-Za-z0-9_-]{12,}"
    r"|\bgithub_pat_\w{20,}|\bAKIA[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{30,}|\bya29\.[\w-]{16,}|\bSG\.[\w-]{16,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----",
    re.IGNORECASE,
)
_NAMED_VALUE = re.compile(r"""([A-Za-z_][\w.-]*)["']?\s*(?:[:=]|>)\s*["']?([^\s"'<>,;&]+)""")
_PLAIN = re.compile(r"[-+]?[\d.]+|true|false|null|none", re.IGNORECASE)
_RUN = re.compile(r"[A-Za-z0-9_=+~-]{20,}")
_RUN_OF_STEPS = re.compile(r"[A-Za-z0-9_=+~/.-]{20,}")
"""Base64 may hold a slash; a step of a long path is judged alone as well."""
_HEX = re.compile(r"[0-9a-f]{32,}|[0-9A-F]{32,}")
_PUBLIC = re.compile(r"(scd|msg)_\w+|[0-9a-f]{1,12}(-[0-9a-f]{1,12})+", re.IGNORECASE)
"""Random, and no secret: an id of QStash's, a UUID."""
_TURN = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])")
_TURNS = 0.15
"""From one kind of character to another, per character: random text has about 0.4, a name of words and numbers few."""


def is_credential_name(name: str) -> bool:
    """Whether a query parameter or JSON key is named like one that carries a credential."""
    return bool(_NAME.search(name) or _CAMEL_KEY.search(name))


def is_credential(value: str) -> bool:
    """Whether a text is or holds something in the form of a credential."""
    runs = _RUN.findall(value) + _RUN_OF_STEPS.findall(value)
    return bool(_KNOWN.search(value.strip())) or any(map(_is_random, runs))


def is_credential_header(name: str, value: str) -> bool:
    """Whether a header carries a credential, by its name or by its value."""
    return looks_like_credential(name) or is_credential(value) or is_credential_url(value)


def is_credential_url(url: str) -> bool:
    """Whether a URL carries a password, a credential in its query, or one as a step of its path."""
    if "://" not in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return is_credential(url)
    if parts.username or parts.password:
        return True
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
    except (ValueError, RecursionError):
        return _is_credential_text(text)
    return any(_is_credential_entry(key, value) for key, value in _entries("", document))


def _is_credential_text(text: str) -> bool:
    """A form, a file of settings, XML, or words."""
    named = [*parse_qsl(text), *((n, v) for n, v in _NAMED_VALUE.findall(text) if not _PLAIN.fullmatch(v))]
    return any(v and is_credential_name(n) for n, v in named) or is_credential(text) or is_credential_url(text.strip())


def _is_credential_entry(key: str, value: str) -> bool:
    return bool(value) and (is_credential_name(key) or is_credential(value) or is_credential_url(value))


def _entries(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _entries(name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _entries(key, inner)
    elif isinstance(value, str):
        yield key, value


def _is_random(run: str) -> bool:
    if _PUBLIC.fullmatch(run):
        return False
    return bool(_HEX.fullmatch(run)) or len(_TURN.findall(run)) > _TURNS * len(run)
