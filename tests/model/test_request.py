"""The one call that writes an object."""

from __future__ import annotations

import json

import pytest

from pulumi_qstash.model import FLOW_CONTROL, QUEUE, SCHEDULE, URL_GROUP, RedactedValueError, flow_control
from pulumi_qstash.model import Request as Call

URL = "https://a.example.com/run"
BASE = {"destination": URL, "cron": "0 3 * * *", "scheduleId": "s"}


def test_the_smallest_schedule() -> None:
    """What is not declared is not sent."""
    expected = [("Upstash-Cron", "0 3 * * *"), ("Upstash-Schedule-Id", "s")]
    assert SCHEDULE.request(BASE) == Call("POST", f"/v2/schedules/{URL}", expected, None)


def test_a_whole_schedule() -> None:
    """Every setting travels as QStash's documents name it."""
    inputs = BASE | {
        "timeZone": "Europe/Berlin",
        "method": "PUT",
        "body": "é",
        "contentType": "text/plain",
        "headers": {"X-A": "1", "X-B": "2"},
        "retries": 0,
        "retryDelay": "1000",
        "delay": "5s",
        "timeout": "30s",
        "callback": {
            "url": "https://c.example.com",
            "headers": {"X-C": "3"},
            "method": "GET",
            "retries": 1,
            "timeout": "1s",
        },
        "failureCallback": {"url": "https://f.example.com", "retryDelay": "1", "delay": "2s"},
        "queue": "q",
        "flowControl": {"key": "k", "parallelism": 2, "rate": 3, "period": "1m"},
        "labels": ["a", "b"],
        "redact": {"body": True, "headers": ["X-A", "X-B"]},
        "paused": True,
        "adopt": True,
        "runs": "nightly",
    }
    request = SCHEDULE.request(inputs)
    assert dict(request.headers) == {
        "Upstash-Cron": "CRON_TZ=Europe/Berlin 0 3 * * *",
        "Upstash-Schedule-Id": "s",
        "Upstash-Method": "PUT",
        "Content-Type": "text/plain",
        "Upstash-Forward-X-A": "1",
        "Upstash-Forward-X-B": "2",
        "Upstash-Retries": "0",
        "Upstash-Retry-Delay": "1000",
        "Upstash-Delay": "5s",
        "Upstash-Timeout": "30s",
        "Upstash-Callback": "https://c.example.com",
        "Upstash-Callback-Forward-X-C": "3",
        "Upstash-Callback-Method": "GET",
        "Upstash-Callback-Retries": "1",
        "Upstash-Callback-Timeout": "1s",
        "Upstash-Failure-Callback": "https://f.example.com",
        "Upstash-Failure-Callback-Retry-Delay": "1",
        "Upstash-Failure-Callback-Delay": "2s",
        "Upstash-Queue-Name": "q",
        "Upstash-Flow-Control-Key": "k",
        "Upstash-Flow-Control-Value": "parallelism=2, rate=3, period=1m",
        "Upstash-Label": "a,b",
        "Upstash-Redact-Fields": "body,header[X-A],header[X-B]",
    }
    assert len(request.headers) == len(dict(request.headers))
    assert request.content == "é".encode()


@pytest.mark.parametrize(
    ("redact", "sent"),
    [
        ({"body": True}, "body"),
        ({"headers": True}, "header"),
        ({"body": True, "headers": True}, "body,header"),
        ({"body": False, "headers": ["A"]}, "header[A]"),
    ],
)
def test_redactions(redact: dict[str, object], sent: str) -> None:
    """Redactions are written as the official SDKs write them."""
    assert ("Upstash-Redact-Fields", sent) in SCHEDULE.request(BASE | {"redact": redact}).headers


def test_destinations_are_written_as_they_are() -> None:
    """The destination stands in the path verbatim, its query included; a group by its name."""
    for destination in ("https://a.example.com/x?y=1&z=%20", "http://a.example.com", "orders"):
        assert SCHEDULE.request(BASE | {"destination": destination}).path == f"/v2/schedules/{destination}"


def test_bytes_are_decoded() -> None:
    """Bytes that travel as base64 in the state are sent as bytes."""
    assert SCHEDULE.request(BASE | {"bodyBase64": "/wA="}).content == b"\xff\x00"


def test_white_space_of_a_cron_stays_out_of_the_header() -> None:
    """A cron over several lines is sent on one."""
    assert ("Upstash-Cron", "0 3 * * *") in SCHEDULE.request(BASE | {"cron": " 0 3\n* *\t* "}).headers


@pytest.mark.parametrize("field", ["headers", "body", "callback"])
def test_redacted_values_are_never_sent(field: str) -> None:
    """What QStash shows instead of a redacted value is never written back as if it were the value."""
    bad = {
        "headers": {"A": "REDACTED:1"},
        "body": "REDACTED:1",
        "callback": {"url": URL, "headers": {"A": "REDACTED:1"}},
    }
    with pytest.raises(RedactedValueError):
        SCHEDULE.request(BASE | {field: bad[field]})


def test_queues_and_groups_travel_as_json() -> None:
    """Queues say their parallelism always, their pause only where it is given."""
    request = QUEUE.request({"queueName": "q"})
    assert (request.method, request.path) == ("POST", "/v2/queues")
    assert json.loads(request.content or b"") == {"queueName": "q", "parallelism": 1}
    assert request.headers == [("Content-Type", "application/json")]
    paused = QUEUE.request({"queueName": "q", "parallelism": 3, "paused": False, "adopt": True})
    assert json.loads(paused.content or b"") == {"queueName": "q", "parallelism": 3, "paused": False}
    group = URL_GROUP.request(
        {"groupName": "g", "endpoints": [{"url": URL, "name": "é"}, {"url": "https://b.example.com"}]}
    )
    assert group.path == "/v2/topics/g/endpoints"
    assert json.loads(group.content or b"") == {
        "endpoints": [{"url": URL, "name": "é"}, {"url": "https://b.example.com"}]
    }


def test_pins() -> None:
    """A pin says only what is declared, its period in seconds; what is no longer declared is let go."""
    assert (
        FLOW_CONTROL.request({"key": "k", "rate": 3, "period": "1m"}).path == "/v2/flowControl/k/pin?rate=3&period=60"
    )
    assert FLOW_CONTROL.request({"key": "k", "parallelism": 2}).path == "/v2/flowControl/k/pin?parallelism=2"
    assert flow_control.pins({"key": "k", "rate": 3, "period": "1m"})
    assert not flow_control.pins({"key": "k", "paused": True})
    live = {"key": "k", "parallelism": 2, "rate": 3, "period": "1m"}
    assert flow_control.unpins(live, {"key": "k", "rate": 4, "period": "1m"}) == {"parallelism": True}
    assert flow_control.unpins(live, {"key": "k"}) == {"parallelism": True, "rate": True}
    assert flow_control.unpins(live, live) == {}
