"""`qstash:checkLive`: a preview that says what its creates would meet."""

from __future__ import annotations

from typing import Any

from support.account import Account

from pulumi_qstash.model import QUEUE, SCHEDULE, UNKNOWN, URL_GROUP

from .conftest import Run

DAILY = {"scheduleId": "a", "destination": "https://shop.example.com/run", "cron": "0 3 * * *"}


def live_run(account: Account, **more: Any) -> Run:
    return Run(account, check_live=True, **more)


def test_a_create_that_would_meet_another_object_is_refused(account: Account) -> None:
    """An existing object that differs is a failure of the id, with the difference, at preview."""
    Run(account).create(SCHEDULE, DAILY | {"cron": "1 1 * * *"})
    ((path, reason),) = live_run(account).problems(SCHEDULE, DAILY)
    assert path == "scheduleId"
    assert "1 1 * * *" in reason
    assert "adopt=True" in reason


def test_what_will_be_taken_over_is_told(account: Account) -> None:
    """An existing object that is as declared is a note, and no failure."""
    Run(account).create(SCHEDULE, DAILY)
    run = live_run(account)
    assert run.problems(SCHEDULE, DAILY) == []
    assert run.notes == ["The schedule 'a' exists already, as declared: it will be taken over."]


def test_what_is_ours_or_adopted_or_unknown_is_no_problem(account: Account) -> None:
    """Objects of the state, adopted ones and those that are not fully known yet pass."""
    theirs = DAILY | {"cron": "1 1 * * *"}
    Run(account).create(SCHEDULE, theirs)
    assert live_run(account).problems(SCHEDULE, DAILY, theirs) == []
    assert live_run(account).problems(SCHEDULE, DAILY | {"adopt": True}) == []
    assert live_run(account).problems(SCHEDULE, DAILY | {"destination": UNKNOWN}) == []


def test_the_account_is_asked_once_per_kind(account: Account) -> None:
    """However much a program declares, its preview lists each kind once."""
    run = live_run(account)
    for i in range(5):
        run.check(SCHEDULE, DAILY | {"scheduleId": f"s{i}", "__logicalName": f"s{i}"})
        run.check(QUEUE, {"queueName": f"q{i}", "__logicalName": f"q{i}"})
    assert sorted(account.calls()) == ["GET /v2/queues", "GET /v2/schedules"]


def test_creates_beyond_the_plan_are_refused(account: Account) -> None:
    """What the account holds and what the program adds is counted against the plan."""
    Run(account).create(URL_GROUP, {"groupName": "g", "endpoints": [{"url": "https://a.example.com/"}]})
    run = live_run(account, plan="free")
    ((path, reason),) = run.problems(URL_GROUP, {"groupName": "h", "endpoints": [{"url": "https://a.example.com/"}]})
    assert path == "groupName"
    assert "allows 1" in reason
    for i in range(10):
        assert run.problems(SCHEDULE, DAILY | {"scheduleId": f"s{i}", "__logicalName": f"s{i}"}) == []
    assert "number 11" in str(run.problems(SCHEDULE, DAILY | {"__logicalName": "eleventh"}))


def test_without_it_a_preview_asks_nothing(account: Account) -> None:
    """The account is asked only where the stack says so."""
    Run(account, plan="free").check(SCHEDULE, DAILY)
    assert account.calls() == []


def test_a_wrong_configuration_is_told_once(account: Account) -> None:
    """A configuration that cannot be meant fails the check once, not once for each resource."""
    run = Run(account, problems=("qstash:plan is 'gold'.",))
    assert run.problems(SCHEDULE, DAILY) == [("", "qstash:plan is 'gold'.")]
    assert run.problems(SCHEDULE, DAILY) == []
