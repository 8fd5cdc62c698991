"""A gate in front of the dev server: forwards each request, and does something at the k-th.

A stack knows its objects' account by the server's address: so every run of a test goes through one gate.
"""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Acknowledged:
    """A write that the server answered with 2xx: what was done to which object."""

    method: str
    kind: str
    name: str


class Gate:
    """Counts requests; once the k-th has taken effect, and before its answer is passed on, does what was asked."""

    def __init__(self, url: str) -> None:
        self.target = urlsplit(url).netloc
        self.count, self.acknowledged = 0, list[Acknowledged]()
        self._due: tuple[int, Callable[[], None]] | None = None
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def at(self, k: int, act: Callable[[], None]) -> None:
        """Count anew, and call `act` at the k-th request."""
        with self._lock:
            self.count, self._due = 0, (k, act)
        self.acknowledged.clear()

    def __enter__(self) -> Gate:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _forwarded(self) -> None:
        with self._lock:
            self.count += 1
            act = self._due[1] if self._due and self.count == self._due[0] else None
        if act:
            act()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gate = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _forward(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                upstream = http.client.HTTPConnection(gate.target, timeout=30)
                try:
                    upstream.request(self.command, self.path, body, dict(self.headers.items()))
                    answer = upstream.getresponse()
                    content = answer.read()
                    if self.command != "GET" and answer.status < 300:
                        name = self.headers.get("Upstash-Schedule-Id")
                        gate.acknowledged.append(_acknowledged(self.command, self.path, name, body))
                    gate._forwarded()
                    self.send_response(answer.status)
                    self.send_header("Content-Type", answer.headers.get("Content-Type", "application/json"))
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except (OSError, http.client.HTTPException):
                    self.close_connection = True
                finally:
                    upstream.close()

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _forward  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients are killed on purpose: their broken connections are no news."""


_KINDS = {"schedules": "schedules", "queues": "queues", "topics": "groups", "flowControl": "keys"}


def _acknowledged(method: str, path: str, schedule_id: str | None, body: bytes) -> Acknowledged:
    root, *rest = path.partition("?")[0].removeprefix("/v2/").split("/")
    name = schedule_id or (unquote(rest[0]) if rest else json.loads(body)["queueName"])
    verb = method if schedule_id or len(rest) < 2 else f"{method} {rest[-1]}"
    return Acknowledged(verb, _KINDS[root], name)
