"""The requests that the client makes up itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

JSON = ("Content-Type", "application/json")


@dataclass(frozen=True)
class Call:
    """A request: `path` with its query, as it goes out."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes | None = None

    @classmethod
    def of(cls, method: str, path: str, payload: Any = None) -> Call:
        """A request with a JSON body, or with none."""
        if payload is None:
            return cls(method, path)
        return cls(method, path, (JSON,), json.dumps(payload).encode())


def part(name: str) -> str:
    """An id or name as one part of a path.

    Raises:
        ValueError: it is empty; the server would take the call for one on all objects.
    """
    if not name or name in (".", ".."):
        raise ValueError("an id or name must not be empty")
    return quote(name, safe="")
