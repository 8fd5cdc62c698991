"""With faults on a fifth of the calls a stack goes up, changes, and is destroyed; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.account import Account
from support.engines import Project
from support.estate import EMPTY, Estate, plant_foreign

from pulumi_qstash.devserver import DevServer
from pulumi_qstash.devserver.faults import KINDS

from .conftest import Judge


@pytest.fixture
def account() -> Iterator[Account]:
    with DevServer(plan="fixed-10m") as server:
        yield Account(server.url, server.token)


def faults(account: Account, seed: int) -> None:
    account.call("PUT", "/_dev/faults", {"rate": 0.2, "kinds": list(KINDS), "seed": seed, "silence": 1.5})


def calm(account: Account) -> None:
    account.call("DELETE", "/_dev/faults")


def until_done(project: Project, *words: str) -> None:
    """Run a verb again until it ends well, as a person would."""
    for _ in range(5):
        ran = project.run(*words)
        if ran.code == 0:
            return
        assert "Traceback" not in ran.text, ran.text
    raise AssertionError(f"{words} never converged: {ran.text}")


@pytest.mark.parametrize("seed", range(10))
def test_everything_converges_under_faults(
    seed: int, soak: bool, engine: str, tmp_path: Path, account: Account, judge: Judge
) -> None:
    """Up, change, refresh and destroy converge; each object is there once, as declared, foreign ones are untouched."""
    if seed and not soak:
        pytest.skip("one seed in the short form; all of them with --soak")
    n = 200 if soak else 40
    plant_foreign(account)
    login = {"QSTASH_URL": account.url, "QSTASH_TOKEN": account.token, "QSTASH_REQUEST_TIMEOUT": "1"}
    project = Project.make(tmp_path, engine, Estate(n).source(), login)
    project.ok("stack", "init", "dev")
    for estate in (Estate(n), Estate(n, changed=True)):
        project.write(estate.source())
        faults(account, seed)
        until_done(project, "up")
        until_done(project, "refresh")
        calm(account)
        judge("faults: up, refresh", account, estate.expected())
        project.up("--expect-no-changes")
        estate.pause_what_is_not_managed(account)
    faults(account, seed)
    until_done(project, "destroy")
    calm(account)
    judge("faults: destroy", account, EMPTY)
