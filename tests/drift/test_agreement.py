"""Drift says of each field what `preview --refresh` says of it, in one stack with one object for each field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.account import Account
from support.engines import EMBEDDED, Project
from support.programs import Code, program, schedule

from pulumi_qstash.devserver import DevServer
from pulumi_qstash.model import KINDS

RUN = "https://shop.example.com/run"
FULL: dict[str, Any] = {
    "destination": RUN,
    "cron": "0 3 * * *",
    "time_zone": "Europe/Berlin",
    "method": "PUT",
    "body": "hello",
    "content_type": "text/plain",
    "headers": {"X-Shop": "one", "X-Secret": Code("pulumi.Output.secret('hush')")},
    "retries": 2,
    "retry_delay": "1000 * (1 + retried)",
    "delay": "10s",
    "timeout": "30s",
    "callback": {"url": "https://shop.example.com/done", "headers": {"X-From": "qstash"}, "retries": 1},
    "failure_callback": "https://shop.example.com/failed",
    "queue": "mail",
    "flow_control": {"key": "shop", "parallelism": 2, "rate": 10, "period": "1m"},
    "labels": ["one", "two"],
    "paused": False,
}
SENT = {
    "Upstash-Method": "PUT",
    "Content-Type": "text/plain",
    "Upstash-Forward-X-Shop": "one",
    "Upstash-Forward-X-Secret": "hush",
    "Upstash-Retries": "2",
    "Upstash-Retry-Delay": "1000 * (1 + retried)",
    "Upstash-Delay": "10s",
    "Upstash-Timeout": "30s",
    "Upstash-Callback": "https://shop.example.com/done",
    "Upstash-Callback-Forward-X-From": "qstash",
    "Upstash-Callback-Retries": "1",
    "Upstash-Failure-Callback": "https://shop.example.com/failed",
    "Upstash-Queue-Name": "mail",
    "Upstash-Flow-Control-Key": "shop",
    "Upstash-Flow-Control-Value": "parallelism=2, rate=10, period=1m",
    "Upstash-Label": "one,two",
}
CRON = "CRON_TZ=Europe/Berlin 0 3 * * *"
# How each field is broken behind our back: other headers to send (None leaves one out), another cron, body or URL.
BROKEN: dict[str, dict[str, Any]] = {
    "destination": {"destination": "https://shop.example.com/moved"},
    "destinationGroup": {"destination": "orders"},
    "cron": {"cron": "CRON_TZ=Europe/Berlin 0 5 * * *"},
    "timeZone": {"cron": "CRON_TZ=Europe/Paris 0 3 * * *"},
    "timeZoneGone": {"cron": "0 3 * * *"},
    "cronOtherWords": {"cron": "CRON_TZ=Europe/Berlin  0  3 * * *"},
    "method": {"Upstash-Method": "DELETE"},
    "methodGone": {"Upstash-Method": None},
    "body": {"body": b"changed"},
    "bodyGone": {"body": b""},
    "bodyBytes": {"body": b"\xff\x00"},
    "contentType": {"Content-Type": "text/html"},
    "headers": {"Upstash-Forward-X-Shop": "elsewhere"},
    "headersCase": {"Upstash-Forward-X-Shop": None, "Upstash-Forward-x-shop": "one"},
    "headersSecret": {"Upstash-Forward-X-Secret": "hush-live"},
    "headersMore": {"Upstash-Forward-X-More": "more"},
    "headersLess": {"Upstash-Forward-X-Shop": None},
    "retries": {"Upstash-Retries": "1"},
    "retriesDefault": {"Upstash-Retries": None},
    "retryDelay": {"Upstash-Retry-Delay": "5"},
    "retryDelaySpaces": {"Upstash-Retry-Delay": "1000*(1+retried)"},
    "delay": {"Upstash-Delay": "1s"},
    "delayGone": {"Upstash-Delay": None},
    "timeout": {"Upstash-Timeout": "99s"},
    "callback": {"Upstash-Callback": "https://else.example.com/"},
    "callbackGone": {
        "Upstash-Callback": None,
        "Upstash-Callback-Forward-X-From": None,
        "Upstash-Callback-Retries": None,
    },
    "callbackHeaders": {"Upstash-Callback-Forward-X-From": "else"},
    "callbackRetries": {"Upstash-Callback-Retries": "4"},
    "failureCallback": {"Upstash-Failure-Callback": "https://else.example.com/"},
    "queue": {"Upstash-Queue-Name": "else"},
    "queueGone": {"Upstash-Queue-Name": None},
    "flowControlKey": {"Upstash-Flow-Control-Key": "else"},
    "flowControlRate": {"Upstash-Flow-Control-Value": "parallelism=2, rate=11, period=1m"},
    "flowControlPeriod": {"Upstash-Flow-Control-Value": "parallelism=2, rate=10, period=60s"},
    "flowControlGone": {"Upstash-Flow-Control-Key": None, "Upstash-Flow-Control-Value": None},
    "labels": {"Upstash-Label": "one,three"},
    "labelsOrder": {"Upstash-Label": "two,one"},
    "redact": {"Upstash-Redact-Fields": "body,header"},
    "untouched": {},
    "paused": {"pause": True},
    "gone": {"delete": True},
}
OTHERS = """
qstash.Queue("mail", queue_name="mailbox", parallelism=2, paused=False)
qstash.Queue("post", queue_name="post", parallelism=2)
qstash.Queue("lost", queue_name="lost")
qstash.UrlGroup("orders", group_name="orders", endpoints=[{"url": "https://a.example.com/", "name": "a"}])
qstash.UrlGroup("bills", group_name="bills", endpoints=[{"url": "https://a.example.com/"}, {"url": "https://b.example.com/"}])
qstash.UrlGroup("kept", group_name="kept", endpoints=[{"url": "https://a.example.com/"}, {"url": "https://b.example.com/"}])
qstash.UrlGroup("lostGroup", group_name="lost-group", endpoints=[{"url": "https://a.example.com/"}])
qstash.FlowControl("limit", key="limit", parallelism=2, rate=5, period="1m")
qstash.FlowControl("unpinned", key="unpinned", parallelism=2)
qstash.FlowControl("held", key="held", parallelism=2, paused=False)
"""

NAMES = {*BROKEN, *re.findall(r'^qstash\.\w+\("(\w+)"', OTHERS, re.MULTILINE)}


def source() -> str:
    full = {name: FULL | ({"redact": {"body": True}} if name == "redact" else {}) for name in BROKEN}
    return program(*(schedule(n, schedule_id=n, **given) for n, given in full.items()), OTHERS)


def broken(account: Account) -> None:
    """Change every object, each in one thing."""
    for name, change in BROKEN.items():
        if change.get("delete"):
            account.delete_schedule(name)
        elif change.get("pause"):
            account.pause(name)
        else:
            sent = {
                k: v for k, v in (SENT | change).items() if v is not None and k not in ("destination", "cron", "body")
            }
            account.put_schedule(
                name, change.get("destination", RUN), change.get("cron", CRON), change.get("body", b"hello"),
                **{k.replace("-", "_"): v for k, v in sent.items()},
            )  # fmt: skip
    account.call("POST", "/v2/queues", {"queueName": "mailbox", "parallelism": 2, "paused": True})
    account.call("POST", "/v2/queues", {"queueName": "post", "parallelism": 3, "paused": True})
    account.call("DELETE", "/v2/queues/lost")
    account.call("POST", "/v2/topics/orders/endpoints", {"endpoints": [{"url": "https://c.example.com/"}]})
    account.call("DELETE", "/v2/topics/bills/endpoints", {"endpoints": [{"url": "https://b.example.com/"}]})
    account.call("DELETE", "/v2/topics/kept/endpoints", {"endpoints": [{"url": "https://a.example.com/"}]})
    account.call("POST", "/v2/topics/kept/endpoints", {"endpoints": [{"url": "https://a.example.com/"}]})
    account.call("DELETE", "/v2/topics/lost-group")
    account.call("POST", "/v2/flowControl/limit/pin?parallelism=2&rate=6&period=60")
    account.call("POST", "/v2/flowControl/unpinned/unpin?parallelism=true")
    account.call("POST", "/v2/flowControl/held/pause")


Said = dict[str, set[str] | str]


def from_preview(digest: dict[str, Any]) -> Said:
    """What a preview with refresh says of each resource: the properties that differ, `gone`, or nothing."""
    said: Said = {}
    for step in digest["steps"]:
        kind, name = step["urn"].split("::")[-2:]
        if "qstash" not in kind or step["op"] in ("refresh", "same"):
            continue
        roots = {path.split(".")[0].split("[")[0] for path in step.get("detailedDiff") or {}} - {"runs"}
        said[name] = "gone" if step["op"] in ("create", "delete") else roots
    return said


def from_drift(report: dict[str, Any]) -> Said:
    """The same from drift's report."""
    said: Said = {}
    for entry in report["objects"]:
        if entry["status"] == "changed":
            said[entry["name"]] = {c["path"].split(".")[0].split("[")[0] for c in entry["changes"]}
        elif entry["status"] == "gone":
            said[entry["name"]] = "gone"
    return said


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Said, Said, str]]:
    """One stack, every field broken, asked in both ways; and drift's text, to search for secrets."""
    root: Path = tmp_path_factory.mktemp("agreement")
    with DevServer() as server:
        account = Account(server.url, server.token)
        login = {"QSTASH_URL": server.url, "QSTASH_TOKEN": server.token}
        project = Project.make(root, "embedded", source(), login)
        assert project.command == EMBEDDED
        project.ok("stack", "init", "dev")
        project.up()
        assert project.run("drift", "--stack", "dev").code == 0
        broken(account)
        account.forget_requests()
        ran = project.run("drift", "--stack", "dev", "--format", "json")
        assert ran.code == 7, ran.text
        assert len(account.calls()) == 4
        preview = project.ok("preview", "--refresh", "--json").json()
        yield from_drift(json.loads(ran.out)), from_preview(preview), ran.out


