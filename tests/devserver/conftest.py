"""A dev server for each test module, emptied before each test, and a plain way to ask it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from pulumi_qstash.devserver import DevServer


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def error(self) -> str:
        return self.json["error"]


Ask = Callable[..., Reply]


def asker(server: DevServer) -> Ask:
    """A function that sends one request as it stands, without any client's opinions about paths and headers."""

    def ask(method: str, path: str, body: Any = None, *, token: str | None = server.token, **headers: str) -> Reply:
        host = server.url.removeprefix("http://")
        content = body if isinstance(body, (bytes, str, type(None))) else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            named["Authorization"] = f"Bearer {token}"
        connection = http.client.HTTPConnection(host, timeout=30)
        try:
            connection.request(method, path, content, named)
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read())
        finally:
            connection.close()

    return ask


@pytest.fixture(scope="module")
def running() -> Iterator[DevServer]:
    with DevServer() as server:
        yield server


@pytest.fixture
def server(running: DevServer) -> Iterator[DevServer]:
    """The module's server, empty and with all settings at their defaults."""
    yield running
    ask = asker(running)
    for place in ("account", "behaviour", "faults", "clock", "accounts"):
        ask("DELETE", f"/_dev/{place}")
    ask("PUT", "/_dev/latency", {"ms": 0})


@pytest.fixture
def ask(server: DevServer) -> Ask:
    return asker(server)


@pytest.fixture
def free() -> Iterator[Ask]:
    """A server of the free plan."""
    with DevServer(plan="free") as server:
        yield asker(server)


def put_schedule(
    ask: Ask, schedule_id: str, destination: str = "https://example.com", body: Any = None, **more: str
) -> Reply:
    return ask(
        "POST",
        f"/v2/schedules/{destination}",
        body,
        **{"Upstash_Cron": "*/5 * * * *", "Upstash_Schedule_Id": schedule_id} | more,
    )
