"""As few calls as can be, counted by the server."""

from __future__ import annotations

from collections import Counter

import pytest
from support.account import Account
from support.programs import program, schedule

from .conftest import Make

N = 12
pytestmark = pytest.mark.parametrize("engine", ["embedded"], indirect=True)


def source(cron: str = "0 3 * * *", changed: int = 0, **more: object) -> str:
    return program(
        *(schedule(f"s{i}", cron="0 4 * * *" if i < changed else cron, **more) for i in range(N)),
    )


def kinds(account: Account) -> Counter[str]:
    """How many requests of which kind: a create names no id in its path, so it counts by method."""
    counted: Counter[str] = Counter()
    for call in account.calls():
        method, path = call.split(" ", 1)
        last = path.rsplit("/", 1)[1]
        counted[f"{method} {last}" if last in ("pause", "resume", "schedules") else method] += 1
    return counted


def test_the_first_up(make: Make, account: Account) -> None:
    """N creates and one list for the ownership check."""
    make(source()).up()
    assert kinds(account) == {"GET schedules": 1, "POST": N}


def test_a_declared_pause_costs_one_call_each(make: Make, account: Account) -> None:
    """Each declared pause adds one call to its create."""
    make(source(paused=True)).up()
    assert kinds(account) == {"GET schedules": 1, "POST": N, "POST pause": N}


def test_a_refresh_is_one_list(make: Make, account: Account) -> None:
    """A refresh reads every schedule with one list call."""
    project = make(source())
    project.up()
    account.forget_requests()
    project.ok("refresh", "--preview-only")
    assert kinds(account) == {"GET schedules": 1}


def test_a_change_of_k_costs_k_and_one_list(make: Make, account: Account) -> None:
    """A change of k schedules is k writes, and one list to see which are paused."""
    project = make(source())
    project.up()
    account.pause("shop-dev-s0")
    account.forget_requests()
    project.write(source(changed=3))
    project.up()
    assert kinds(account) == {"GET schedules": 1, "POST": 3, "POST pause": 1}


def test_destroy_is_one_call_each(make: Make, account: Account) -> None:
    """A destroy of N schedules is N deletes."""
    project = make(source())
    project.up()
    account.forget_requests()
    project.destroy()
    assert kinds(account) == {"DELETE": N}
