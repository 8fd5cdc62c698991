"""Comparison by meaning: what is no change, what is one, and of what."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_qstash.model import FLOW_CONTROL, QUEUE, SCHEDULE, UNKNOWN, URL_GROUP

URL = "https://a.example.com/run"
BASE = {"destination": URL, "cron": "0 3 * * *", "scheduleId": "s"}
FLOW = {"key": "k", "rate": 3, "period": "1m"}


def changed(olds: dict[str, Any], news: dict[str, Any]) -> list[str]:
    return SCHEDULE.compare(BASE | olds, BASE | news).changed


@pytest.mark.parametrize(
    ("olds", "news"),
    [
        ({"delay": "90s"}, {"delay": "1m30s"}),
        ({"delay": "24h"}, {"delay": "1d"}),
        ({"delay": "0s"}, {}),
        ({"timeout": "60s"}, {"timeout": "1m"}),
        ({"retries": 3}, {}),
        ({"retries": 3.0}, {"retries": 3}),
        ({"method": "POST"}, {}),
        ({"headers": {"X-GitHub-Api-Version": "1", "A": "2"}}, {"headers": {"A": "2", "X-Github-Api-Version": "1"}}),
        ({"headers": {}}, {}),
        ({"labels": ["a", "b"]}, {"labels": ["b", "a"]}),
        ({"labels": []}, {}),
        ({"body": ""}, {}),
        ({"body": "é"}, {"bodyBase64": "w6k="}),
        ({"cron": "0 3 * * *", "timeZone": "Europe/Berlin"}, {"cron": "CRON_TZ=Europe/Berlin 0 3 * * *"}),
        ({"cron": "TZ=Europe/Berlin 0 3 * * *"}, {"cron": "CRON_TZ=Europe/Berlin 0 3 * * *"}),
        ({"cron": "@daily"}, {"cron": "0 0 * * *"}),
        ({"cron": " 0  3 * * *"}, {"cron": "0 3 * * *"}),
        ({"timeZone": "UTC"}, {}),
        ({"callback": {"url": URL, "method": "POST", "delay": "0s"}}, {"callback": {"url": URL}}),
        ({"callback": {"url": URL, "delay": "60s"}}, {"callback": {"url": URL, "delay": "1m"}}),
        ({"redact": {"body": True, "headers": ["X-A"]}}, {"redact": {"headers": ["x-a"], "body": True}}),
        ({"redact": {"body": True}}, {"redact": {"body": True, "headers": False}}),
        ({"flowControl": FLOW}, {"flowControl": FLOW | {"period": "60s"}}),
        ({"retryDelay": "1000 * retried"}, {"retryDelay": "1000*retried"}),
        ({"paused": True}, {}),
        ({}, {"adopt": True}),
        ({"runs": "every day"}, {"runs": "daily"}),
        ({"account": "a@b"}, {}),
    ],
)
def test_the_same_meaning_is_no_change(olds: dict[str, Any], news: dict[str, Any]) -> None:
    """Another spelling, a default that is not set, and what is none of QStash's are no change."""
    assert changed(olds, news) == []


@pytest.mark.parametrize(
    ("olds", "news", "paths"),
    [
        ({"retries": 0}, {}, ["retries"]),
        ({}, {"retries": 0}, ["retries"]),
        ({"delay": "90s"}, {}, ["delay"]),
        ({"cron": "0 4 * * *"}, {}, ["cron"]),
        ({"cron": "0 3 */1 * MON"}, {"cron": "0 3 * * MON"}, []),
        ({"cron": "0 3 */2 * MON"}, {"cron": "0 3 * * MON"}, ["cron"]),
        ({"timeZone": "Europe/Berlin"}, {}, ["timeZone"]),
        ({}, {"cron": "CRON_TZ=Asia/Tokyo 0 3 * * *"}, ["cron"]),
        ({"cron": "0 4 * * *", "timeZone": "Asia/Tokyo"}, {}, ["cron", "timeZone"]),
        ({"headers": {"A": "1", "B": "2"}}, {"headers": {"a": "1", "B": "3"}}, ["headers.B"]),
        ({"headers": {"X-A": "1"}}, {"headers": {"X-B": "1"}}, ['headers["X-B"]', 'headers["X-A"]']),
        ({"headers": {"A": "1"}}, {}, ["headers"]),
        ({"body": "a"}, {"bodyBase64": "/w=="}, ["body", "bodyBase64"]),
        ({"body": "a"}, {}, ["body"]),
        ({"callback": {"url": URL}}, {"callback": {"url": URL, "retries": 3}}, ["callback.retries"]),
        ({"callback": {"url": URL}}, {}, ["callback"]),
        ({"redact": {"headers": True}}, {"redact": {"headers": ["A"]}}, ["redact.headers"]),
        ({"flowControl": FLOW}, {"flowControl": FLOW | {"rate": 4}}, ["flowControl.rate"]),
        ({"labels": ["a"]}, {"labels": ["a", "b"]}, ["labels"]),
        ({"paused": True}, {"paused": False}, ["paused"]),
        ({}, {"paused": False}, ["paused"]),
        ({"contentType": "text/plain"}, {}, ["contentType"]),
    ],
)
def test_another_meaning_is_a_change(olds: dict[str, Any], news: dict[str, Any], paths: list[str]) -> None:
    """A change is told by its path and nothing else is."""
    assert changed(olds, news) == paths


