"""The real host process, called as an engine calls it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2
from support.account import Account
from support.dynamic_host import BLOBS, UNKNOWN, Host, blob, error_of

from .conftest import Start

DAILY = {"scheduleId": "a", "destination": "https://shop.example.com/run", "cron": "0 3 * * *"}
NONE, SOME, LET_THE_ENGINE_SAY = (
    provider_pb2.DiffResponse.DIFF_NONE, provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_UNKNOWN,
)  # fmt: skip
OBJECTS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("Schedule", "a", DAILY, {"cron": "0 4 * * *"}),
    ("Queue", "a", {"queueName": "a", "parallelism": 2}, {"parallelism": 3}),
    ("UrlGroup", "a", {"groupName": "a", "endpoints": [{"url": "https://a.example.com/"}]},
     {"endpoints": [{"url": "https://b.example.com/", "name": "b"}]}),
    ("FlowControl", "a", {"key": "a", "rate": 2, "period": "1m"}, {"rate": 3}),
]  # fmt: skip
EACH = pytest.mark.parametrize(("kind", "id", "news", "change"), OBJECTS, ids=[o[0] for o in OBJECTS])


@pytest.mark.parametrize("kind", BLOBS)
def test_the_provider_in_a_state_never_changes(kind: str) -> None:
    """The bytes that stand in every state for our code are these, for ever."""
    assert blob(kind) == BLOBS[kind]


@EACH
def test_the_life_of_an_object(
    start: Start, account: Account, kind: str, id: str, news: dict[str, Any], change: dict[str, Any]
) -> None:
    """Created, read without drift, changed in place, read again, deleted, and read as gone."""
    host = start()
    inputs, state = host.make(kind, news)
    assert state["account"].startswith("defaultUser@")
    assert {k: v for k, v in state.items() if k != "account"} == inputs
    assert host.diff(id, state, inputs).changes == NONE

    changed = host.check(kind, news | change, inputs)
    found = host.diff(id, state, changed)
    assert (found.changes, list(found.replaces)) == (LET_THE_ENGINE_SAY, [])
    state = host.update(id, state, changed)
    seen, outputs, read = host.read(id, state)
    assert (seen, outputs, read) == (id, state, changed)

    host = start()
    host.delete(id, state)
    assert account.objects() == 0
    if kind != "FlowControl":
        assert host.read(id, state)[0] == ""


def test_numbers_arrive_as_floats_and_leave_whole(host: Host, account: Account) -> None:
    """A number on Pulumi's wire is a float; QStash gets a whole one."""
    host.make("Schedule", DAILY | {"retries": 5.0, "flowControl": {"key": "k", "rate": 2.0, "period": "1m"}})
    assert account.schedules()["a"]["retries"] == 5
    assert account.schedules()["a"]["rate"] == 2


def test_unknown_values_pass_at_any_depth(host: Host) -> None:
    """What a preview does not know yet stays unknown, is not refused, and counts as changed."""
    news = DAILY | {
        "destination": UNKNOWN, "headers": {"X-A": UNKNOWN, "X-B": "b"},
        "callback": {"url": "https://c.example.com/", "headers": {"X-C": UNKNOWN}}, "labels": [UNKNOWN, "l"],
    }  # fmt: skip
    inputs = host.check("Schedule", news)
    assert inputs["destination"] == UNKNOWN
    assert inputs["headers"] == {"X-A": UNKNOWN, "X-B": "b"}
    assert inputs["callback"]["headers"] == {"X-C": UNKNOWN}
    assert inputs["labels"] == [UNKNOWN, "l"]
    _, state = host.make("Schedule", DAILY)
    assert host.diff("a", state, inputs).changes == LET_THE_ENGINE_SAY


def test_a_new_id_replaces_and_nothing_else_does(host: Host) -> None:
    """Only the id forces a replacement, and the new object is made before the old one goes."""
    _, state = host.make("Schedule", DAILY)
    found = host.diff("a", state, host.check("Schedule", DAILY | {"scheduleId": "b"}, state))
    assert (found.changes, list(found.replaces), found.deleteBeforeReplace) == (
        LET_THE_ENGINE_SAY,
        ["scheduleId"],
        False,
    )


