"""Killed with signal 9 at the k-th write of state, the state is readable, and the next run converges."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.account import Account
from support.engines import Project
from support.estate import EMPTY, Estate, plant_foreign
from support.processes import HOST, kill, of_project

from pulumi_qstash.devserver import DevServer

from .conftest import Judge

OBJECTS = 4
LONGEST = 20
"""More writes than a run of these objects makes."""
MOMENTS = ("before", "half", "after")
pytestmark = pytest.mark.parametrize("engine", ["embedded"])
KILLER = Path(__file__).with_name("kill_at_a_write.py")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every k at every moment in the long form; in the short one the moments take turns."""
    if "k" in metafunc.fixturenames:
        every = [(k, moment) for k in range(1, LONGEST) for moment in MOMENTS]
        short = [(k, MOMENTS[k % 3]) for k in range(1, LONGEST, 4)]
        metafunc.parametrize(("k", "moment"), every if metafunc.config.getoption("--soak") else short)


@pytest.fixture
def account() -> Iterator[Account]:
    with DevServer() as server:
        found = Account(server.url, server.token)
        plant_foreign(found)
        yield found


@pytest.fixture
def project(account: Account, tmp_path: Path) -> Iterator[Project]:
    login = {"QSTASH_URL": account.url, "QSTASH_TOKEN": account.token}
    made = Project.make(tmp_path / "project", "embedded", Estate(OBJECTS).source(), login)
    made.ok("stack", "init", "dev")
    yield made
    kill(of_project(made, HOST))  # the hosts of an engine that was killed live on


def killed(project: Project, k: int, moment: str, verb: str) -> bool:
    """Run a verb that is killed at its k-th write; whether it has so many."""
    ran = replace(project, command=[sys.executable, str(KILLER), str(k), moment]).run(verb)
    assert ran.code in (0, -signal.SIGKILL), ran.text
    return ran.code != 0


def test_a_kill_in_an_up(k: int, moment: str, engine: str, project: Project, account: Account, judge: Judge) -> None:
    """The state can be exported after the kill, and the next up holds each object once."""
    if not killed(project, k, moment, "up"):
        pytest.skip("the run makes fewer writes")
    project.export()
    project.ok("cancel", "--yes")
    project.up()
    judge(f"killed at a write, {moment}: up", account, Estate(OBJECTS).expected())
    project.up("--expect-no-changes")


def test_a_kill_in_a_destroy(
    k: int, moment: str, engine: str, project: Project, account: Account, judge: Judge
) -> None:
    """The state can be exported after the kill, and the next destroy leaves nothing."""
    project.up()
    if not killed(project, k, moment, "destroy"):
        pytest.skip("the run makes fewer writes")
    project.export()
    project.ok("cancel", "--yes")
    project.destroy()
    judge(f"killed at a write, {moment}: destroy", account, EMPTY)
