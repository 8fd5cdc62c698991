"""Plain requests: the probe wants statuses, headers and texts as they are, without a client's opinions."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_PATIENCE = 30.0
_TRIES = 4


class Unreachable(Exception):  # noqa: N818 - it says what is the case
    """The server cannot be asked at all; the text says why, and the way out."""


class Failing(Unreachable):
    """The server fails at one request, however often it is sent."""


@dataclass(frozen=True)
class Reply:
    """An answer; header names in lower case."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def ok(self) -> bool:
        """Whether the call was done."""
        return 200 <= self.status < 300

    @property
    def json(self) -> Any:
        """The JSON, None where there is none."""
        try:
            return json.loads(self.content)
        except ValueError:
            return None

    @property
    def said(self) -> str:
        """Status and text in one line: `404 schedule x not found`."""
        told = self.json.get("error") if isinstance(self.json, dict) else None
        text = told or self.content.decode(errors="replace")
        return f"{self.status} {text}".strip()[:200]


class Wire:
    """One account of one server.

    Args:
        url: The server.
        token: The account's token.
        sleep: How to wait when the server asks to.
    """

    def __init__(self, url: str, token: str, sleep: Callable[[float], None] = time.sleep) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unreachable(
                f"{url!r} is no URL of a server: set QSTASH_URL to one such as https://qstash.upstash.io."
            )
        self.url = url.rstrip("/")
        self._parts = parts
        self._token = token
        self._sleep = sleep

    def ask(self, method: str, path: str, body: Any = None, **options: str) -> Reply:
        """Send one request; an option such as `schedule_id="x"` is the header `Upstash-Schedule-Id`.

        Waits and tries again where the server limits the rate of calls, or fails.

        Raises:
            Failing: The answer is a 5xx each time, which says nothing about QStash.
            Unreachable: There is no answer.
        """
        headers = {f"Upstash-{name.replace('_', '-').title()}": value for name, value in options.items()}
        headers["Authorization"] = f"Bearer {self._token}"
        content = body if isinstance(body, str | None) else json.dumps(body)
        if not isinstance(body, str | None):
            headers["Content-Type"] = "application/json"
        for attempt in range(_TRIES):
            reply = self._once(method, path, content, headers)
            if reply.status < 500 and reply.status != 429:
                break
            if attempt < _TRIES - 1:
                self._sleep(1.0 + attempt)
        if reply.status >= 500:
            raise Failing(f"{self.url} fails (HTTP {reply.said}): try again later.")
        return reply

    def _once(self, method: str, path: str, content: str | None, headers: dict[str, str]) -> Reply:
        secure = self._parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(self._parts.hostname or "", self._parts.port, timeout=_PATIENCE)
        try:
            connection.request(method, self._parts.path.rstrip("/") + path, content, headers)
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read())
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise Unreachable(f"{self.url} does not answer ({reason}): check QSTASH_URL and the network.") from None
        finally:
            connection.close()
