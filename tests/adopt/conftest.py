"""The real command against the dev server over HTTP, and the embedded engine on what it wrote."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.account import Account
from support.emptied import empty
from support.engines import Ran, clean_environment

from pulumi_qstash.devserver import DevServer


@pytest.fixture(scope="module")
def server() -> Iterator[DevServer]:
    with DevServer() as running:
        yield running


@pytest.fixture
def account(server: DevServer) -> Account:
    """The server's account, empty before each test."""
    account = Account(server.url, server.token)
    empty(account)
    return account


Tool = Callable[..., Ran]


def tool_in(folder: Path, server: DevServer) -> Tool:
    """Runs `pulumi-qstash` in a folder, logged in to the dev server by the environment."""
    for name in ("backend", "home"):
        (folder / name).mkdir(exist_ok=True)

    def run(*args: str, stdin: str = "", cwd: Path | None = None, **env: str) -> Ran:
        environment = clean_environment(folder, {"QSTASH_URL": server.url, "QSTASH_TOKEN": server.token}) | env
        done = subprocess.run(
            [sys.executable, "-m", "pulumi_qstash.cli", *args], cwd=cwd or folder, env=environment, input=stdin,
            capture_output=True, text=True, timeout=240,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def tool(tmp_path: Path, server: DevServer) -> Tool:
    return tool_in(tmp_path, server)
