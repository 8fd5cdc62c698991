"""Real programs on each engine, with the real dynamic host, over HTTP against the dev server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.account import Account
from support.engines import Project, has_cli

from pulumi_qstash.devserver import DevServer

ENGINES = [
    "embedded",
    pytest.param(
        "cli",
        marks=[pytest.mark.cli, pytest.mark.skipif(not has_cli(), reason="there is no `pulumi` on PATH")],
    ),
]

Make = Callable[..., Project]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DevServer]:
    with DevServer() as running:
        yield running


@pytest.fixture
def account(server: DevServer) -> Account:
    return Account(server.url, server.token)


@pytest.fixture
def make(tmp_path: Path, engine: str, server: DevServer) -> Make:
    """Make a project with a stack `dev` on the engine under test, pointed at the dev server."""

    def build(source: str, **env: str) -> Project:
        login = {"QSTASH_URL": server.url, "QSTASH_TOKEN": server.token}
        project = Project.make(tmp_path / f"project{len(list(tmp_path.iterdir()))}", engine, source, login | env)
        project.ok("stack", "init", project.stack)
        return project

    return build
