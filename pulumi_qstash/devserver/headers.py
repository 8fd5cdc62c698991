"""Header names and values as QStash stores them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")

Pairs = list[tuple[str, str]]
Values = dict[str, list[str]]


def canonical(name: str) -> str:
    """A header name in MIME's canonical form, as Go writes it (`x-github-api` -> `X-Github-Api`)."""
    if not _TOKEN.match(name):
        return name
    return "-".join(part[:1].upper() + part[1:].lower() for part in name.split("-"))


def after_prefix(pairs: Iterable[tuple[str, str]], prefix: str) -> Values:
    """The headers whose lower-case names begin with `prefix`, without it: canonical names, all values in order."""
    found: Values = {}
    for name, value in pairs:
        if name.startswith(prefix) and len(name) > len(prefix):
            found.setdefault(canonical(name[len(prefix) :]), []).append(value)
    return found


def only(pairs: Iterable[tuple[str, str]], name: str) -> str | None:
    """The last value of the header `name` (lower case), None where it is not sent."""
    value = None
    for header, text in pairs:
        if header == name:
            value = text
    return value