def test_every_field_of_the_model_is_broken_here() -> None:
    """No readable field of the model is left out of the agreement."""
    readable = {f.wire for k in KINDS for f in k.fields if f.readable and not f.replaces}
    tried = {"endpoints", "parallelism", "rate", "period", "paused", "flowControl", *BROKEN} | {"bodyBase64"}
    assert readable <= tried


def test_drift_agrees_with_preview_refresh(both: tuple[Said, Said, str]) -> None:
    """For every object, drift names exactly the properties that a preview with refresh would change."""
    drift, preview, _ = both
    assert drift == preview


ALONE = {name: name for name in ("cron", "body", "headers", "retries", "destination", "labels", "paused", "queue")} | {
    "post": "parallelism", "mail": "paused", "orders": "endpoints", "bills": "endpoints", "limit": "rate",
    "unpinned": "parallelism", "held": "paused", "timeZoneGone": "timeZone",
    "callbackHeaders": "callback",
}  # fmt: skip


@pytest.mark.parametrize("name", ALONE)
def test_what_was_broken_is_what_is_told(both: tuple[Said, Said, str], name: str) -> None:
    """A property that was broken alone is named alone, whatever the kind of object."""
    assert both[0][name] == {ALONE[name]}


@pytest.mark.parametrize(
    "name",
    ["untouched", "headersCase", "cronOtherWords", "labelsOrder", "retryDelaySpaces", "flowControlPeriod",
     "callbackRetries", "redact", "kept"],
)  # fmt: skip
def test_the_same_meaning_is_no_drift(both: tuple[Said, Said, str], name: str) -> None:
    """Other words for the same, another order, and what QStash does not give back are no drift."""
    assert name in NAMES
    assert name not in both[0]


def test_no_secret_is_told(both: tuple[Said, Said, str]) -> None:
    """Neither the declared secret nor the live one stands in the report."""
    assert "hush" not in both[2]
    assert "X-Secret" in both[2]
