"""The API requests that arrived, in order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

#: More than any test asks for; the oldest go first, so that a server that runs for weeks keeps its memory.
_KEPT = 200_000
_BLIND = "…"


@dataclass
class Entry:
    """A request; `status` is None until an answer is sent, and stays so where none is."""

    method: str
    path: str
    status: int | None = None


class Journal:
    """Requests in the order of their arrival."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_KEPT)

    def arrived(self, method: str, path: str) -> Entry:
        """Note a request; `path` is raw, with its query."""
        entry = Entry(method, blinded(path))
        self._entries.append(entry)
        return entry

    def clear(self) -> None:
        """Forget all."""
        self._entries.clear()

    def last(self, count: int) -> list[Entry]:
        """The newest `count` requests, newest first."""
        newest = reversed(self._entries)
        return [entry for entry, _ in zip(newest, range(count), strict=False)]

    def as_json(self) -> list[dict[str, Any]]:
        """All requests as `{"method", "path", "status"}`."""
        return [{"method": e.method, "path": e.path, "status": e.status} for e in self._entries]


def blinded(path: str) -> str:
    """The path without a token that its query carries."""
    if "token" not in unquote(path).lower():
        return path
    before, mark, query = path.partition("?")
    return before + mark + "&".join(_blind(part) for part in query.split("&"))


def _blind(part: str) -> str:
    name, equals, _ = part.partition("=")
    return f"{name}={_BLIND}" if equals and unquote(name).lower() == "qstash_token" else part
