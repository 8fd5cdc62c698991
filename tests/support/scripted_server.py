"""A loopback HTTP server that answers from a script: for what a real QStash does only on a bad day.

It keeps what it was sent, byte for byte, so that a test sees the request line as it went over the wire.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Got:
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Reply:
    """An answer; `drop` breaks the connection instead, `silent` never answers."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    silent: bool = False

    def bytes(self) -> bytes:
        raw = (
            self.body if isinstance(self.body, bytes) else b"" if self.body is None else json.dumps(self.body).encode()
        )
        lines = [f"HTTP/1.1 {self.status} X", f"Content-Length: {len(raw)}"]
        lines += [f"{k}: {v}" for k, v in self.headers.items()]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


Answer = Callable[[Got], Reply]


class ScriptedServer:
    """Answers each request with the next reply of its script, then with what `otherwise` says."""

    def __init__(self) -> None:
        self.script: list[Reply] = []
        self.otherwise: Answer = lambda got: Reply()
        self.got: list[Got] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def calls(self) -> list[str]:
        return [f"{g.method} {g.target}" for g in self.got]

    def close(self) -> None:
        for open_socket in (self._listener, *self._open):
            open_socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection, len(self._open)), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with connection, connection.makefile("rb") as stream:
            try:
                while got := _read(stream, number):
                    if not self._answer(connection, got):
                        return
            except OSError:
                return

    def _answer(self, connection: socket.socket, got: Got) -> bool:
        with self._lock:
            self.got.append(got)
            scripted = self.script.pop(0) if self.script else None
        reply = scripted or self.otherwise(got)
        if reply.silent:
            threading.Event().wait(30)
        if reply.drop or reply.silent:
            return False
        connection.sendall(reply.bytes())
        return True


def _read(stream: Any, number: int) -> Got | None:
    first = stream.readline().decode()
    if not first:
        return None
    method, _, rest = first.strip().partition(" ")
    headers: dict[str, str] = {}
    while line := stream.readline().decode().strip():
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return Got(method, rest.rpartition(" ")[0], headers, body, number)


@contextmanager
def scripted() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    try:
        yield server
    finally:
        server.close()