def test_automatic_ids_are_kept_under_a_new_name(start: Start) -> None:
    """An id that the program does not give comes from the logical name, and outlives a rename with an alias."""
    news = {k: v for k, v in DAILY.items() if k != "scheduleId"}
    inputs = start().check("Schedule", news | {"logicalName": "shop-dev-old"})
    assert inputs["scheduleId"] == "shop-dev-old"
    assert "logicalName" not in inputs
    later = start().check("Schedule", news | {"logicalName": "shop-dev-new"}, inputs)
    assert later["scheduleId"] == "shop-dev-old"


def test_every_problem_is_told_at_once_with_its_property(host: Host, account: Account) -> None:
    """All that is wrong is told at once; a value that may be secret is neither shown nor named to the CLI."""
    news = DAILY | {"cron": "0 0 * * 7", "retries": -1, "headers": {"X-A": "hush\n"}, "colour": "red"}
    _, failures = host.check_all("Schedule", news)
    named = {path for path, _ in failures}
    assert {"cron", "retries"} <= named
    assert "headers" not in str(named)
    reasons = " ".join(reason for path, reason in failures if path == "")
    assert 'headers["X-A"]' in reasons
    assert "colour" in reasons
    assert "hush" not in str(failures)
    assert account.calls() == []


def test_a_deletion_of_what_the_program_declares_is_left_undone(start: Start, account: Account) -> None:
    """A rename that keeps the id, and a replacement on the same id, leave one live object."""
    _, state = start().make("Schedule", DAILY | {"logicalName": "old"})
    host = start()
    host.make("Schedule", DAILY | {"logicalName": "new"})
    host.delete("a", state)
    assert list(account.schedules()) == ["a"]
    start().delete("a", state)
    assert account.schedules() == {}


def test_what_a_pending_deletion_took_is_written_again(start: Start, account: Account) -> None:
    """After a deletion that ran before the program, an unchanged declaration still asks for an update."""
    inputs, state = start().make("Schedule", DAILY)
    host = start()
    host.delete("a", state)
    checked = host.check("Schedule", DAILY, inputs)
    assert host.diff("a", state, checked).changes == SOME
    host.update("a", state, checked)
    assert list(account.schedules()) == ["a"]


def test_two_hosts_of_one_run_know_of_each_other(start: Start, account: Account) -> None:
    """A schedule that moved to an explicit provider of the same account outlives its deletion by the default one."""
    engine = f"127.0.0.1:{account.url.rpartition(':')[2]}"
    explicit = {"qstash__provider": "other", "qstash__url": account.url, "qstash__token": account.token}
    _, state = start().make("Schedule", DAILY | {"logicalName": "old"})
    default, other, stranger = start(engine=engine), start(engine=engine, **explicit), start()
    other.make("Schedule", DAILY | {"logicalName": "new"})
    default.delete("a", state)
    assert list(account.schedules()) == ["a"]
    stranger.delete("a", state)
    assert account.schedules() == {}


def test_the_threads_of_the_host_share_one_list(host: Host, account: Account) -> None:
    """Creates that come at once share one ownership check and a few connections."""
    news = [DAILY | {"scheduleId": f"s{i}", "logicalName": f"s{i}"} for i in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: host.make("Schedule", one), news))
    assert account.calls().count("GET /v2/schedules") == 1
    assert len(account.schedules()) == 16


class TestGet:
    """Reading what exists."""

    def test_it_gives_what_is_live(self, host: Host, account: Account) -> None:
        """A schedule that somebody made reads with all its settings, and no marker of ours."""
        account.put_schedule("theirs", "https://shop.example.com/run", "0 3 * * *", Upstash_Retries="5")
        asked = {"scheduleId": "theirs", "lookup": True, "__provider": blob("Schedule")}
        id, state, inputs = host.read("theirs", asked, asked)
        assert id == "theirs"
        assert state["retries"] == 5
        assert state["runs"]
        assert "lookup" not in state | inputs

    @pytest.mark.parametrize(
        ("kind", "key"), [("Schedule", "scheduleId"), ("Queue", "queueName"), ("UrlGroup", "groupName")]
    )
    def test_it_says_when_there_is_none(self, host: Host, kind: str, key: str) -> None:
        """What is not there is an error that names it."""
        asked = {key: "nope", "lookup": True, "__provider": blob(kind)}
        assert "'nope' in the account defaultUser@" in error_of(lambda: host.read("nope", asked, asked))

    def test_the_signing_keys(self, host: Host, account: Account) -> None:
        """Both keys are read."""
        asked = {"__provider": blob("SigningKeys")}
        _, state, _ = host.read("keys", asked, asked)
        assert (state["current"], state["next"]) == tuple(account.call("GET", "/v2/keys").values())
