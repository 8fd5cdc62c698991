from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from support.account import Account
from support.dynamic_host import Host, running_host

from pulumi_qstash.devserver import DevServer

Start = Callable[..., Host]


@pytest.fixture(scope="session")
def server() -> Iterator[DevServer]:
    with DevServer() as running:
        yield running


@pytest.fixture
def account(server: DevServer) -> Account:
    seen = Account(server.url, server.token)
    for path in ("account", "behaviour", "faults", "accounts", "requests"):
        seen.call("DELETE", f"/_dev/{path}")
    return seen


@pytest.fixture
def start(account: Account) -> Iterator[Start]:
    """Start a host process that finds the dev server in its environment, configured with `config`."""
    with ExitStack() as stack:

        def build(env: dict[str, str] | None = None, *, engine: str = "", **config: str) -> Host:
            login = {"QSTASH_URL": account.url, "QSTASH_TOKEN": account.token}
            host = stack.enter_context(running_host(login | (env or {}), engine=engine))
            host.configure(**config)
            return host

        yield build


@pytest.fixture
def host(start: Start) -> Host:
    return start()
