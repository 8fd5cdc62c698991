"""Killed with signal 9 after the k-th request, whoever it was, the next run converges to the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.account import Account
from support.engines import Project
from support.estate import EMPTY, Estate, account_content, plant_foreign
from support.gate import Gate
from support.processes import HOST, kill, of_project

from pulumi_qstash.devserver import DevServer

from .conftest import Judge

OBJECTS = 25
SHORT = (1, 13, 24)
#: How the processes of an engine are told by their command lines.
ENGINE = {"embedded": b"pulumi_qstash.cli", "cli": b"pulumi\0"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every k in the long form; a few of them in the short one."""
    if "k" in metafunc.fixturenames:
        long = metafunc.config.getoption("--soak")
        metafunc.parametrize("k", range(1, 40) if long else SHORT)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DevServer]:
    with DevServer(tmp_path / "data.db", process=True) as running:
        yield running


@pytest.fixture
def account(server: DevServer) -> Account:
    found = Account(server.url, server.token)
    plant_foreign(found)
    return found


@pytest.fixture
def gate(account: Account) -> Iterator[Gate]:
    with Gate(account.url) as standing:
        yield standing


@pytest.fixture
def project(engine: str, gate: Gate, account: Account, tmp_path: Path) -> Project:
    login = {"QSTASH_URL": gate.url, "QSTASH_TOKEN": account.token}
    made = Project.make(tmp_path / "project", engine, Estate(OBJECTS).source(), login)
    made.ok("stack", "init", "dev")
    return made


def kill_all(project: Project, word: bytes) -> Callable[[], None]:
    def act() -> None:
        kill(of_project(project, word))

    return act


def converge(project: Project, *words: str) -> None:
    """What a person does after a crash: lift the lock, run again."""
    if "EOF" in project.run("cancel", "--yes").text:
        # The CLI writes a file of attributes beside its state in place: it cannot read an empty one, and needs none.
        for attributes in (project.root.parent / "backend").rglob("*.attrs"):
            if not attributes.stat().st_size:
                attributes.unlink()
        project.run("cancel", "--yes")
    project.ok(*words)


@pytest.mark.parametrize("victim", ["host", "engine"])
def test_a_kill_during_up(
    victim: str, k: int, engine: str, project: Project, gate: Gate, account: Account, judge: Judge
) -> None:
    """The host or the engine killed at the k-th request of an up: the next up holds each object once."""
    gate.at(k, kill_all(project, HOST if victim == "host" else ENGINE[engine]))
    project.run("up")
    converge(project, "up")
    judge(f"{victim} killed: up", account, Estate(OBJECTS).expected())
    project.up("--expect-no-changes")


@pytest.mark.parametrize("victim", ["host", "engine"])
def test_a_kill_during_destroy(
    victim: str, k: int, engine: str, project: Project, gate: Gate, account: Account, judge: Judge
) -> None:
    """The host or the engine killed at the k-th request of a destroy: the next destroy leaves nothing."""
    project.up()
    gate.at(k, kill_all(project, HOST if victim == "host" else ENGINE[engine]))
    project.run("destroy")
    converge(project, "destroy")
    judge(f"{victim} killed: destroy", account, EMPTY)


@pytest.mark.parametrize("verb", ["up", "destroy"])
def test_a_kill_of_the_server(
    verb: str, k: int, project: Project, gate: Gate, server: DevServer, account: Account, judge: Judge
) -> None:
    """The server killed and started again at the k-th request: what it acknowledged holds, the run or the next ends."""
    if verb == "destroy":
        project.up()
    kept: list[bool] = []

    def act() -> None:
        server.kill()
        acknowledged = list(gate.acknowledged)
        server.start()
        there = {(kind, name) for kind, objects in account_content(account).items() for name in objects}
        for done in acknowledged:
            if done.method in ("POST", "POST endpoints", "POST pin"):
                kept.append((done.kind, done.name) in there)
            elif done.method == "DELETE":
                kept.append((done.kind, done.name) not in there)

    gate.at(k, act)
    if project.run(verb).code:
        converge(project, verb)
    judge(f"server killed: {verb}", account, EMPTY if verb == "destroy" else Estate(OBJECTS).expected())
    assert all(kept)
