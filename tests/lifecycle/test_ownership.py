"""Whose object it is: nothing foreign is overwritten, nothing of another account is touched."""

from __future__ import annotations

from typing import Any

import pytest
from support.account import Account

from pulumi_qstash.lifecycle import ForeignObject, NoSuchObject, OtherAccount
from pulumi_qstash.model import FLOW_CONTROL, QUEUE, SCHEDULE, URL_GROUP, Kind

from .conftest import Run, token_of

DAILY = {"scheduleId": "a", "destination": "https://shop.example.com/run", "cron": "0 3 * * *"}
DECLARED: list[tuple[Kind, dict[str, Any], dict[str, Any]]] = [
    (SCHEDULE, DAILY, {"cron": "0 4 * * *"}),
    (QUEUE, {"queueName": "a", "parallelism": 2}, {"parallelism": 3}),
    (URL_GROUP, {"groupName": "a", "endpoints": [{"url": "https://a.example.com/"}]},
     {"endpoints": [{"url": "https://b.example.com/"}]}),
]  # fmt: skip
KIND = pytest.mark.parametrize(("kind", "declared", "change"), DECLARED, ids=[k.name for k, *_ in DECLARED])


def foreign_error(run: Run, kind: Kind, news: dict[str, Any]) -> str:
    with pytest.raises(ForeignObject) as caught:
        run.create(kind, news)
    return str(caught.value)


@KIND
def test_a_foreign_object_that_differs_is_never_overwritten(
    account: Account, kind: Kind, declared: dict[str, Any], change: dict[str, Any]
) -> None:
    """A create that would overwrite is refused with the object, the difference and the ways out; nothing is sent."""
    Run(account).create(kind, declared | change)
    account.forget_requests()
    said = foreign_error(Run(account), kind, declared)
    assert account.writes() == []
    for words in ("'a'", *change, "adopt=True", "import", "another", "aliases"):
        assert words in said


@KIND
def test_adopt_takes_it_over(account: Account, kind: Kind, declared: dict[str, Any], change: dict[str, Any]) -> None:
    """With adopt the object becomes what is declared."""
    Run(account).create(kind, declared | change)
    state = Run(account).create(kind, declared | {"adopt": True})
    assert Run(account).drift(kind, state) == []


@KIND
def test_an_identical_object_is_taken_over_without_a_write(
    account: Account, kind: Kind, declared: dict[str, Any], change: dict[str, Any]
) -> None:
    """What is already as declared costs one list and no write."""
    Run(account).create(kind, declared)
    account.forget_requests()
    state = Run(account).create(kind, declared)
    assert [call.split()[0] for call in account.calls()] == ["GET"]
    assert Run(account).drift(kind, state) == []


@KIND
def test_what_the_state_holds_is_no_foreign_object(
    account: Account, kind: Kind, declared: dict[str, Any], change: dict[str, Any]
) -> None:
    """A replacement writes over the object that the state held, whatever it has become."""
    Run(account).create(kind, declared | change)
    run = Run(account)
    run.check(kind, declared, declared | change)
    state = run.create(kind, declared)
    assert Run(account).drift(kind, state) == []


def test_the_difference_shows_no_secret(account: Account) -> None:
    """Differing headers, bodies and callbacks are named, and neither side's value is shown."""
    theirs = {
        "headers": {"X-A": "hush-there"},
        "body": "hush-there",
        "callback": {"url": "https://h.example.com/?hush"},
    }
    ours = {"headers": {"X-A": "hush-here"}, "body": "hush-here", "callback": {"url": "https://i.example.com/?hush"}}
    Run(account).create(SCHEDULE, DAILY | theirs)
    said = foreign_error(Run(account), SCHEDULE, DAILY | ours)
    assert "hush" not in said
    for path in ("headers", "X-A", "body", "callback"):
        assert path in said


def test_the_difference_shows_harmless_values(account: Account) -> None:
    """Values that are no secrets are shown from both sides, so that a person can decide."""
    Run(account).create(SCHEDULE, DAILY | {"cron": "5 5 * * *", "retries": 1})
    said = foreign_error(Run(account), SCHEDULE, DAILY)
    for value in ("5 5 * * *", "0 3 * * *", "retries is 1 there, not set here"):
        assert value in said


def test_what_cannot_be_read_back_is_written(account: Account) -> None:
    """A taken-over object is written where the declaration has a setting that reading cannot confirm."""
    Run(account).create(SCHEDULE, DAILY)
    account.forget_requests()
    Run(account).create(SCHEDULE, DAILY | {"timeout": "30s"})
    assert account.writes() == ["POST /v2/schedules/https://shop.example.com/run"]


@pytest.mark.parametrize(("was", "declared", "now"), [
    (True, None, True), (False, None, False), (True, False, False), (False, True, True), (True, True, True),
])  # fmt: skip
@pytest.mark.parametrize("kind", [SCHEDULE, QUEUE], ids=lambda k: k.name)
def test_the_pause_is_no_difference(account: Account, kind: Kind, was: bool, declared: bool | None, now: bool) -> None:
    """An object that differs in its pause alone is taken over; its pause changes only where it is declared."""
    news = DAILY if kind is SCHEDULE else {"queueName": "a"}
    Run(account).create(kind, news | {"paused": was})
    Run(account).create(kind, news | ({} if declared is None else {"paused": declared}))
    live = account.schedules()["a"]["isPaused"] if kind is SCHEDULE else account.queues()["a"]["paused"]
    assert live is now


