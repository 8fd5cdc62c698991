"""What became of each object: in sync, changed, gone, paused outside, unmanaged, not compared."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.account import Account
from support.written_state import Written, changes, closed, secret, statuses

from .conftest import Drift, Tool

RUN = "https://shop.example.com/run"


def test_an_account_as_declared_is_in_sync(drift: Drift, account: Account) -> None:
    """Everything as declared is exit 0, one list call for each kind and no write."""
    account.put_schedule("a", RUN, "CRON_TZ=Europe/Berlin 0 3 * * *", b"hello", Upstash_Delay="90s")
    account.call("POST", "/v2/queues", {"queueName": "q", "parallelism": 2})
    account.call("POST", "/v2/topics/g/endpoints", {"endpoints": [{"url": RUN}]})
    state = Written().schedule("a", timeZone="Europe/Berlin", body="hello", delay="1m30s")
    state.add("Queue", "q", queueName="q", parallelism=2).add("UrlGroup", "g", groupName="g", endpoints=[{"url": RUN}])
    account.forget_requests()
    code, report = drift(state.export())
    assert (code, report["drift"], report["summary"]["inSync"]) == (0, False, 3)
    assert sorted(account.calls()) == [f"GET /v2/{noun}" for noun in ("flowControl", "queues", "schedules", "topics")]


def test_a_changed_cron_is_told_in_words(drift: Drift, account: Account) -> None:
    """A changed cron is drift, with both values and both in words."""
    account.put_schedule("a", RUN, "* * * * *")
    code, report = drift(Written().schedule("a").export())
    (change,) = report["objects"][0]["changes"]
    assert code == 7
    assert (change["path"], change["before"], change["after"]) == ("cron", "0 3 * * *", "* * * * *")
    assert "03:00" in change["beforeWords"]
    assert "every minute" in change["afterWords"]


def test_what_is_gone_is_drift(drift: Drift, account: Account) -> None:
    """An object that is no longer there is gone, whatever its kind."""
    state = Written().schedule("a").add("Queue", "q", queueName="q")
    state.add("UrlGroup", "g", groupName="g", endpoints=[{"url": RUN}])
    code, report = drift(state.export())
    assert (code, statuses(report)) == (7, {"a": "gone", "q": "gone", "g": "gone"})


def test_a_flow_control_key_that_is_not_there_is_unpinned(drift: Drift, account: Account) -> None:
    """A pinned key that is not there is changed, not gone."""
    code, report = drift(Written().add("FlowControl", "k", key="never-used", parallelism=2).export())
    assert (code, changes(report)) == (7, {"never-used": ["parallelism"]})


def test_unmanaged_objects_are_told_and_do_not_fail(drift: Drift, account: Account) -> None:
    """What no stack declares is reported, and fails only where that is asked for."""
    account.put_schedule("stray", "https://shop.example.com/x?token=hush-query", "0 0 * * *")
    code, report = drift(Written().export())
    assert (code, statuses(report)) == (0, {"stray": "unmanaged"})
    assert "hush-query" not in str(report)
    code, _ = drift(Written().export(), options=("--fail-on-unmanaged",))
    assert code == 7


def test_a_flow_control_key_in_use_is_nobodys_configuration(drift: Drift, account: Account) -> None:
    """A key that messages use is not unmanaged; one that somebody pinned is."""
    for key in ("used", "pinned"):
        account.call("POST", f"/v2/publish/{RUN}", b"", Upstash_Delay="1h", Upstash_Flow_Control_Key=key,
                     Upstash_Flow_Control_Value="parallelism=1")  # fmt: skip
    account.call("POST", "/v2/flowControl/pinned/pin?parallelism=3")
    _, report = drift(Written().export())
    assert statuses(report) == {"pinned": "unmanaged"}


@pytest.mark.parametrize("declared", [True, False])
def test_a_managed_pause_is_drift(drift: Drift, account: Account, declared: bool) -> None:
    """Where the program says paused or running, the other is drift and told as such."""
    account.put_schedule("a", RUN, "0 3 * * *")
    if not declared:
        account.pause("a")
    code, report = drift(Written().schedule("a", paused=declared).export())
    assert (code, changes(report)) == (7, {"a": ["paused"]})
    assert report["objects"][0]["pause"]["paused"] is not declared


def test_an_unmanaged_pause_is_told_and_is_no_drift(drift: Drift, account: Account) -> None:
    """Where the program leaves the pause alone, a paused schedule is told, with exit 0."""
    account.put_schedule("a", RUN, "0 3 * * *")
    account.pause("a")
    code, report = drift(Written().schedule("a").export())
    assert (code, report["objects"][0]["status"]) == (0, "inSync")
    assert report["objects"][0]["pause"] == {"paused": True, "declared": False, "lastFailure": ""}


def test_ignored_objects_are_left_out_and_counted(drift: Drift, account: Account) -> None:
    """--ignore leaves out what its globs name, with or without the kind before them."""
    for id_ in ("tmp-1", "tmp-2", "kept"):
        account.put_schedule(id_, RUN, "0 0 * * *")
    account.call("POST", "/v2/queues", {"queueName": "tmp-q", "parallelism": 1})
    _, report = drift(Written().export(), options=("--ignore", "schedule:tmp-*"))
    assert (sorted(statuses(report)), report["summary"]["ignored"]) == (["kept", "tmp-q"], 2)


def test_ignored_changes_of_the_program_are_ignored_here_too(drift: Drift, account: Account) -> None:
    """A property under the program's ignore_changes is no drift, as in a refresh."""
    account.put_schedule("a", RUN, "* * * * *", Upstash_Retries="5")
    state = Written().schedule("a", options={"ignoreChanges": ["cron"]})
    assert changes(drift(state.export())[1]) == {"a": ["retries"]}


