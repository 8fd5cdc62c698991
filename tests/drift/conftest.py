"""The real command against the dev server over HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

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


@pytest.fixture
def tool(tmp_path: Path, server: DevServer) -> Tool:
    """Runs `pulumi-qstash` in a folder of its own, logged in to the dev server by the environment."""

    def run(*args: str, stdin: str = "", **env: str) -> Ran:
        environment = clean_environment(tmp_path, {"QSTASH_URL": server.url, "QSTASH_TOKEN": server.token})
        del environment["PULUMI_CONFIG_PASSPHRASE"]
        done = subprocess.run(
            [sys.executable, "-m", "pulumi_qstash.cli", *args], cwd=tmp_path, env=environment | env, input=stdin,
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


Drift = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def drift(tool: Tool, tmp_path: Path) -> Drift:
    """Runs `drift --format json` on exports given as text; gives its exit code and its report."""

    def run(*exports: str, options: tuple[str, ...] = (), **env: str) -> tuple[int, dict[str, Any]]:
        states: list[str] = []
        for index, text in enumerate(exports):
            file = tmp_path / f"state{index}.json"
            file.write_text(text)
            states += ["--state", str(file)]
        ran = tool("drift", *states, "--format", "json", *options, **env)
        assert ran.code in (0, 7), ran.text
        return ran.code, json.loads(ran.out)

    return run
