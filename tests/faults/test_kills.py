"""Killed with signal 9 after the k-th request, whoever it was, the next run converges to the same."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from support.account import Account
from support.engines import Project
from support.estate import EMPTY, Estate, foreign_untouched, held, plant_foreign
from support.gate import Gate

from pulumi_qstash.devserver import DevServer

OBJECTS = 25
SHORT = (1, 2, 5, 13, 24)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every k in the long form; a few of them in the short one."""
    if "k" in metafunc.fixturenames:
        long = metafunc.config.getoption("--soak")
        metafunc.parametrize("k", range(1, 40) if long else SHORT)


@pytest.fixture
def server() -> Iterator[DevServer]:
    with DevServer() as running:
        yield running


def processes(project: Project, word: bytes) -> list[int]:
    """Processes with `word` in their command line that work for this project."""
    mark, found = os.fsencode(project.env["PULUMI_BACKEND_URL"]), []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if word in (entry / "cmdline").read_bytes() and mark in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found


def kill_all(project: Project, word: bytes) -> Callable[[], None]:
    def act() -> None:
        for pid in processes(project, word):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    return act


def prepared(tmp_path: Path, server: DevServer) -> tuple[Project, Account]:
    account = Account(server.url, server.token)
    plant_foreign(account)
    login = {"QSTASH_URL": server.url, "QSTASH_TOKEN": server.token}
    project = Project.make(tmp_path, "embedded", Estate(OBJECTS).source(), login)
    project.ok("stack", "init", "dev")
    return project, account


def converge(project: Project, *words: str) -> None:
    """What a person does after a crash: lift the lock, run again."""
    project.run("cancel", "--yes")
    project.ok(*words)


@pytest.mark.parametrize("victim", ["pulumi.dynamic", "pulumi_qstash.cli"])
def test_a_kill_during_up(victim: str, k: int, tmp_path: Path, server: DevServer) -> None:
    """The host or the engine killed at the k-th request of an up: the next up holds each object once."""
    project, account = prepared(tmp_path, server)
    with Gate(server.url, k, kill_all(project, victim.encode())) as gate:
        project.run("up", QSTASH_URL=gate.url)
    converge(project, "up")
    assert held(account) == Estate(OBJECTS).expected()
    project.up("--expect-no-changes")
    assert foreign_untouched(account)


@pytest.mark.parametrize("victim", ["pulumi.dynamic", "pulumi_qstash.cli"])
def test_a_kill_during_destroy(victim: str, k: int, tmp_path: Path, server: DevServer) -> None:
    """The host or the engine killed at the k-th request of a destroy: the next destroy leaves nothing."""
    project, account = prepared(tmp_path, server)
    project.up()
    with Gate(server.url, k, kill_all(project, victim.encode())) as gate:
        project.run("destroy", QSTASH_URL=gate.url)
    converge(project, "destroy")
    assert held(account) == EMPTY
    assert foreign_untouched(account)