def test_an_id_replaces() -> None:
    """Only the identity of an object forces a new one."""
    comparison = SCHEDULE.compare(BASE, BASE | {"scheduleId": "t", "cron": "0 4 * * *"})
    assert (comparison.changed, comparison.replaces) == (["cron", "scheduleId"], ["scheduleId"])
    assert QUEUE.compare({"queueName": "a"}, {"queueName": "b"}).replaces == ["queueName"]
    assert FLOW_CONTROL.compare({"key": "a"}, {"key": "b"}).replaces == ["key"]


def test_the_end_of_management_is_no_change_and_is_told() -> None:
    """A pause that the program no longer declares is left as it is, and what is recorded goes stale."""
    comparison = SCHEDULE.compare(BASE | {"paused": True}, BASE)
    assert (comparison.changed, comparison.only_in_outputs) == ([], True)
    assert not SCHEDULE.compare(BASE, BASE).only_in_outputs


@pytest.mark.parametrize(
    ("news", "paths"),
    [
        ({"cron": UNKNOWN}, ["cron"]),
        ({"timeZone": UNKNOWN}, ["timeZone"]),
        ({"destination": UNKNOWN}, ["destination"]),
        ({"headers": UNKNOWN}, ["headers"]),
        ({"headers": {"A": UNKNOWN}}, ["headers.A"]),
        ({"headers": {"A": "1", "B": UNKNOWN}}, ["headers.B"]),
        ({"headers": {"A": "1"}, "callback": {"url": UNKNOWN}}, ["callback"]),
        ({"headers": {"A": "1"}, "labels": ["a", UNKNOWN]}, ["labels"]),
        ({"headers": {"A": "1"}, "body": UNKNOWN}, ["body"]),
        ({"headers": {"A": "1"}, "redact": {"headers": [UNKNOWN]}}, ["redact"]),
    ],
)
def test_the_unknown_is_a_change(news: dict[str, Any], paths: list[str]) -> None:
    """What is not known yet may change, and only it."""
    olds = {"headers": {"A": "1"}}
    assert changed(olds, olds | news) == paths


@pytest.mark.parametrize("field", ["body", "bodyBase64"])
def test_redacted_values_are_not_compared(field: str) -> None:
    """What QStash hides is neither equal nor different: it is said that nobody can tell."""
    olds = BASE | {"body": "REDACTED:1", "headers": {"A": "REDACTED:2", "B": "1"}}
    comparison = SCHEDULE.compare(olds, BASE | {field: "aGk=", "headers": {"a": "x", "B": "1"}})
    assert comparison.changed == []
    assert sorted(comparison.not_compared) == ["body", "headers.a"]


def test_a_redacted_value_that_nobody_declares_is_a_change() -> None:
    """A header that was added behind our back is a drift, redacted or not."""
    assert changed({"headers": {"A": "REDACTED:2"}}, {"headers": {"B": "1"}}) == ["headers.B", "headers.A"]
    assert changed({"body": "REDACTED:2"}, {}) == ["body"]


def test_endpoints_have_no_order() -> None:
    """QStash keeps its own order of endpoints."""
    a, b = {"url": "https://a.example.com"}, {"url": "https://b.example.com", "name": "b"}
    olds = {"groupName": "g", "endpoints": [a, b]}
    assert URL_GROUP.compare(olds, olds | {"endpoints": [b, a]}).changed == []
    assert URL_GROUP.compare(olds, olds | {"endpoints": [a]}).changed == ["endpoints"]
    assert URL_GROUP.compare(olds, olds | {"endpoints": [a, {"url": b["url"]}]}).changed == ["endpoints"]
    assert URL_GROUP.compare(olds, olds | {"endpoints": [a, {"url": UNKNOWN}]}).changed == ["endpoints"]


def test_a_queue_of_one_is_the_default() -> None:
    """A queue delivers one message at a time where nothing is said."""
    assert QUEUE.compare({"queueName": "q", "parallelism": 1}, {"queueName": "q"}).changed == []
    assert QUEUE.compare({"queueName": "q", "parallelism": 5}, {"queueName": "q"}).changed == ["parallelism"]
