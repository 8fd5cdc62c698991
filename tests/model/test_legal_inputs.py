"""What is right is not refused."""

from __future__ import annotations

from typing import Any

import pytest
from support.bad_inputs import BY_NAME, LEGAL

from pulumi_qstash.model import Context

LONG = "a" * 200
RIGHT: list[tuple[str, str, list[Any]]] = [
    (
        "Schedule",
        "destination",
        [
            "https://a.example.com",
            "http://a.example.com:8080/x",
            "https://a.example.com/a/b/?c=d&e=f%20g",
            "orders",
            "x.y_z-1",
            "https://8.8.8.8/x",
            "https://[2606:4700::1111]/x",
            "https://xn--bcher-kva.example/",
            "https://a.example.com/%2F/x",
            "https://a_b.example.com/",
            "https://a.example.com/a//b",
            "https://a.example.com/...",
            "https://a.example.com/.well-known/x",
            "https://a.example.com/?upstash=1",
            "https://a.example.com/@user",
            "https://a.example.com./",
            "https://A.Example.com/X",
            "-group",
            "9",
            "https://a.example.com?x=1",
            "https://a.example.com/x??",
            "https://a.example.com/a|b;c=d?e={f}&g=100%",
            "https://a.example.com/x?url=https://b.example.com/../y",
        ],
    ),
    (
        "Schedule",
        "cron",
        [
            "* * * * *",
            "*/5 * * * *",
            "0 9 * * 1-5",
            "@daily",
            "@every 90m",
            "CRON_TZ=Europe/Berlin 0 9 * * *",
            "TZ=UTC 0 0 * * *",
            "0 0 29 2 *",
            "*/7 * * * *",
            "0 0 1 * MON",
            "0 0 ? * SUN",
            " 0 9 * * * ",
        ],
    ),
    ("Schedule", "timeZone", ["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "Asia/Kolkata"]),
    ("Schedule", "method", ["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ("Schedule", "delay", ["0s", "1s", "1d10h30m", "90s", "1h30m3s", "400d", "007s"]),
    ("Schedule", "timeout", ["1s", "15m", "12h"]),
    (
        "Schedule",
        "retryDelay",
        [
            "1000",
            "1000 * (1 + retried)",
            "pow(2, retried) * 1000",
            "max(1000, pow(2, retried) * 100)",
            "-retried + 5",
            "(1)",
            "sqrt(abs(-4))",
            "round(exp(retried) * .5) / 2",
            "min( 1 , 2 )",
            "ceil(floor(1.5))",
            "5000 * retried",
            "+1",
        ],
    ),
    ("Schedule", "retries", [0, 1, 3, 5, 100, 3.0]),
    ("Schedule", "body", ["", "hello", "日本 😀", "\x00\x01", '{"a": 1}', "a\nb"]),
    ("Schedule", "bodyBase64", ["", "AA==", "/+8=", "aGVsbG8="]),
    (
        "Schedule",
        "contentType",
        ["application/json", "text/plain; charset=utf-8", "application/vnd.api+json", 'a/b;c="d e"'],
    ),
    (
        "Schedule",
        "headers",
        [
            {},
            {"X-A": "1"},
            {"Authorization": "Bearer abc.def"},
            {"x_y": "a\tb"},
            {"Accept": "text/html, */*"},
            {"X-É": None},
            {"X-Upstash": "1"},
            {"User-Agent": "me"},
        ],
    ),
    ("Schedule", "labels", [[], ["a"], ["a b", "c:d/e"], [LONG]]),
    ("Schedule", "queue", ["q", "Q.1_x-y", LONG]),
    (
        "Schedule",
        "callback",
        [
            "https://a.example.com/done",
            {"url": "https://a.example.com"},
            {
                "url": "https://a.example.com",
                "headers": {"X-A": "1"},
                "method": "PUT",
                "retries": 0,
                "retryDelay": "1000",
                "delay": "5s",
                "timeout": "10s",
            },
        ],
    ),
    (
        "Schedule",
        "flowControl",
        [
            {"key": "k", "parallelism": 1},
            {"key": "k", "rate": 10, "period": "1m"},
            {"key": "a.b", "rate": 1, "period": "7d", "parallelism": 9},
        ],
    ),
    (
        "Schedule",
        "redact",
        [{"body": True}, {"headers": True}, {"body": True, "headers": True}, {"body": True, "headers": []}],
    ),
    ("Schedule", "scheduleId", ["-a", "_a", "scd_5RLBWxdLydTNr99CiaTBCRb6UtrU", LONG, "...", "A.b-c_9"]),
    ("Schedule", "paused", [True, False]),
    ("Queue", "parallelism", [1, 10, 2.0]),
    ("Queue", "queueName", ["q", "scheduleQueue"]),
    (
        "UrlGroup",
        "endpoints",
        [
            [{"url": "https://a.example.com"}, {"url": "https://a.example.com/"}],
            [
                {"url": "https://a.example.com", "name": "First endpoint"},
                {"url": "https://b.example.com", "name": "first endpoint"},
            ],
        ],
    ),
    ("FlowControl", "key", ["k", "USER_GIVEN_KEY", "a.b-c"]),
]
CASES = [(kind, name, value) for kind, name, values in RIGHT for value in values]


@pytest.mark.parametrize(("kind", "name", "value"), CASES)
def test_what_qstash_takes_is_taken(kind: str, name: str, value: Any) -> None:
    """A value that QStash's documents or tests show is no problem, and reaches the inputs."""
    found = BY_NAME[kind].check(LEGAL[kind] | {name: value}, {}, Context())
    assert found.problems == ()
    assert name in found.inputs


def test_a_key_may_be_paused_alone() -> None:
    """A flow-control key needs no limit where its pause is declared."""
    assert BY_NAME["FlowControl"].check({"key": "k", "paused": True}, {}, Context()).problems == ()
