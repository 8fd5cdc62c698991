"""Each field changed alone is that change; changed behind our back it is that drift, where it is readable."""

from __future__ import annotations

from typing import Any

import pytest
from support.account import Account
from support.programs import Code, program, schedule

from .conftest import Make

pytestmark = pytest.mark.parametrize("engine", ["embedded"], indirect=True)

CALLBACK = {
    "url": "https://shop.example.com/done",
    "headers": {"X-From": "qstash"},
    "method": "PUT",
    "retries": 1,
    "retry_delay": "1000",
    "delay": "5s",
    "timeout": "20s",
}
FULL: dict[str, Any] = {
    "destination": "https://shop.example.com/run",
    "cron": "0 3 * * *",
    "time_zone": "Europe/Berlin",
    "method": "PUT",
    "body": "hello",
    "content_type": "text/plain",
    "headers": {"X-Shop": "one"},
    "retries": 2,
    "retry_delay": "1000 * (1 + retried)",
    "delay": "10s",
    "timeout": "30s",
    "callback": CALLBACK,
    "failure_callback": CALLBACK,
    "queue": "mail",
    "flow_control": {"key": "shop", "parallelism": 2, "rate": 10, "period": "1m"},
    "labels": ["one", "two"],
    "redact": {"body": True},
    "paused": True,
}
CHANGED: dict[str, Any] = {
    "destination": "https://shop.example.com/other",
    "cron": "0 4 * * *",
    "time_zone": "Europe/Paris",
    "method": "PATCH",
    "body": "bye",
    "content_type": "text/html",
    "headers": {"X-Shop": "two"},
    "retries": 4,
    "retry_delay": "2000",
    "delay": "20s",
    "timeout": "40s",
    "callback": CALLBACK | {"url": "https://shop.example.com/else"},
    "failure_callback": CALLBACK | {"method": "POST"},
    "queue": "post",
    "flow_control": {"key": "shop", "parallelism": 3, "rate": 10, "period": "1m"},
    "labels": ["one", "three"],
    "redact": {"headers": True},
    "paused": False,
}
WIRE = {
    "time_zone": "timeZone",
    "content_type": "contentType",
    "retry_delay": "retryDelay",
    "failure_callback": "failureCallback",
    "flow_control": "flowControl",
}
RUNS = {"cron", "time_zone"}


def declared(fields: dict[str, dict[str, Any]]) -> str:
    """One schedule for each field, fully configured, with what is given for it."""
    return program(*(schedule(f.replace("_", "-"), **(FULL | given)) for f, given in fields.items()))


def changes(digest: dict[str, Any]) -> dict[str, set[str]]:
    """The top-level properties that each resource's step names."""
    found = {}
    for step in digest["steps"]:
        if step["op"] in ("update", "refresh") and step.get("detailedDiff"):
            roots = {path.split(".")[0].split("[")[0] for path in step["detailedDiff"]}
            found[step["urn"].rsplit("::", 1)[1].replace("-", "_")] = roots
    return found


def test_a_field_changed_alone_is_exactly_that_change(make: Make, account: Account) -> None:
    """The preview names the field (cron and zone also `runs`); the update is one call, and asks for nothing."""
    project = make(declared({f: {} for f in CHANGED}))
    project.up()
    project.write(declared({f: {f: CHANGED[f]} for f in CHANGED}))
    want = {f: {WIRE.get(f, f)} | ({"runs"} if f in RUNS else set()) for f in CHANGED}
    assert changes(project.preview()) == want
    account.forget_requests()
    project.up()
    calls = account.calls()
    upserts = [c for c in calls if c.startswith("POST /v2/schedules/https")]
    assert len(upserts) + len([c for c in calls if "resume" in c]) <= len(CHANGED) + 1
    assert not [c for c in calls if c.startswith("GET")]  # each pause is declared: none has to be looked up
    project.up("--expect-no-changes")


def test_a_field_given_up_goes_back_to_the_default(make: Make, account: Account) -> None:
    """A setting removed from the program is removed from the account as well."""
    optional = [f for f in FULL if f not in ("destination", "cron", "paused", "redact")]
    bare = {"cron": FULL["cron"], "destination": FULL["destination"]}
    project = make(program(schedule("a", **FULL)))
    project.up()
    project.write(program(schedule("a", **bare)))
    assert {WIRE.get(f, f) for f in optional} <= changes(project.preview())["a"]
    project.up()
    live = account.schedules()["shop-dev-a"]
    for key in ("body", "delay", "callback", "failureCallback", "queueName", "flowControlKey", "labels"):
        assert not live.get(key), key
    assert (live["method"], live["retries"], live["cron"]) == ("POST", 3, "0 3 * * *")
    project.ok("refresh", "--preview-only", "--expect-no-changes")


