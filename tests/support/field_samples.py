"""What is known about every property from QStash's documents and tests, written down beside the declarations.

The completeness test holds the declarations against this table; neither is made from the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

URL = "https://a.example.com/run"
#: The smallest legal inputs, with their ids, and the live object that they make.
BASE: dict[str, dict[str, Any]] = {
    "Schedule": {"destination": URL, "cron": "0 3 * * *", "scheduleId": "s-1"},
    "Queue": {"queueName": "q-1"},
    "UrlGroup": {"groupName": "g-1", "endpoints": [{"url": URL}]},
    "FlowControl": {"key": "k-1", "parallelism": 2},
}
LIVE: dict[str, dict[str, Any]] = {
    "Schedule": {
        "scheduleId": "s-1",
        "destination": URL,
        "cron": "0 3 * * *",
        "method": "POST",
        "retries": 3,
        "isPaused": False,
        "createdAt": 1754565618803,
        "nextScheduleTime": 1759909800000,
        "callerIP": "127.43.12.54",
        "parallelism": 0,
        "period": 1,
    },
    "Queue": {"name": "q-1", "createdAt": 1, "updatedAt": 2, "parallelism": 1, "lag": 7, "paused": False},
    "UrlGroup": {"name": "g-1", "createdAt": 1, "updatedAt": 2, "endpoints": [{"url": URL}]},
    "FlowControl": {
        "flowControlKey": "k-1",
        "waitListSize": 3,
        "parallelismMax": 2,
        "parallelismCount": 1,
        "rateMax": 9,
        "ratePeriod": 9,
        "isPaused": False,
        "isPinnedParallelism": True,
        "isPinnedRate": False,
    },
}


@dataclass(frozen=True)
class Sample:
    """One property: a value for it, how that value travels, and how it comes back.

    Attributes:
        value: A legal value that is no default.
        other: Another.
        sent: A header with its text, `("path", …)`, `("content", …)`, `("json", key, …)`, `("query", …)`,
            or None
            where a call of its own writes it.
        live: What the live object then holds; None where QStash does not give it back.
        same: Other spellings that mean the same; None stands for "not set".
        beside: What has to be set with it.
        otherwise: Other properties that mean the same in its place.
        empty: A value that means "not set".
        type: Its type in the schema.
        secret, replaces: What the schema says of it.
        default: The server's default.
        python: The argument's name in Python, and the types that it takes there.
    """

    value: Any
    other: Any
    sent: tuple[Any, ...] | None
    live: dict[str, Any] | None
    type: Any = "string"
    same: tuple[Any, ...] = ()
    beside: dict[str, Any] = field(default_factory=dict)
    otherwise: dict[str, Any] = field(default_factory=dict)
    empty: Any = None
    secret: bool = False
    replaces: bool = False
    default: Any = None
    python: tuple[str, frozenset[str]] | None = None


TEXT, COUNT, FLAG = frozenset({"str"}), frozenset({"int"}), frozenset({"bool"})
MAP, TEXTS = frozenset({"Mapping", "str"}), frozenset({"Sequence", "str"})


def _callback(wire: str, header: str, key: str) -> dict[str, Sample]:
    url = {f"{wire}.url": URL}

    def setting(name: str, end: str, value: Any, other: Any, **more: Any) -> Sample:
        text = str(value)
        return Sample(value, other, (f"{header}-{end}", text), None, beside=url, **more)

    return {
        f"{wire}.url": Sample(
            URL, "https://b.example.com/x", (header, URL), {key: URL}, python=("url", TEXT)
        ),
        f"{wire}.headers": Sample(
            {"X-A": "1"}, {"X-A": "2"}, (f"{header}-Forward-X-A", "1"), {f"{key}Header": {"X-A": ["1"]}},
            ("map", "string"), ({"x-a": "1"},), url, empty={}, secret=True, python=("headers", MAP),
        ),
        f"{wire}.method": setting("method", "Method", "PUT", "GET", default="POST", python=("method", TEXT)),
        f"{wire}.retries": setting("retries", "Retries", 5, 0, type="integer", python=("retries", COUNT)),
        f"{wire}.retryDelay": setting(
            "retryDelay", "Retry-Delay", "1000 * retried", "2000", same=("1000*retried",), python=("retry_delay", TEXT)
        ),
        f"{wire}.delay": setting(
            "delay", "Delay", "90s", "91s", same=("1m30s",), default="0s", python=("delay", TEXT)
        ),
        f"{wire}.timeout": setting("timeout", "Timeout", "90s", "91s", same=("1m30s",), python=("timeout", TEXT)),
    }  # fmt: skip


_FLOW = {"flowControl.key": "k", "flowControl.parallelism": 2}
_RATE = {"flowControl.key": "k", "flowControl.rate": 3, "flowControl.period": "1m"}
_LIVE_FLOW = {"flowControlKey": "k", "parallelism": 2, "period": 1}
_LIVE_RATE = {"flowControlKey": "k", "rate": 3, "period": 60}
_VALUE = "Upstash-Flow-Control-Value"

SCHEDULE: dict[str, Sample] = {
    "destination": Sample(
        "https://b.example.com/x?y=1", "orders", ("path", "/v2/schedules/https://b.example.com/x?y=1"),
        {"destination": "https://b.example.com/x?y=1"}, python=("destination", TEXT),
    ),
    "cron": Sample(
        "0 9 * * 1-5", "0 9 * * 1-4", ("Upstash-Cron", "0 9 * * 1-5"), {"cron": "0 9 * * 1-5"},
        same=("0  9 * * 1-5", "0 9 * * MON-FRI", "CRON_TZ=UTC 0 9 * * 1-5"), python=("cron", TEXT),
    ),
    "timeZone": Sample(
        "Europe/Berlin", "Asia/Tokyo", ("Upstash-Cron", "CRON_TZ=Europe/Berlin 0 3 * * *"),
        {"cron": "CRON_TZ=Europe/Berlin 0 3 * * *"}, otherwise={"cron": "CRON_TZ=Europe/Berlin 0 3 * * *"},
        python=("time_zone", TEXT),
    ),
    "scheduleId": Sample(
        "s-2", "s-3", ("Upstash-Schedule-Id", "s-2"), {"scheduleId": "s-2"}, replaces=True,
        python=("schedule_id", TEXT),
    ),
    "method": Sample(
        "GET", "PUT", ("Upstash-Method", "GET"), {"method": "GET"}, default="POST", python=("method", TEXT)
    ),
    "body": Sample(
        "häuser", "haus", ("content", "häuser".encode()), {"body": "häuser"}, secret=True,
        otherwise={"bodyBase64": "aMOkdXNlcg=="}, empty="",
        python=("body", frozenset({"str", "bytes"})),
    ),
    "bodyBase64": Sample(
        "/wAB", "/wAC", ("content", b"\xff\x00\x01"), {"bodyBase64": "/wAB"}, secret=True, same=("/wAB\n",),
        python=("body", frozenset({"str", "bytes"})),
    ),
    "contentType": Sample(
        "text/plain", "application/json", ("Content-Type", "text/plain"), {"header": {"Content-Type": ["text/plain"]}},
        python=("content_type", TEXT),
    ),
    "headers": Sample(
        {"X-A-b": "1"}, {"X-A-b": "2"}, ("Upstash-Forward-X-A-b", "1"), {"header": {"X-A-B": ["1"]}},
        ("map", "string"), ({"x-a-B": "1"},), empty={}, secret=True, python=("headers", MAP),
    ),
    "retries": Sample(5, 0, ("Upstash-Retries", "5"), {"retries": 5}, "integer", default=3, python=("retries", COUNT)),
    "retryDelay": Sample(
        "1000 * retried", "2000", ("Upstash-Retry-Delay", "1000 * retried"), {"retryDelayExpression": "1000 * retried"},
        same=("1000*retried",), python=("retry_delay", TEXT),
    ),
    "delay": Sample(
        "90s", "91s", ("Upstash-Delay", "90s"), {"delay": 90}, same=("1m30s", "0h1m30s"), default="0s",
        python=("delay", TEXT),
    ),
    "timeout": Sample(
        "90s", "91s", ("Upstash-Timeout", "90s"), {"timeout": 90}, same=("1m30s",), python=("timeout", TEXT)
    ),
    **_callback("callback", "Upstash-Callback", "callback"),
    **_callback("failureCallback", "Upstash-Failure-Callback", "failureCallback"),
    "queue": Sample("q", "r", ("Upstash-Queue-Name", "q"), {"queueName": "q"}, python=("queue", TEXT)),
    "flowControl.key": Sample(
        "k", "l", ("Upstash-Flow-Control-Key", "k"), _LIVE_FLOW, beside=_FLOW, python=("key", TEXT)
    ),
    "flowControl.parallelism": Sample(
        2, 3, (_VALUE, "parallelism=2"), _LIVE_FLOW, "integer", beside=_FLOW, python=("parallelism", COUNT)
    ),
    "flowControl.rate": Sample(
        3, 4, (_VALUE, "rate=3, period=1m"), _LIVE_RATE, "integer", beside=_RATE, python=("rate", COUNT)
    ),
    "flowControl.period": Sample(
        "1m", "2m", (_VALUE, "rate=3, period=1m"), _LIVE_RATE, same=("60s",), beside=_RATE, python=("period", TEXT)
    ),
    "labels": Sample(
        ["a", "b"], ["a", "c"], ("Upstash-Label", "a,b"), {"label": "a", "labels": ["a", "b"]}, ("list", "string"),
        (["b", "a"],), empty=[], python=("labels", TEXTS),
    ),
    "redact.body": Sample(
        True, False, ("Upstash-Redact-Fields", "body"), None, "boolean", default=False, python=("body", FLAG)
    ),
    "redact.headers": Sample(
        ["X-A"], True, ("Upstash-Redact-Fields", "header[X-A]"), None, ("one of", "boolean", ("list", "string")),
        (["x-a"],), {"headers": {"X-A": "1"}}, python=("headers", frozenset({"bool", "Sequence", "str"})),
    ),
    "paused": Sample(True, False, None, {"isPaused": True}, "boolean", python=("paused", FLAG)),
}  # fmt: skip

QUEUE: dict[str, Sample] = {
    "queueName": Sample(
        "q-2", "q-3", ("json", "queueName", "q-2"), {"name": "q-2"}, replaces=True, python=("queue_name", TEXT)
    ),
    "parallelism": Sample(
        5, 7, ("json", "parallelism", 5), {"parallelism": 5}, "integer", default=1, python=("parallelism", COUNT)
    ),
    "paused": Sample(True, False, ("json", "paused", True), {"paused": True}, "boolean", python=("paused", FLAG)),
}
_ENDPOINTS = [{"url": URL, "name": "a"}, {"url": "https://b.example.com"}]
_OTHER_ENDPOINTS = [{"url": URL, "name": "b"}, {"url": "https://b.example.com"}]
URL_GROUP: dict[str, Sample] = {
    "groupName": Sample(
        "g-2", "g-3", ("path", "/v2/topics/g-2/endpoints"), {"name": "g-2"}, replaces=True, python=("group_name", TEXT)
    ),
    "endpoints": Sample(
        _ENDPOINTS, _OTHER_ENDPOINTS, ("json", "endpoints", _ENDPOINTS), {"endpoints": _ENDPOINTS},
        ("list", "Endpoint"), (_ENDPOINTS[::-1],),
        python=("endpoints", frozenset({"Sequence", "EndpointArgs", "EndpointArgsDict"})),
    ),
}  # fmt: skip
_PINNED = {"rateMax": 3, "ratePeriod": 60, "isPinnedRate": True}
FLOW_CONTROL: dict[str, Sample] = {
    "key": Sample(
        "k-2", "k-3", ("path", "/v2/flowControl/k-2/pin?parallelism=2"), {"flowControlKey": "k-2"}, replaces=True,
        python=("key", TEXT),
    ),
    "parallelism": Sample(
        5, 6, ("query", "parallelism=5"), {"parallelismMax": 5}, "integer", python=("parallelism", COUNT)
    ),
    "rate": Sample(
        3, 4, ("query", "rate=3"), _PINNED, "integer", beside={"period": "1m"}, python=("rate", COUNT)
    ),
    "period": Sample(
        "1m", "2m", ("query", "period=60"), _PINNED, same=("60s",), beside={"rate": 3}, python=("period", TEXT)
    ),
    "paused": Sample(True, False, None, {"isPaused": True}, "boolean", python=("paused", FLAG)),
}  # fmt: skip

SAMPLES = {"Schedule": SCHEDULE, "Queue": QUEUE, "UrlGroup": URL_GROUP, "FlowControl": FLOW_CONTROL}
#: Properties that never reach QStash: they steer the provider, or are derived.
LOCAL = {"Schedule": {"adopt", "runs"}, "Queue": {"adopt"}, "UrlGroup": {"adopt"}, "FlowControl": set[str]()}


def inputs_with(kind: str, path: str, value: Any) -> dict[str, Any]:
    """The smallest legal inputs with a property at a value; None takes it out."""
    inputs = {key: _copy(given) for key, given in BASE[kind].items()}
    if "bodyBase64" in path:
        inputs.pop("body", None)
    for steps, given in [*SAMPLES[kind][path].beside.items(), (path, value)]:
        *outer, last = steps.split(".")
        inside = inputs
        for step in outer:
            inside = inside.setdefault(step, {})
        inside[last] = given
        if given is None:
            del inside[last]
    return inputs


def live_with(kind: str, path: str) -> dict[str, Any]:
    """The live object of `inputs_with(kind, path, sample.value)`."""
    sample = SAMPLES[kind][path]
    live = dict(LIVE[kind])
    for steps in sample.beside:
        other = SAMPLES[kind].get(steps)
        live |= (other.live or {}) if other else {}
    if "headers" in sample.beside:
        live |= {"header": {"X-A": ["1"]}}
    return live | (sample.live or {})


def _copy(value: Any) -> Any:
    return [dict(v) for v in value] if isinstance(value, list) else value
