"""Unmanaged objects go by their exact names, after a backup from which they come back as they were."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from support.account import Account
from support.engines import Ran
from support.written_state import Written

from .conftest import Tool

RUN = "https://shop.example.com/run"
HISTORY = {"createdAt", "updatedAt", "lastScheduleTime", "nextScheduleTime", "lag"}


def plant(account: Account) -> None:
    account.call(
        "POST", "/v2/topics/orders/endpoints", {"endpoints": [{"url": RUN, "name": "First one"}, {"url": RUN + "2"}]}
    )
    account.call("POST", "/v2/queues", {"queueName": "mail", "parallelism": 3, "paused": True})
    account.put_schedule(
        "full", "orders", "CRON_TZ=Europe/Berlin 0 9 * * 1-5", "Grüße\n".encode(), Upstash_Method="PUT",
        Content_Type="text/plain", Upstash_Forward_X_Shop="one", Upstash_Forward_Authorization="Bearer hush",
        Upstash_Retries="5", Upstash_Retry_Delay="1000 * retried", Upstash_Delay="90s", Upstash_Timeout="30s",
        Upstash_Queue_Name="mail", Upstash_Label="a,b", Upstash_Flow_Control_Key="k",
        Upstash_Flow_Control_Value="parallelism=2, rate=10, period=1m",
        Upstash_Callback="https://shop.example.com/done", Upstash_Failure_Callback="https://shop.example.com/failed",
    )  # fmt: skip
    account.pause("full")
    account.put_schedule("bytes", RUN, "@every 1h", b"\xff\x00\x01")
    account.call("POST", "/v2/flowControl/k/pin?parallelism=4&rate=5&period=60")
    account.call("POST", "/v2/flowControl/k/pause")


def content(account: Account) -> dict[str, Any]:
    """What the account holds, without what tells of its history."""
    everything = [account.schedules(), account.queues(), account.url_groups()]
    limits = {o["flowControlKey"]: o for o in account.call("GET", "/v2/flowControl")}
    return {
        id_: {k: v for k, v in live.items() if k not in HISTORY}
        for found in [*everything, limits]
        for id_, live in found.items()
    }


def drop(tool: Tool, tmp_path: Path, *ids: str, state: str = "", yes: bool = True) -> Ran:
    (tmp_path / "s.json").write_text(state or Written().export())
    named = [word for id_ in ids for word in ("--delete-unmanaged", id_)]
    return tool("drift", "--state", "s.json", "--backup", "backup.json", *named, *(["--yes"] if yes else []))


ALL = ("full", "bytes", "mail", "orders", "k")


def test_deleted_objects_come_back_as_they_were(tool: Tool, account: Account, tmp_path: Path) -> None:
    """Everything that was deleted is there again after a restore, each setting and each pause as before."""
    plant(account)
    before = content(account)
    ran = drop(tool, tmp_path, *ALL)
    assert ran.code == 0, ran.text
    assert account.objects() == 0
    assert not account.call("GET", "/v2/flowControl/k")["isPinnedParallelism"]
    ran = tool("restore", "backup.json", "--yes")
    assert ran.code == 0, ran.text
    assert "differs" not in ran.text
    assert content(account) == before


def test_the_backup_is_its_owners_alone(tool: Tool, account: Account, tmp_path: Path) -> None:
    """The backup holds secrets, so nobody else may read it; without --backup it is in a folder that git ignores."""
    plant(account)
    drop(tool, tmp_path, "full")
    assert stat.S_IMODE((tmp_path / "backup.json").stat().st_mode) == 0o600
    ran = tool("drift", "--state", "s.json", "--delete-unmanaged", "bytes", "--yes")
    (kept,) = (tmp_path / ".qstash-backups").glob("*.json")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert (tmp_path / ".qstash-backups/.gitignore").read_text() == "*\n"
    assert kept.name in ran.err


def test_what_goes_is_shown_first(tool: Tool, account: Account, tmp_path: Path) -> None:
    """The objects are shown before anything is asked, and what a restore cannot bring back is said."""
    plant(account)
    ran = drop(tool, tmp_path, "full", yes=False)
    assert "schedule full" in ran.err
    assert "callback and failureCallback" in ran.err
    assert "its timeout, if it has one" in ran.err
    assert "hush" not in ran.text


def test_nobody_to_ask_is_a_no(tool: Tool, account: Account, tmp_path: Path) -> None:
    """Without a terminal and without --yes nothing is deleted."""
    plant(account)
    before = content(account)
    ran = drop(tool, tmp_path, "full", yes=False)
    assert ran.code == 1
    assert "--yes" in ran.err
    assert content(account) == before
    assert not (tmp_path / "backup.json").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("fu*", "names are exact"),
        ("nope", "names are exact"),
        ("declared", "declared by shop/dev"),
        ("queue:full", "exact"),
    ],
)
def test_only_exact_names_of_unmanaged_objects(
    tool: Tool, account: Account, tmp_path: Path, name: str, said: str
) -> None:
    """A glob, an unknown name and a declared object are refused, and then nothing at all is deleted."""
    plant(account)
    account.put_schedule("declared", RUN, "0 3 * * *")
    account.forget_requests()
    ran = drop(tool, tmp_path, "full", name, state=Written().schedule("declared").export())
    assert ran.code == 1
    assert said in ran.err
    assert account.writes() == []


def test_a_name_of_two_kinds_needs_its_prefix(tool: Tool, account: Account, tmp_path: Path) -> None:
    """Where a queue and a schedule share a name, the kind has to be said."""
    account.put_schedule("same", RUN, "0 3 * * *")
    account.call("POST", "/v2/queues", {"queueName": "same", "parallelism": 1})
    ran = drop(tool, tmp_path, "same")
    assert ran.code == 1
    assert "schedule:same" in ran.err
    assert "queue:same" in ran.err
    assert drop(tool, tmp_path, "queue:same").code == 0
    assert (list(account.schedules()), list(account.queues())) == (["same"], [])


def test_redacted_objects_are_refused_before_anything_goes(tool: Tool, account: Account, tmp_path: Path) -> None:
    """An object with redacted values could not be put back: it and all named with it stay."""
    plant(account)
    account.put_schedule("hidden", RUN, "0 3 * * *", b"hush", Upstash_Redact_Fields="body")
    account.forget_requests()
    ran = drop(tool, tmp_path, "bytes", "hidden")
    assert ran.code == 1
    assert "schedule hidden" in ran.err
    assert account.writes() == []
    assert not (tmp_path / "backup.json").exists()


def test_a_backup_is_never_overwritten(tool: Tool, account: Account, tmp_path: Path) -> None:
    """A backup file that exists is refused, and nothing is deleted."""
    plant(account)
    (tmp_path / "backup.json").write_text("precious")
    account.forget_requests()
    ran = drop(tool, tmp_path, "full")
    assert ran.code == 1
    assert (tmp_path / "backup.json").read_text() == "precious"
    assert account.writes() == []


def test_a_restore_overwrites_nothing(tool: Tool, account: Account, tmp_path: Path) -> None:
    """An object that is there and differs stops the whole restore; an identical one is left alone."""
    plant(account)
    drop(tool, tmp_path, "full", "bytes")
    account.put_schedule("bytes", RUN, "@every 2h", b"\xff\x00\x01")
    account.forget_requests()
    ran = tool("restore", "backup.json", "--yes")
    assert ran.code == 1
    assert "schedule bytes" in ran.err
    assert account.writes() == []
    account.put_schedule("bytes", RUN, "@every 1h", b"\xff\x00\x01")
    ran = tool("restore", "backup.json", "--yes")
    assert ran.code == 0
    assert "bytes is there already" in ran.out
    assert sorted(account.schedules()) == ["bytes", "full"]


def test_a_backup_goes_to_its_own_account(tool: Tool, account: Account, tmp_path: Path) -> None:
    """A file of one account is not written into another."""
    plant(account)
    drop(tool, tmp_path, "full")
    document = json.loads((tmp_path / "backup.json").read_text())
    document["objects"][0]["account"] = "somebody@elsewhere"
    (tmp_path / "backup.json").write_text(json.dumps(document))
    ran = tool("restore", "backup.json", "--yes")
    assert ran.code == 1
    assert "somebody@elsewhere" in ran.err
    assert "full" not in account.schedules()


def test_waiting_messages_are_told_before_their_queue_goes(tool: Tool, account: Account, tmp_path: Path) -> None:
    """What waits in a queue is lost with it, so the question says how much that is."""
    account.call("POST", "/v2/queues", {"queueName": "mail", "parallelism": 1, "paused": True})
    account.call("POST", f"/v2/enqueue/mail/{RUN}", b"x")
    ran = drop(tool, tmp_path, "mail", yes=False)
    assert "its 1 waiting message:" in ran.err


def test_a_restore_that_was_cut_off_goes_on(tool: Tool, account: Account, tmp_path: Path) -> None:
    """A second run puts back the rest, and pauses what the first one made and did not come to pause."""
    plant(account)
    before = content(account)
    drop(tool, tmp_path, *ALL)
    assert tool("restore", "backup.json", "--yes").code == 0
    account.call("POST", "/v2/schedules/full/resume")
    account.delete_schedule("bytes")
    account.forget_requests()
    ran = tool("restore", "backup.json", "--yes")
    assert ran.code == 0, ran.text
    assert "schedule full is there, and will be paused as in the file" in ran.out
    assert account.writes() == ["POST /v2/schedules/full/pause", f"POST /v2/schedules/{RUN}"]
    assert content(account) == before


def test_a_refused_restore_says_how_far_it_came(tool: Tool, account: Account, tmp_path: Path) -> None:
    """Where QStash refuses a write, it is told how many objects are back, and that a further run goes on."""
    plant(account)
    drop(tool, tmp_path, "full", "bytes")
    account.call("PUT", "/_dev/accounts", [{"token": account.token, "readOnly": True}])
    ran = tool("restore", "backup.json", "--yes")
    assert ran.code == 1
    assert "Put back 0 of 2: run it again for the rest" in ran.err
    assert account.token not in ran.text


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", '{"format": "pulumi-qstash backup", "version": 9}',
        '{"format": "pulumi-qstash backup", "version": 1, "objects": 5}',
        '{"format": "pulumi-qstash backup", "version": 1, "objects": [{"kind": "Queue", "live": {"name": ""}}]}',
        '{"format": "pulumi-qstash backup", "version": 1, "objects": '
        '[{"kind": "Schedule", "live": {"scheduleId": "a"}}]}',
    ],
)  # fmt: skip
def test_what_is_no_backup_is_refused(tool: Tool, account: Account, tmp_path: Path, text: str) -> None:
    """A file that is no backup is refused in one sentence, and nothing is written."""
    (tmp_path / "b.json").write_text(text)
    ran = tool("restore", "b.json", "--yes")
    assert ran.code == 1
    assert "b.json" in ran.err
    assert "Traceback" not in ran.err
    assert account.writes() == []
