"""Names for what is adopted: Pulumi's logical names, and Python identifiers for what others refer to."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

_MADE_BY_THE_SERVER = re.compile(r"scd_[A-Za-z0-9]{20,}")
RESERVED: Final = frozenset(
    {*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "pulumi", "qstash", "config", "base64"}
)
"""What no variable of the program may be called."""


class Names:
    """Hands out names that are each used once."""

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self._taken = set(taken)

    def unique(self, wished: str, joint: str = "-") -> str:
        """`wished`, or it with the first free number."""
        name, number = wished, 2
        while name in self._taken:
            name, number = f"{wished}{joint}{number}", number + 1
        self._taken.add(name)
        return name


def logical_name(id_: str, destination: str = "") -> str:
    """The Pulumi name for an object: its id; for an id that the server made up, words of its destination."""
    if _MADE_BY_THE_SERVER.fullmatch(id_) and destination:
        return _words_of(destination) or id_
    return id_


def _words_of(destination: str) -> str:
    parts = urlsplit(destination) if "://" in destination else None
    if parts is None:
        return destination
    words = [w for w in re.split(r"[^A-Za-z0-9]+", parts.path) if w and not w.isdigit() and w.lower() != "api"]
    host = (parts.hostname or "").removeprefix("www.").split(".")[0]
    return "-".join(words[-3:]) if words else host


def identifier(text: str) -> str:
    """A legal Python name for `text`: `nightly-report` gives `nightly_report`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain)
    name = re.sub(r"[^A-Za-z0-9]+", "_", split).strip("_").lower()
    if not name or name[0].isdigit():
        name = f"n{name}" if name else "unnamed"
    return f"{name}_" if name in RESERVED else name


def config_key(*words: str) -> str:
    """A configuration key in camelCase: `("nightly", "X-Token")` gives `nightlyXToken`."""
    parts = [w for text in words for w in identifier(text).strip("_").split("_")]
    return parts[0] + "".join(p.capitalize() for p in parts[1:])