def test_what_is_to_be_deleted_is_neither_compared_nor_unmanaged(drift: Drift, account: Account) -> None:
    """An object whose deletion is still to come belongs to its stack."""
    account.put_schedule("old", RUN, "* * * * *")
    state = Written().schedule("old", options={"delete": True})
    assert statuses(drift(state.export())[1]) == {}


def test_what_the_stack_only_reads_is_not_compared(drift: Drift, account: Account) -> None:
    """An object that the program only reads is known, and its settings are nobody's drift."""
    account.put_schedule("a", RUN, "* * * * *")
    code, report = drift(Written().schedule("a", options={"external": True}).export())
    assert (code, statuses(report)) == (0, {"a": "inSync"})


def test_open_secrets_are_compared_and_never_shown(drift: Drift, account: Account) -> None:
    """A secret that the export shows is compared; the difference is told without either value."""
    account.put_schedule("a", RUN, "0 3 * * *", b"hush-live-body", Upstash_Forward_X_Api_Key="hush-live-key")
    secrets = {"body": secret("hush-body"), "headers": {"X-Api-Key": secret("hush-key")}}
    state = Written().schedule("a", secrets=secrets)
    code, report = drift(state.export())
    assert (code, changes(report)) == (7, {"a": ["body", 'headers["X-Api-Key"]']})
    assert "hush" not in str(report)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_a_header_that_looks_like_a_credential_is_never_shown(
    tool: Tool, account: Account, tmp_path: Path, form: str
) -> None:
    """A credential that somebody added by hand is drift, and its value stays out of every format."""
    account.put_schedule("a", RUN, "0 3 * * *", Upstash_Forward_Authorization="Bearer hush-live")
    (tmp_path / "s.json").write_text(Written().schedule("a", headers={"X-Plain": "open"}).export())
    ran = tool("drift", "--state", "s.json", "--format", form)
    assert ran.code == 7
    assert "Authorization" in ran.out
    assert "hush" not in ran.text


def test_closed_secrets_are_not_compared(drift: Drift, account: Account) -> None:
    """Without the key a secret is reported as not compared, and the rest is compared."""
    account.put_schedule(
        "a", RUN, "* * * * *", b"hush-live", Upstash_Forward_X_Note="hush", Upstash_Forward_X_Plain="open"
    )
    secrets = {"body": closed("v1:a:b"), "headers": {"X-Note": closed("v1:a:b"), "X-Plain": "open"}}
    state = Written().schedule("a", secrets=secrets)
    code, report = drift(state.export(secrets_providers={"type": "passphrase", "state": {"salt": "v1:x:y"}}))
    assert (code, changes(report)) == (7, {"a": ["cron"]})
    assert sorted(report["objects"][0]["notCompared"]) == ["body", 'headers["X-Note"]']
    assert "PULUMI_CONFIG_PASSPHRASE" in report["notes"][0]


def test_redacted_values_are_not_compared(drift: Drift, account: Account) -> None:
    """What QStash hides is reported as not compared, and is no drift."""
    account.put_schedule("a", RUN, "0 3 * * *", b"hush", Upstash_Forward_X_Note="hush",
                         Upstash_Redact_Fields="body,header[X-Note]")  # fmt: skip
    state = Written().schedule(
        "a", body="hush", headers={"X-Note": "hush"}, redact={"body": True, "headers": ["X-Note"]}
    )
    code, report = drift(state.export())
    assert (code, sorted(report["objects"][0]["notCompared"])) == (0, ["body", 'headers["X-Note"]'])


