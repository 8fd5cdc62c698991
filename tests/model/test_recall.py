"""Reading back: what is live, in the user's spelling, and what only we remember."""

from __future__ import annotations

from typing import Any

import pytest
from support.field_samples import LIVE

from pulumi_qstash.model import FLOW_CONTROL, QUEUE, SCHEDULE, URL_GROUP, Context

URL = "https://a.example.com/run"
PROPS = {"destination": URL, "cron": "0 3 * * *", "scheduleId": "s-1"}


def recalled(live: dict[str, Any], props: dict[str, Any]) -> dict[str, Any]:
    """The inputs after a read, without what they share with the smallest declaration."""
    inputs = SCHEDULE.recall(SCHEDULE.parse(LIVE["Schedule"] | live), PROPS | props)
    return {k: v for k, v in inputs.items() if k != "runs" and (k not in PROPS or v != PROPS[k])}


@pytest.mark.parametrize(
    ("live", "props"),
    [
        ({}, {}),
        ({"retries": 3}, {"retries": 3}),
        ({"delay": 90}, {"delay": "90s"}),
        ({"header": {"X-Github-Version": ["1"]}}, {"headers": {"X-GitHub-Version": "1"}}),
        ({"header": {"A": ["1", "2"]}}, {"headers": {"A": "1, 2"}}),
        ({"body": "é"}, {"bodyBase64": "w6k="}),
        ({"label": "b", "labels": ["b", "a"]}, {"labels": ["a", "b"]}),
        ({"callback": URL}, {"callback": {"url": URL, "retries": 5, "headers": {"A": "1"}}}),
        ({"flowControlKey": "k", "parallelism": 2, "period": 1}, {"flowControl": {"key": "k", "parallelism": 2}}),
        (
            {"flowControlKey": "k", "rate": 2, "period": 60, "parallelism": 0},
            {"flowControl": {"key": "k", "rate": 2, "period": "60s"}},
        ),
        ({}, {"timeout": "90s"}),
        ({"timeout": 90}, {"timeout": "90s"}),
        ({"timeout": "1m30s"}, {"timeout": "90s"}),
        ({"timeout": 90_000}, {"timeout": "90s"}),
        ({"timeout": 90_000_000_000}, {"timeout": "90s"}),
        ({}, {"redact": {"headers": True}, "adopt": True}),
        ({"isPaused": True}, {"paused": True}),
        ({"isPaused": False}, {"paused": False}),
        ({"body": "REDACTED:1"}, {"body": "secret"}),
        ({"body": "REDACTED:1"}, {"bodyBase64": "/w=="}),
        ({"header": {"A": ["REDACTED:1"], "B": ["2"]}}, {"headers": {"a": "secret", "B": "2"}}),
    ],
)
def test_what_is_as_declared_reads_as_declared(live: dict[str, Any], props: dict[str, Any]) -> None:
    """A read of an untouched object gives the very inputs of the program, spelling and all."""
    assert recalled(live, props) == props


@pytest.mark.parametrize(
    ("live", "props", "inputs"),
    [
        ({"retries": 5}, {}, {"retries": 5}),
        ({"retries": 3}, {"retries": 5}, {"retries": 3}),
        ({"retries": 3}, {"retries": 0}, {"retries": 3}),
        ({"method": "GET"}, {}, {"method": "GET"}),
        ({"delay": 60}, {"delay": "90s"}, {"delay": "1m"}),
        ({}, {"headers": {"A": "1"}}, {}),
        ({"header": {"A": ["2"], "C": ["3"]}}, {"headers": {"a": "1"}}, {"headers": {"a": "2", "C": "3"}}),
        ({"header": {"Content-Type": ["text/plain"]}}, {}, {"contentType": "text/plain"}),
        ({"isPaused": True}, {}, {}),
        ({"isPaused": True}, {"paused": False}, {"paused": True}),
        ({}, {"callback": {"url": URL, "retries": 5}}, {}),
        (
            {"callback": "https://b.example.com"},
            {"callback": {"url": URL, "retries": 5}},
            {"callback": {"url": "https://b.example.com", "retries": 5}},
        ),
        (
            {"callback": URL, "callbackHeader": {"A": ["2"]}},
            {"callback": {"url": URL, "headers": {"A": "1"}}},
            {"callback": {"url": URL, "headers": {"A": "2"}}},
        ),
        ({"failureCallback": URL}, {}, {"failureCallback": {"url": URL}}),
        ({"timeout": 60}, {"timeout": "90s"}, {"timeout": "1m"}),
        ({"label": "a"}, {}, {"labels": ["a"]}),
        ({"label": "a,b"}, {"labels": ["b", "a"]}, {"labels": ["b", "a"]}),
        ({"header": {"A": ["REDACTED:1"]}}, {}, {"headers": {"A": "REDACTED:1"}}),
        ({"queueName": "q"}, {}, {"queue": "q"}),
        ({"cron": "0 4 * * *"}, {}, {"cron": "0 4 * * *"}),
        ({"cron": "CRON_TZ=Asia/Tokyo 0 3 * * *"}, {}, {"timeZone": "Asia/Tokyo"}),
        (
            {"cron": "CRON_TZ=Asia/Tokyo 0 4 * * *"},
            {"cron": "CRON_TZ=Asia/Tokyo 0 3 * * *"},
            {"cron": "CRON_TZ=Asia/Tokyo 0 4 * * *"},
        ),
        (
            {"cron": "CRON_TZ=Asia/Tokyo 0 3 * * *"},
            {"cron": "CRON_TZ=Europe/Berlin 0 3 * * *"},
            {"cron": "CRON_TZ=Asia/Tokyo 0 3 * * *"},
        ),
        ({}, {"timeZone": "Asia/Tokyo"}, {}),
    ],
)
def test_what_changed_reads_as_it_is(live: dict[str, Any], props: dict[str, Any], inputs: dict[str, Any]) -> None:
    """A read of a changed object gives what is live, and no key that says nothing new."""
    assert recalled(live, props) == inputs