DRIFT: dict[str, dict[str, str]] = {
    "cron": {"Upstash_Cron": "CRON_TZ=Europe/Berlin 0 5 * * *"},
    "time_zone": {"Upstash_Cron": "CRON_TZ=Europe/Paris 0 3 * * *"},
    "method": {"Upstash_Method": "DELETE"},
    "content_type": {"Content_Type": "text/html"},
    "headers": {"Upstash_Forward_X_Shop": "elsewhere"},
    "retries": {"Upstash_Retries": "1"},
    "retry_delay": {"Upstash_Retry_Delay": "5"},
    "delay": {"Upstash_Delay": "1s"},
    "callback": {"Upstash_Callback": "https://else.example.com/"},
    "failure_callback": {"Upstash_Failure_Callback": "https://else.example.com/"},
    "queue": {"Upstash_Queue_Name": "else"},
    "labels": {"Upstash_Label": "else"},
    "flow_control": {"Upstash_Flow_Control_Value": "parallelism=9, rate=10, period=1m"},
}
SENT = {
    "Upstash_Cron": "CRON_TZ=Europe/Berlin 0 3 * * *",
    "Upstash_Method": "PUT",
    "Content_Type": "text/plain",
    "Upstash_Forward_X_Shop": "one",
    "Upstash_Retries": "2",
    "Upstash_Retry_Delay": "1000 * (1 + retried)",
    "Upstash_Delay": "10s",
    "Upstash_Timeout": "30s",
    "Upstash_Callback": CALLBACK["url"],
    "Upstash_Callback_Forward_X_From": "qstash",
    "Upstash_Failure_Callback": CALLBACK["url"],
    "Upstash_Failure_Callback_Forward_X_From": "qstash",
    "Upstash_Queue_Name": "mail",
    "Upstash_Flow_Control_Key": "shop",
    "Upstash_Flow_Control_Value": "parallelism=2, rate=10, period=1m",
    "Upstash_Label": "one,two",
}


def test_a_readable_field_changed_behind_our_back_is_that_drift(make: Make, account: Account) -> None:
    """Drift of a readable field shows as that field, and up --refresh repairs it."""
    plain = {"redact": None, "paused": None}
    names = [*DRIFT, "destination", "body", "paused"]
    project = make(declared({f: plain | ({"paused": False} if f == "paused" else {}) for f in names}))
    project.up()
    before = account.schedules()
    for name in names:
        given = SENT | DRIFT.get(name, {})
        given = {k: str(v) for k, v in given.items()}
        destination = "https://shop.example.com/moved" if name == "destination" else FULL["destination"]
        body = b"changed" if name == "body" else b"hello"
        id_ = f"shop-dev-{name.replace('_', '-')}"
        cron = given.pop("Upstash_Cron")
        account.put_schedule(id_, destination, cron, body, **given)
        if name == "paused":
            account.pause(id_)
    want = {f: {WIRE.get(f, f)} for f in names}
    seen = changes(project.ok("refresh", "--preview-only", "--json").json())
    assert {f: roots - {"runs"} for f, roots in seen.items()} == want
    project.up("--refresh")
    volatile = {"createdAt", "lastScheduleTime", "nextScheduleTime", "lastScheduleStates"}
    for id_, live in account.schedules().items():
        assert {k: v for k, v in live.items() if k not in volatile} == {
            k: v for k, v in before[id_].items() if k not in volatile
        }
    project.ok("refresh", "--preview-only", "--expect-no-changes")


def test_an_unreadable_field_is_no_drift_and_is_written_when_it_changes(make: Make, account: Account) -> None:
    """What QStash does not give back is remembered: no drift, and one write when the program changes it."""
    project = make(program(schedule("a", **FULL)))
    project.up()
    project.ok("refresh", "--preview-only", "--expect-no-changes")
    project.ok("refresh")
    project.up("--expect-no-changes")
    project.write(program(schedule("a", **(FULL | {"callback": CALLBACK | {"retries": 3}}))))
    account.forget_requests()
    project.up()
    assert len([c for c in account.calls() if c.startswith("POST /v2/schedules/https")]) == 1


def test_the_same_meaning_in_other_words_is_no_change(make: Make) -> None:
    """Durations, header names and explicit defaults are compared by meaning."""
    project = make(program(schedule("a", delay="90s", headers={"X-GitHub-Api": "1"}, method="POST", retries=3)))
    project.up()
    project.write(program(schedule("a", delay="1m30s", headers={"x-github-api": "1"})))
    project.up("--expect-no-changes")


def test_unknown_values_are_checked_when_they_become_known(make: Make, account: Account) -> None:
    """A value that is unknown at preview is accepted there and refused by the up that learns it."""
    late = Code("orders.group_name.apply(lambda name: 'not a cron')")
    group = "orders = qstash.UrlGroup('orders', endpoints=[{'url': 'https://a.example.com/'}])\n"
    unknown = "import pulumi.dynamic\n"
    project = make(program(unknown, group, schedule("a", cron=late)))
    ran = project.run("up")
    assert ran.code != 0
    assert "cron" in ran.text
    assert account.schedules() == {}
