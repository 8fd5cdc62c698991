"""One live object for each declaration: whatever is renamed, replaced, re-added or cut off in the middle."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from support.account import Account
from support.processes import HOST, kill, of_project
from support.programs import Code, program, schedule

from .conftest import ENGINES, Make

FIXED = {"schedule_id": "fixed"}


def test_a_rename_with_an_alias_keeps_the_automatic_id(make: Make, account: Account) -> None:
    """A resource renamed with an alias keeps the id that its old name gave it."""
    project = make(program(schedule("old")))
    project.up()
    project.write(program(schedule("new", opts=Code("pulumi.ResourceOptions(aliases=[pulumi.Alias(name='old')])"))))
    project.up("--expect-no-changes")
    assert list(account.schedules()) == ["shop-dev-old"]


def test_a_rename_without_an_alias_keeps_the_live_object(make: Make, account: Account) -> None:
    """A renamed resource that keeps its id is not deleted by the deletion of its old name."""
    project = make(program(schedule("old", **FIXED)))
    project.up()
    project.write(program(schedule("new", **FIXED)))
    project.up()
    assert list(account.schedules()) == ["fixed"]
    project.up("--expect-no-changes")
    project.ok("refresh", "--preview-only", "--expect-no-changes")


def test_a_replacement_that_keeps_the_id_keeps_the_live_object(make: Make, account: Account) -> None:
    """A replacement forced by an option on the same id leaves one live object, as newly declared."""
    option = Code("pulumi.ResourceOptions(replace_on_changes=['cron'])")
    project = make(program(schedule("a", **FIXED, opts=option)))
    project.up()
    project.write(program(schedule("a", **FIXED, cron="0 4 * * *", opts=option)))
    project.up()
    assert account.schedules()["fixed"]["cron"] == "0 4 * * *"
    project.up("--expect-no-changes")


@pytest.mark.parametrize("engine", ENGINES[1:], indirect=True)
def test_a_replacement_on_demand_keeps_the_live_object(make: Make, account: Account) -> None:
    """`--replace` leaves an object that is as declared; where it changes too, the way out is named, and works."""
    project = make(program(schedule("a", **FIXED)))
    project.up()
    account.pause("fixed")
    replace = ("--replace", "urn:pulumi:dev::shop::pulumi-python:dynamic/qstash:Schedule::a")
    project.up(*replace)
    assert account.schedules()["fixed"]["isPaused"] is True
    option = Code("pulumi.ResourceOptions(delete_before_replace=True)")
    project.write(program(schedule("a", **FIXED, cron="0 4 * * *")))
    assert option.removeprefix("pulumi.") in project.run("up", *replace).text
    assert account.schedules()["fixed"]["cron"] == "0 3 * * *"
    project.write(program(schedule("a", **FIXED, cron="0 4 * * *", opts=option)))
    project.up(*replace)
    assert account.schedules()["fixed"]["cron"] == "0 4 * * *"
    assert account.schedules()["fixed"]["isPaused"] is True
    project.up("--expect-no-changes")


def test_a_new_id_is_a_replacement(make: Make, account: Account) -> None:
    """A changed id makes the new object first and removes the old one after."""
    project = make(program(schedule("a", schedule_id="one")))
    project.up()
    project.write(program(schedule("a", schedule_id="two")))
    assert project.preview()["changeSummary"]["replace"] == 1
    account.forget_requests()
    project.up()
    assert list(account.schedules()) == ["two"]
    writes = account.writes()
    assert writes.index("POST /v2/schedules/https://shop.example.com/run") < writes.index("DELETE /v2/schedules/one")


def test_deleted_and_added_again(make: Make, account: Account) -> None:
    """What was removed from the program and comes back is made again under the same id."""
    project = make(program(schedule("a")))
    project.up()
    project.write(program())
    project.up()
    assert account.objects() == 0
    project.write(program(schedule("a")))
    project.up()
    assert list(account.schedules()) == ["shop-dev-a"]


def test_a_foreign_object_is_never_overwritten(make: Make, account: Account) -> None:
    """A create that would overwrite somebody's schedule is refused with the difference and the ways out."""
    account.put_schedule("fixed", "https://other.example.com/", "0 0 * * *")
    project = make(program(schedule("a", **FIXED)))
    ran = project.run("up")
    assert ran.code != 0
    assert "fixed" in ran.text
    assert "adopt=True" in ran.text
    assert not ran.shows_a_traceback
    assert account.schedules()["fixed"]["destination"] == "https://other.example.com/"
    project.write(program(schedule("a", **FIXED, adopt=True)))
    project.up()
    assert account.schedules()["fixed"]["destination"] == "https://shop.example.com/run"


