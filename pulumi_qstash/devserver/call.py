"""One API call, and its answer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from .headers import Pairs
from .refusals import bad_request
from .world import World

_NAME = re.compile(r"[A-Za-z0-9._-]+\Z")
_OWN_QUERY = ("upstash-", "qstash_token")


@dataclass(frozen=True)
class Call:
    """What a client asks.

    Attributes:
        account: The account that the token opens.
        parts: The named parts of the path: ids decoded, a destination as it was sent.
        query: The raw query, without its question mark.
        headers: Names in lower case, values as text, in order.
        body: The content, whole.
        caller: The client's address.
    """

    world: World
    account: str
    method: str
    parts: dict[str, str]
    query: str = ""
    headers: Pairs = field(default_factory=list)
    body: bytes = b""
    caller: str = ""

    @property
    def now(self) -> int:
        """The server's time in unix ms."""
        return self.world.clock.now()

    def arguments(self) -> Pairs:
        """The query's names and values, decoded."""
        parts = (part.partition("=") for part in self.query.split("&") if part)
        return [(unquote_plus(name), unquote_plus(value)) for name, _, value in parts]

    def argument(self, name: str) -> str | None:
        """The query's value for `name`, None where it is not given."""
        return next((value for key, value in self.arguments() if key == name), None)

    def destination(self) -> str:
        """The destination: the rest of the path and the query, but for options that the query carries."""
        kept = [part for part in self.query.split("&") if not _is_option(part)] if self.query else []
        place = self.parts.get("destination") or ""
        return f"{place}?{'&'.join(kept)}" if kept else place

    def options(self) -> Pairs:
        """The `upstash-` options: headers, then those in the query; names in lower case."""
        asked = ((name.lower(), value) for name, value in self.arguments())
        return self.headers + [pair for pair in asked if pair[0].startswith("upstash-")]

    def json(self) -> Any:
        """The content as JSON.

        Raises:
            Refusal: 400 where it is none.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise bad_request("invalid request body: not a JSON document") from None

    def json_object(self) -> dict[str, Any]:
        """The content as a JSON object."""
        value = self.json()
        if not isinstance(value, dict):
            raise bad_request("invalid request body: not a JSON object")
        return value


@dataclass(frozen=True)
class Answer:
    """What QStash says: JSON, or nothing where `payload` is None."""

    payload: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def is_name(text: Any) -> bool:
    """Whether QStash takes this as a schedule's id or the name of a queue or URL group."""
    return isinstance(text, str) and bool(_NAME.match(text))


def _is_option(part: str) -> bool:
    name = unquote_plus(part.partition("=")[0]).lower()
    return name.startswith(_OWN_QUERY)
