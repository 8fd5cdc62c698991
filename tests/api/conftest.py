from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from support.scripted_server import ScriptedServer, scripted

from pulumi_qstash.api import Client, Wait

TOKEN = "eyJVc2VySUQiOiJ1c2VyLTEiLCJQYXNzd29yZCI6InB3In0="
MakeClient = Callable[..., Client]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted() as running:
        yield running


@pytest.fixture
def waits() -> list[Wait]:
    return []


@pytest.fixture
def make(server: ScriptedServer, waits: list[Wait]) -> Iterator[MakeClient]:
    made: list[Client] = []

    def build(token: str = TOKEN, **options: float) -> Client:
        made.append(Client(server.url, token, **({"timeout": 1.0, "budget": 5.0} | options), on_wait=waits.append))
        return made[-1]

    yield build
    for client in made:
        client.close()


@pytest.fixture
def client(make: MakeClient) -> Client:
    return make()