def test_an_identical_object_is_taken_over(make: Make, account: Account) -> None:
    """An object that is already as declared is taken over, and stays paused when it was paused."""
    account.put_schedule("fixed", "https://shop.example.com/run", "0 3 * * *")
    account.pause("fixed")
    make(program(schedule("a", **FIXED))).up()
    assert account.schedules()["fixed"]["isPaused"] is True


def test_the_same_id_twice_is_refused(make: Make, account: Account) -> None:
    """Two declarations of one id on one provider are refused at preview, and both are named."""
    ran = make(program(schedule("a", **FIXED), schedule("b", **FIXED))).run("preview")
    assert ran.code != 0
    assert "fixed" in ran.text
    assert account.calls() == []


def test_the_same_id_on_two_providers_of_one_account_is_refused(make: Make, account: Account) -> None:
    """Two declarations of one id are refused at preview, too, where each has a provider of its own."""
    provider = f"own = qstash.Provider('own', token={account.token!r}, url={account.url!r})\n"
    on_it = schedule("b", **FIXED, opts=Code("pulumi.ResourceOptions(provider=own)"))
    ran = make(program(provider, schedule("a", **FIXED), on_it)).run("preview")
    assert ran.code != 0
    assert "declared twice" in ran.text
    assert account.calls() == []


def test_a_move_to_another_provider_of_the_account_keeps_the_live_object(make: Make, account: Account) -> None:
    """A resource that is given a provider of its own on the same account stays, with whoever's pause."""
    project = make(program(schedule("a", **FIXED)))
    project.up()
    account.pause("fixed")
    for cron, names in (("0 4 * * *", ("one",)), ("0 5 * * *", ("one", "two")), ("0 6 * * *", ("two",))):
        made = [f"{n} = qstash.Provider({n!r}, token={account.token!r}, url={account.url!r})\n" for n in names]
        option = Code(f"pulumi.ResourceOptions(provider={names[-1]})")
        project.write(program(*made, schedule("a", **FIXED, cron=cron, opts=option)))
        project.up()
        found = account.schedules()
        assert {k: (s["cron"], s["isPaused"]) for k, s in found.items()} == {"fixed": (cron, True)}
    project.write(program(schedule("a", **FIXED, cron="0 6 * * *")))
    project.up()
    project.up("--expect-no-changes")
    assert account.schedules()["fixed"]["isPaused"] is True


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
def test_the_host_killed_in_the_middle(make: Make, account: Account) -> None:
    """A host killed during an up fails that run; the next one ends with each object once."""
    source = program(*(schedule(f"s{i}") for i in range(12)))
    project = make(source)
    account.call("PUT", "/_dev/latency", {"ms": 150})
    running = project.popen("up")
    _wait_until(lambda: len(account.requests()) >= 4)
    hosts = of_project(project, HOST)
    assert hosts, "no dynamic host is running"
    kill(hosts)
    out, err = running.communicate(timeout=60)
    assert running.returncode != 0, out + err
    account.call("PUT", "/_dev/latency", {"ms": 0})
    project.up()
    assert sorted(account.schedules()) == sorted(f"shop-dev-s{i}" for i in range(12))
    project.up("--expect-no-changes")
    project.destroy()
    assert account.objects() == 0


def _wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