def test_a_free_flow_control_key_is_nobodys(account: Account) -> None:
    """A key that is used but not pinned is taken; one that somebody has pinned otherwise is foreign."""
    Run(account).create(SCHEDULE, DAILY | {"flowControl": {"key": "k", "rate": 9, "period": "1m"}})
    Run(account).create(FLOW_CONTROL, {"key": "k", "rate": 3, "period": "1m"})
    said = foreign_error(Run(account), FLOW_CONTROL, {"key": "k", "rate": 4, "period": "1m"})
    assert "rate is 3 there, 4 here" in said
    assert "adopt=True" not in said


class TestAccounts:
    """The account is remembered, and work with another one is refused."""

    @pytest.fixture
    def other(self, account: Account) -> Account:
        other = Account(account.url, token_of("other-user"))
        account.call("PUT", "/_dev/accounts", [{"token": account.token}, {"token": other.token}])
        return other

    def test_it_is_remembered_without_a_secret(self, account: Account) -> None:
        """The state holds the user id and the host, and nothing of the token's secret."""
        state = Run(account).create(SCHEDULE, DAILY)
        host = account.url.removeprefix("http://")
        assert state["account"] == f"defaultUser@{host}"
        assert "defaultPassword" not in str(state)

    @pytest.mark.parametrize("operation", ["diff", "read", "update", "delete"])
    def test_another_account_is_refused(self, account: Account, other: Account, operation: str) -> None:
        """Every operation on an object of another account is refused with both named and the way to move."""
        state = Run(account).create(SCHEDULE, DAILY)
        run = Run(other)
        news = DAILY | {"cron": "0 5 * * *"}
        operations = {
            "diff": lambda: run.lifecycle.diff(SCHEDULE, "a", state, news),
            "read": lambda: run.read(SCHEDULE, state),
            "update": lambda: run.lifecycle.update(SCHEDULE, "a", state, news),
            "delete": lambda: run.delete(SCHEDULE, state),
        }
        account.forget_requests()
        with pytest.raises(OtherAccount) as caught:
            operations[operation]()
        for words in ("defaultUser@", "other-user@", "schedule 'a'", "destroy", "pulumi state delete"):
            assert words in str(caught.value)
        assert account.calls() == []

    def test_another_host_is_refused(self, account: Account) -> None:
        """The same user in another region is another account."""
        state = Run(account).create(SCHEDULE, DAILY)
        with pytest.raises(OtherAccount, match=r"qstash-us-east-1\.upstash\.io"):
            Run(account, url="https://qstash-us-east-1.upstash.io").delete(SCHEDULE, state)

    def test_a_rotated_token_is_the_same_account(self, account: Account) -> None:
        """A token of the same user with another password goes on with the same objects."""
        state = Run(account).create(SCHEDULE, DAILY)
        assert not Run(account, token=token_of("defaultUser")).lifecycle.diff(SCHEDULE, "a", state, DAILY).changed

    def test_an_opaque_token_is_known_by_its_host(self, account: Account) -> None:
        """A token that names no user is told by its host alone."""
        account.call("PUT", "/_dev/accounts", [{"token": "opaque"}])
        state = Run(account, token="opaque").create(SCHEDULE, DAILY)
        assert state["account"] == account.url.removeprefix("http://")
        with pytest.raises(OtherAccount):
            Run(account, token="opaque", url="https://qstash.upstash.io").delete(SCHEDULE, state)

    def test_a_preview_without_a_token_compares_all_the_same(self, account: Account) -> None:
        """Without a token nobody can tell the account, and a preview needs none."""
        state = Run(account).create(SCHEDULE, DAILY)
        assert not Run(account, token=None).lifecycle.diff(SCHEDULE, "a", state, DAILY).changed

    def test_a_token_of_another_region_deletes_nothing(self, account: Account) -> None:
        """ "Not found in this region" is an error of the region, for reads and deletes alike."""
        state = Run(account).create(SCHEDULE, DAILY)
        account.call("PUT", "/_dev/accounts", [{"token": account.token, "region": "us-east-1"}])
        for operation in (Run(account).read, Run(account).delete):
            with pytest.raises(Exception, match="qstash:region"):
                operation(SCHEDULE, state)


def test_what_is_asked_for_must_be_there(account: Account) -> None:
    """Reading an object by its id gives all that can be read, or says that there is none."""
    Run(account).create(SCHEDULE, DAILY | {"retries": 5, "paused": True})
    found = Run(account).lifecycle.read(SCHEDULE, "a", {"scheduleId": "a"}, required=True)
    assert found is not None
    assert found[1].items() >= (DAILY | {"retries": 5, "paused": True}).items()
    assert found[1]["runs"]
    with pytest.raises(NoSuchObject, match="no schedule 'b' in the account defaultUser@"):
        Run(account).lifecycle.read(SCHEDULE, "b", {"scheduleId": "b"}, required=True)