def test_one_object_in_two_stacks_is_noted(drift: Drift, account: Account) -> None:
    """An object that two stacks declare is said to be, since each undoes what the other does."""
    account.put_schedule("a", RUN, "0 3 * * *")
    _, report = drift(Written().schedule("a").export(), Written(stack="prod").schedule("a").export())
    assert "shop/dev, shop/prod" in report["notes"][0]


def test_two_stacks_on_one_account_make_one_answer(drift: Drift, account: Account) -> None:
    """What one of the stacks declares is not unmanaged, and the account is read once."""
    for id_ in ("a", "b", "stray"):
        account.put_schedule(id_, RUN, "0 3 * * *")
    account.forget_requests()
    _, report = drift(Written().schedule("a").export(), Written(stack="prod").schedule("b").export())
    assert statuses(report) == {"a": "inSync", "b": "inSync", "stray": "unmanaged"}
    assert len(account.calls()) == 4


OTHER = "eyJVc2VySUQiOiJvdGhlciIsIlBhc3N3b3JkIjoicHcifQ=="


def test_two_accounts_in_one_stack(drift: Drift, account: Account) -> None:
    """Objects of an explicit provider are compared with its own account, whose token a variable gives."""
    account.call("PUT", "/_dev/accounts", [{"token": account.token}, {"token": OTHER}])
    other = Account(account.url, OTHER)
    account.put_schedule("here", RUN, "0 3 * * *")
    other.put_schedule("there", RUN, "* * * * *")
    other.put_schedule("stray", RUN, "* * * * *")
    state = Written()
    eu = state.provider("eu", provider="explicit", url=account.url, token=closed("v1:a:b"))
    state.schedule("here").schedule("there", provider=eu)
    code, report = drift(state.export(), options=("--token", "eu=TOKEN_OF_EU"), TOKEN_OF_EU=OTHER)
    assert (code, changes(report)) == (7, {"there": ["cron"]})
    by_id = {e["id"]: e["account"].split("@")[0] for e in report["objects"]}
    assert by_id == {"here": "defaultUser", "there": "other", "stray": "other"}
    assert OTHER not in str(report)


def test_an_explicit_provider_without_a_token_is_refused(tool: Tool, account: Account, tmp_path: Path) -> None:
    """Without its token a provider is named, with the option that gives it."""
    state = Written()
    eu = state.provider("eu", provider="explicit", url=account.url, token=closed("v1:a:b"))
    (tmp_path / "s.json").write_text(state.schedule("there", provider=eu).export())
    ran = tool("drift", "--state", "s.json")
    assert ran.code == 1
    assert "--token eu=VARIABLE" in ran.err


def test_a_token_of_another_account_is_refused(tool: Tool, account: Account, tmp_path: Path) -> None:
    """A stack made in one account is never compared with another, and both are named."""
    (tmp_path / "s.json").write_text(Written(account="somebody@qstash.example.com").schedule("a").export())
    ran = tool("drift", "--state", "s.json")
    assert ran.code == 1
    assert "somebody@qstash.example.com" in ran.err
    assert "defaultUser@" in ran.err


def test_a_refused_token_is_an_error_and_no_drift(tool: Tool, account: Account, tmp_path: Path) -> None:
    """No access is exit 1 in one sentence; nothing is taken for gone."""
    (tmp_path / "s.json").write_text(Written().schedule("a").export())
    ran = tool("drift", "--state", "s.json", QSTASH_TOKEN="wr0ng-t0ken")
    assert ran.code == 1
    assert ran.out == ""
    assert "token" in ran.err
    assert "wr0ng-t0ken" not in ran.err
    assert "Traceback" not in ran.err


def test_a_group_that_is_not_there_is_noted(drift: Drift, account: Account) -> None:
    """A schedule whose group is missing is told: deleted, or the account changed between two lists."""
    account.put_schedule("a", "orders", "0 3 * * *")
    _, report = drift(Written().export())
    assert "orders" in report["notes"][0]