@pytest.mark.parametrize(
    "cron", ["CRON_TZ=Europe/Berlin 0 3 * * *", "TZ=Europe/Berlin 0 3 * * *", "CRON_TZ=Europe/Berlin  0 3 * * *"]
)
def test_a_zone_in_the_text_stays_in_the_text(cron: str) -> None:
    """A cron that names its zone reads as it was written."""
    live = {"cron": "CRON_TZ=Europe/Berlin 0 3 * * *"}
    assert recalled(live, {"cron": cron}) == {"cron": cron}


def test_words_follow_the_cron_that_is_live() -> None:
    """`runs` stays as it is in the state while cron and zone do, and tells of what is live otherwise."""
    props = PROPS | {"runs": "as it was once said"}
    live = SCHEDULE.parse(LIVE["Schedule"])
    assert SCHEDULE.recall(live, props)["runs"] == "as it was once said"
    moved = SCHEDULE.recall(live | {"cron": "0 4 * * *"}, props)["runs"]
    assert moved == SCHEDULE.check(PROPS | {"cron": "0 4 * * *"}, {}, Context()).inputs["runs"]


def test_volatile_values_are_not_inputs() -> None:
    """Run times, lag and the rest of what changes by itself never enter the inputs."""
    live = LIVE["Schedule"] | {"lastScheduleTime": 1, "lastScheduleStates": {"m": "FAIL"}, "error": "e"}
    assert SCHEDULE.parse(live) == PROPS | {"paused": False}
    assert QUEUE.parse(LIVE["Queue"]) == {"queueName": "q-1", "paused": False}
    assert URL_GROUP.parse(LIVE["UrlGroup"]) == {"groupName": "g-1", "endpoints": [{"url": URL}]}
    assert FLOW_CONTROL.parse(LIVE["FlowControl"]) == {"key": "k-1", "parallelism": 2, "paused": False}


def test_a_key_that_is_not_there_reads_as_unpinned() -> None:
    """A flow-control key that no message has used is neither pinned nor paused."""
    assert FLOW_CONTROL.parse({"flowControlKey": "k"}) == {"key": "k", "paused": False}
    props = {"key": "k", "rate": 3, "period": "1m", "paused": True}
    assert FLOW_CONTROL.recall({"key": "k", "paused": False}, props) == {"key": "k", "paused": False}


def test_a_period_without_a_rate_is_none() -> None:
    """QStash tells a period even where no rate counts in it; a declaration does not."""
    live = LIVE["Schedule"] | {"flowControlKey": "k", "parallelism": 2, "period": 1}
    assert SCHEDULE.parse(live)["flowControl"] == {"key": "k", "parallelism": 2}
    live = LIVE["Schedule"] | {"flowControlKey": "k", "rate": 2, "period": 1}
    assert SCHEDULE.parse(live)["flowControl"] == {"key": "k", "rate": 2, "period": "1s"}


def test_what_is_parsed_can_be_declared() -> None:
    """The inputs of any live object pass the check, so that it can be adopted."""
    live = LIVE["Schedule"] | {
        "cron": "CRON_TZ=Europe/Berlin 0 3 * * *", "header": {"Content-Type": ["text/plain"], "A": ["1"]},
        "flowControlKey": "k", "rate": 2, "period": 1, "delay": 5403, "timeout": 30, "callback": URL, "retries": 0,
        "labels": ["a"], "bodyBase64": "/w==", "queueName": "q", "retryDelayExpression": "1000 * retried",
    }  # fmt: skip
    inputs = SCHEDULE.parse(live)
    assert SCHEDULE.check(inputs, {}, Context()).problems == ()
    assert SCHEDULE.compare(inputs, SCHEDULE.check(inputs, {}, Context()).inputs).changed == []
