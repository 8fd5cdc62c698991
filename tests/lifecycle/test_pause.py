"""A pause has three states: declared, undone by declaration, and nobody's business but whoever paused."""

from __future__ import annotations

import pytest
from support.account import Account

from pulumi_qstash.model import FLOW_CONTROL, QUEUE, SCHEDULE

from .conftest import Run

DAILY = {"scheduleId": "a", "destination": "https://shop.example.com/run", "cron": "0 3 * * *"}
LATER = {"cron": "0 4 * * *"}
KEEPS = pytest.mark.parametrize("keeps", [True, False], ids=["overwrite-keeps", "overwrite-resumes"])


def declared(paused: bool | None) -> dict[str, bool]:
    return {} if paused is None else {"paused": paused}


@KEEPS
@pytest.mark.parametrize("live", [True, False], ids=["live-paused", "live-running"])
@pytest.mark.parametrize("paused", [True, False, None], ids=["declared-paused", "declared-running", "unmanaged"])
def test_a_schedules_pause_after_an_update(account: Account, keeps: bool, live: bool, paused: bool | None) -> None:
    """After an update a schedule is paused as declared, or as it was where nothing is declared."""
    account.call("PUT", "/_dev/behaviour", {"overwriteKeepsPause": keeps})
    state = Run(account).create(SCHEDULE, DAILY | declared(paused))
    account.call("POST", f"/v2/schedules/a/{'pause' if live else 'resume'}")
    Run(account).change(SCHEDULE, state, DAILY | LATER | declared(paused))
    assert account.schedules()["a"]["cron"] == "0 4 * * *"
    assert account.schedules()["a"]["isPaused"] is (live if paused is None else paused)


@pytest.mark.parametrize("keeps", [True, False], ids=["upsert-keeps", "upsert-resumes"])
@pytest.mark.parametrize("live", [True, False], ids=["live-paused", "live-running"])
@pytest.mark.parametrize("paused", [True, False, None], ids=["declared-paused", "declared-running", "unmanaged"])
def test_a_queues_pause_after_an_update(account: Account, keeps: bool, live: bool, paused: bool | None) -> None:
    """After an update a queue is paused as declared, or as it was; QStash alone would resume it."""
    account.call("PUT", "/_dev/behaviour", {"queueUpsertKeepsPause": keeps})
    state = Run(account).create(QUEUE, {"queueName": "a", **declared(paused)})
    account.call("POST", f"/v2/queues/a/{'pause' if live else 'resume'}")
    Run(account).change(QUEUE, state, {"queueName": "a", "parallelism": 2, **declared(paused)})
    assert account.queues()["a"]["parallelism"] == 2
    assert account.queues()["a"]["paused"] is (live if paused is None else paused)


@pytest.mark.parametrize(("was", "now", "calls"), [
    (None, True, ["POST /v2/schedules/a/pause"]),
    (True, False, ["POST /v2/schedules/a/resume"]),
    (False, True, ["POST /v2/schedules/a/pause"]),
    (True, None, []),
    (False, None, []),
])  # fmt: skip
def test_a_change_of_the_pause_alone(account: Account, was: bool | None, now: bool | None, calls: list[str]) -> None:
    """A pause that is declared anew is one call and no overwrite; one that is no longer managed stays as it is."""
    state = Run(account).create(SCHEDULE, DAILY | declared(was))
    account.forget_requests()
    after = Run(account).change(SCHEDULE, state, DAILY | declared(now))
    assert account.calls() == calls
    assert after.get("paused") is now
    assert account.schedules()["a"]["isPaused"] is bool(was if now is None else now)


def test_a_pause_of_what_is_gone_makes_it_again(account: Account) -> None:
    """Where the schedule was deleted behind our back, changing its pause writes it anew, paused."""
    state = Run(account).create(SCHEDULE, DAILY)
    account.delete_schedule("a")
    Run(account).change(SCHEDULE, state, DAILY | {"paused": True})
    assert account.schedules()["a"]["isPaused"] is True


def test_pause_drift_shows_only_where_it_is_managed(account: Account) -> None:
    """A schedule paused by somebody is drift where the program says running, and nothing where it says nothing."""
    managed = Run(account).create(SCHEDULE, DAILY | {"paused": False})
    account.pause("a")
    assert Run(account).drift(SCHEDULE, managed) == ["paused"]
    unmanaged = {k: v for k, v in managed.items() if k != "paused"}
    assert Run(account).drift(SCHEDULE, unmanaged) == []


def test_a_whole_stack_is_brought_up_paused(account: Account) -> None:
    """With `qstash:paused` every schedule comes up paused, whatever it declares; queues do not."""
    run = Run(account, pause_all=True)
    run.create(SCHEDULE, DAILY)
    run.create(SCHEDULE, DAILY | {"scheduleId": "b", "paused": False, "__logicalName": "b"})
    run.create(QUEUE, {"queueName": "q"})
    assert [s["isPaused"] for s in account.schedules().values()] == [True, True]
    assert account.queues()["q"]["paused"] is False


def test_a_flow_control_key_is_pinned_paused_and_let_go(account: Account) -> None:
    """Each change of a key is the fewest calls; its deletion unpins and resumes it; the key itself stays."""

    def key() -> tuple[object, ...]:
        live = {k["flowControlKey"]: k for k in account.call("GET", "/v2/flowControl")}["k"]
        pinned = live["isPinnedParallelism"] and live["parallelismMax"], live["isPinnedRate"] and live["rateMax"]
        return (*pinned, live["isPaused"])

    state = Run(account).create(FLOW_CONTROL, {"key": "k", "parallelism": 3, "rate": 20, "period": "2m"})
    assert key() == (3, 20, False)
    assert Run(account).drift(FLOW_CONTROL, state) == []
    state = Run(account).change(FLOW_CONTROL, state, {"key": "k", "rate": 20, "period": "2m", "paused": True})
    assert key() == (False, 20, True)
    account.forget_requests()
    state = Run(account).change(FLOW_CONTROL, state, {"key": "k", "rate": 20, "period": "2m", "paused": False})
    assert account.calls() == ["POST /v2/flowControl/k/resume"]
    account.call("POST", "/v2/flowControl/k/unpin?rate=true&parallelism=true")
    assert Run(account).drift(FLOW_CONTROL, state) == ["rate", "period"]
    state = Run(account).change(FLOW_CONTROL, state, {"key": "k", "parallelism": 1, "paused": True})
    Run(account).delete(FLOW_CONTROL, state)
    assert key() == (False, False, False)


def test_a_key_that_is_not_there_reads_as_unpinned(account: Account) -> None:
    """A flow-control key that nothing has used yet is unpinned, never gone."""
    state = Run(account).create(FLOW_CONTROL, {"key": "k", "parallelism": 3})
    account.call("DELETE", "/_dev/account")
    assert Run(account).drift(FLOW_CONTROL, state) == ["parallelism"]


def test_a_key_that_cannot_be_pinned_yet_says_why(account: Account) -> None:
    """Where QStash knows no key that was never used, the message says to use it first."""
    account.call("PUT", "/_dev/behaviour", {"pinCreatesKey": False})
    with pytest.raises(Exception, match="use it first"):
        Run(account).create(FLOW_CONTROL, {"key": "k", "parallelism": 3})