def test_an_export_on_standard_input(tool: Tool, account: Account) -> None:
    """`-` reads the export from a pipe, as the one-liner for a terminal does."""
    account.put_schedule("a", RUN, "* * * * *")
    ran = tool("drift", "--state", "-", stdin=Written().schedule("a").export())
    assert ran.code == 7
    assert "cron" in ran.out
    assert "every minute" in ran.out


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_an_empty_account_and_an_empty_stack(tool: Tool, account: Account, tmp_path: Path, form: str) -> None:
    """Nothing declared and nothing there is said as such, in every format."""
    (tmp_path / "s.json").write_text(Written().export())
    ran = tool("drift", "--state", "s.json", "--format", form)
    assert ran.code == 0
    assert "match" in ran.out or '"objects": []' in ran.out


def test_the_report_goes_to_a_file(tool: Tool, account: Account, tmp_path: Path) -> None:
    """--out writes the report, and the exit code still tells of drift."""
    account.put_schedule("a", RUN, "* * * * *")
    (tmp_path / "s.json").write_text(Written().schedule("a").export())
    ran = tool("drift", "--state", "s.json", "--format", "html", "--out", "report.html")
    assert ran.code == 7
    assert (tmp_path / "report.html").read_text().startswith("<!doctype html>")


def test_a_missing_file_is_one_sentence(tool: Tool, account: Account) -> None:
    """A file that is not there is named, with exit 1."""
    ran = tool("drift", "--state", "nope.json")
    assert ran.code == 1
    assert ran.err.strip() == "error: nope.json cannot be read: No such file or directory"


def test_neither_pulumi_nor_the_host_is_imported() -> None:
    """Drift answers without Pulumi's SDK: its import alone would cost a third of the time allowed."""
    program = "import sys, pulumi_qstash.cli.drift; print([m for m in ('pulumi', 'grpc') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.strip() == "[]"


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_what_nobody_declared_is_the_verdict_where_it_fails(
    tool: Tool, account: Account, tmp_path: Path, form: str
) -> None:
    """With --fail-on-unmanaged a report never says that the account matches and then ends with 7."""
    account.put_schedule("stray", RUN, "0 0 * * *")
    (tmp_path / "s.json").write_text(Written().export())
    ran = tool("drift", "--state", "s.json", "--fail-on-unmanaged", "--format", form)
    assert ran.code == 7
    assert "matches the code" not in ran.out
    assert "up --refresh" not in ran.out
    said = '"drift": true' if form == "json" else "The account holds what nobody declared."
    assert said in ran.out


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_a_credential_that_nobody_marked_is_not_shown(tool: Tool, account: Account, tmp_path: Path, form: str) -> None:
    """What has the form of a credential is masked, whether the program or somebody outside wrote it."""
    account.call("POST", "/v2/topics/g/endpoints", {"endpoints": [{"url": RUN + "?api_key=hush1"}]})
    account.put_schedule("a", RUN + "?token=hush2", "0 3 * * *", b'{"password": "hush3"}',
                         Upstash_Forward_X_Plain="Bearer hush4", Upstash_Callback=RUN + "?secret=hush5")  # fmt: skip
    account.put_schedule("stray", "https://hooks.example.com/T0/q7Zk2Lw9Xv4Bn8Tr1Yp6Sd3F", "0 3 * * *")
    state = Written().schedule("a", body="hello", headers={"X-Plain": "open"}, callback=RUN + "?secret=hush6")
    (tmp_path / "s.json").write_text(state.add("UrlGroup", "g", groupName="g", endpoints=[{"url": RUN}]).export())
    ran = tool("drift", "--state", "s.json", "--format", form)
    assert ran.code == 7
    assert "hush" not in ran.text
    assert "q7Zk2Lw9" not in ran.text
    for path in ("destination", "body", "X-Plain", "callback", "endpoints"):
        assert path in ran.out


def test_a_provider_that_only_begins_like_the_default_one_is_explicit(drift: Drift, account: Account) -> None:
    """An explicit provider named `defaults` takes its token from --token, as any other does."""
    account.put_schedule("a", RUN, "0 3 * * *")
    state = Written()
    provider = state.provider("defaults", token=closed("v1:a:b"), url=account.url)
    state.schedule("a", provider=provider)
    code, _ = drift(state.export(), options=("--token", "defaults=MINE"), QSTASH_TOKEN="", MINE=account.token)
    assert code == 0


def test_a_stack_out_of_reach_is_compared_by_its_export(tool: Tool, account: Account, tmp_path: Path) -> None:
    """Where the embedded engine cannot read a stack, the message gives the way that takes any backend's."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    for backend in ("https://api.pulumi.com", f"file://{tmp_path}"):
        ran = tool("drift", "--stack", "dev", PULUMI_BACKEND_URL=backend)
        assert ran.code == 1
        assert "`pulumi stack export | pulumi-qstash drift --state -`" in ran.err
