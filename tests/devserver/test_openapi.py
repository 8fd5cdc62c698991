"""Every answer of a configuration endpoint is as Upstash's OpenAPI file says, or deviates for a listed reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from .conftest import Ask, Reply, put_schedule

OPENAPI = json.loads((Path(__file__).parent / "data" / "qstash-openapi.json").read_text())
URL = "https://example.com/hook"


@dataclass(frozen=True)
class Deviation:
    """Something that the service does and its OpenAPI file does not say."""

    what: str
    evidence: str


#: Keys that objects have beside the documented ones.
MORE_KEYS = {
    "Schedule": {
        "callerIP": Deviation(
            "written callerIp in the file", "types of the Go, JS and Python SDKs; older documentation"
        ),
        "queueName": Deviation("missing", "JS SDK schedules.test.ts, Python SDK test_schedule_enqueue"),
        "bodyBase64": Deviation("missing", "older documentation of GET; Python SDK's Schedule"),
        "callbackHeader": Deviation("missing", "Python SDK parse_schedule_response"),
        "failureCallbackHeader": Deviation("missing", "Python SDK parse_schedule_response"),
    },
    "Message": {
        "retryDelayExpression": Deviation("missing", "JS SDK messages.test.ts"),
        "callbackHeader": Deviation("missing", "Python SDK parse_message_response"),
        "failureCallbackHeader": Deviation("missing", "Python SDK parse_message_response"),
    },
}
#: Statuses beside the documented ones, by method and path.
MORE_STATUSES = {
    ("post", "/v2/schedules/{scheduleId}/pause", 404): Deviation("unknown", "switch pauseMissingFails"),
    ("post", "/v2/schedules/{scheduleId}/resume", 404): Deviation("unknown", "switch pauseMissingFails"),
    ("delete", "/v2/schedules/{scheduleId}", 404): Deviation("unknown", "switch deleteMissingScheduleFails"),
    ("post", "/v2/queues/{queueName}/pause", 404): Deviation("unknown", "switch pauseMissingFails"),
    ("delete", "/v2/topics/{urlGroupName}/endpoints", 404): Deviation("missing", "older documentation: an error"),
    ("post", "/v2/topics/{urlGroupName}/endpoints", 400): Deviation("missing", "howto/url-group-endpoint: the charset"),
    ("post", "/v2/topics/{urlGroupName}/endpoints", 412): Deviation("missing", "limits of the price list"),
    ("delete", "/v2/queues/{queueName}", 400): Deviation("missing", "the charset holds for every call"),
    ("post", "/v2/publish/{destination}", 404): Deviation("missing", "Go SDK url_group_test: topic … not found"),
}
#: Answers of another shape.
OTHER_SHAPES = {
    ("post", "/v2/publish/{destination}", 200): Deviation(
        "a bare list for a URL group, not {messages: …}", "Python SDK parse_publish_response; Go SDK url_group_test"
    ),
    ("delete", "/v2/messages/{messageId}", 200): Deviation("{cancelled: 1}", "JS SDK messages.test.ts"),
}


def strict(schema: Any) -> Any:
    """The schema with no other keys than the documented ones and those in the list."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        named = strict(OPENAPI["schemas"][name])
        more = {key: {} for key in MORE_KEYS.get(name, {})}
        return named | {"properties": named["properties"] | more}
    closed = {key: strict(value) for key, value in schema.items() if key != "properties"}
    if "properties" in schema:
        closed |= {"properties": {k: strict(v) for k, v in schema["properties"].items()}, "additionalProperties": False}
    return closed


def check(method: str, path: str, reply: Reply) -> None:
    """The reply is a documented one."""
    documented = OPENAPI["answers"][path][method]
    key = (method, path, reply.status)
    if reply.status in (401, 403):
        jsonschema.validate(reply.json, strict({"$ref": "#/components/schemas/Error"}))
        return
    assert str(reply.status) in documented or key in MORE_STATUSES, f"{key} is not documented: {reply.text}"
    schema = documented.get(str(reply.status))
    if str(reply.status) not in documented:
        schema = {"$ref": "#/components/schemas/Error"}
    if key in OTHER_SHAPES:
        assert reply.json
    elif schema is None:
        assert reply.content == b""
    else:
        jsonschema.validate(reply.json, strict(schema))


FULL = {
    "Content_Type": "text/plain", "Upstash_Method": "PUT", "Upstash_Forward_X_A": "1", "Upstash_Retries": "2",
    "Upstash_Retry_Delay": "1000", "Upstash_Delay": "10s", "Upstash_Timeout": "20s", "Upstash_Callback": URL,
    "Upstash_Callback_Forward_B": "2", "Upstash_Failure_Callback": URL, "Upstash_Failure_Callback_Forward_C": "3",
    "Upstash_Queue_Name": "q", "Upstash_Flow_Control_Key": "k", "Upstash_Flow_Control_Value": "rate=1,parallelism=2",
    "Upstash_Label": "a,b",
}  # fmt: skip

CALLS: list[tuple[str, str, str, Any]] = [
    ("get", "/v2/schedules", "/v2/schedules", None),
    ("get", "/v2/schedules/{scheduleId}", "/v2/schedules/full", None),
    ("get", "/v2/schedules/{scheduleId}", "/v2/schedules/binary", None),
    ("get", "/v2/schedules/{scheduleId}", "/v2/schedules/nope", None),
    ("post", "/v2/schedules/{scheduleId}/pause", "/v2/schedules/full/pause", None),
    ("post", "/v2/schedules/{scheduleId}/pause", "/v2/schedules/nope/pause", None),
    ("post", "/v2/schedules/{scheduleId}/resume", "/v2/schedules/full/resume", None),
    ("delete", "/v2/schedules/{scheduleId}", "/v2/schedules/full", None),
    ("delete", "/v2/schedules/{scheduleId}", "/v2/schedules/nope", None),
    ("post", "/v2/schedules/{destination}", "/v2/schedules/ftp://x", None),
    ("post", "/v2/queues", "/v2/queues", {"queueName": "r", "parallelism": 2}),
    ("post", "/v2/queues", "/v2/queues", {"queueName": "r", "parallelism": 11}),
    ("post", "/v2/queues", "/v2/queues", {"queueName": "r r", "parallelism": 1}),
    ("get", "/v2/queues", "/v2/queues", None),
    ("get", "/v2/queues/{queueName}", "/v2/queues/q", None),
    ("get", "/v2/queues/{queueName}", "/v2/queues/nope", None),
    ("get", "/v2/queues/{queueName}", "/v2/queues/a%20b", None),
    ("post", "/v2/queues/{queueName}/pause", "/v2/queues/q/pause", None),
    ("post", "/v2/queues/{queueName}/pause", "/v2/queues/nope/pause", None),
    ("post", "/v2/queues/{queueName}/resume", "/v2/queues/q/resume", None),
    ("delete", "/v2/queues/{queueName}", "/v2/queues/q", None),
    ("delete", "/v2/queues/{queueName}", "/v2/queues/nope", None),
    ("delete", "/v2/queues/{queueName}", "/v2/queues/a%20b", None),
    ("post", "/v2/topics/{urlGroupName}/endpoints", "/v2/topics/h/endpoints", {"endpoints": [{"url": URL}]}),
    ("post", "/v2/topics/{urlGroupName}/endpoints", "/v2/topics/h/endpoints", {"endpoints": [{"url": "x"}]}),
    ("get", "/v2/topics", "/v2/topics", None),
    ("get", "/v2/topics/{urlGroupName}", "/v2/topics/g", None),
    ("get", "/v2/topics/{urlGroupName}", "/v2/topics/nope", None),
    ("delete", "/v2/topics/{urlGroupName}/endpoints", "/v2/topics/g/endpoints", {"endpoints": [{"name": "one"}]}),
    ("delete", "/v2/topics/{urlGroupName}/endpoints", "/v2/topics/nope/endpoints", {"endpoints": [{"name": "one"}]}),
    ("delete", "/v2/topics/{urlGroupName}", "/v2/topics/g", None),
    ("delete", "/v2/topics/{urlGroupName}", "/v2/topics/nope", None),
    ("get", "/v2/keys", "/v2/keys", None),
    ("post", "/v2/keys/rotate", "/v2/keys/rotate", None),
    ("get", "/v2/flowControl", "/v2/flowControl?search=k", None),
    ("get", "/v2/flowControl/{flowControlKey}", "/v2/flowControl/k", None),
    ("get", "/v2/flowControl/{flowControlKey}", "/v2/flowControl/nope", None),
    ("post", "/v2/flowControl/{flowControlKey}/pin", "/v2/flowControl/k/pin?rate=3&period=60", None),
    ("post", "/v2/flowControl/{flowControlKey}/pin", "/v2/flowControl/k/pin?rate=x", None),
    ("post", "/v2/flowControl/{flowControlKey}/unpin", "/v2/flowControl/k/unpin?rate=true", None),
    ("post", "/v2/flowControl/{flowControlKey}/pause", "/v2/flowControl/k/pause", None),
    ("post", "/v2/flowControl/{flowControlKey}/resume", "/v2/flowControl/k/resume", None),
    ("post", "/v2/flowControl/{flowControlKey}/resetRate", "/v2/flowControl/k/resetRate", None),
    ("get", "/v2/globalParallelism", "/v2/globalParallelism", None),
    ("post", "/v2/publish/{destination}", f"/v2/publish/{URL}", "x"),
    ("post", "/v2/publish/{destination}", "/v2/publish/g", "x"),
    ("post", "/v2/publish/{destination}", "/v2/publish/nope", "x"),
    ("post", "/v2/enqueue/{queueName}/{destination}", f"/v2/enqueue/q/{URL}", "x"),
    ("post", "/v2/batch", "/v2/batch", [{"destination": URL}]),
    ("delete", "/v2/messages", "/v2/messages", None),
    ("get", "/v2/messages/{messageId}", "/v2/messages/nope", None),
    ("delete", "/v2/messages/{messageId}", "/v2/messages/nope", None),
]


@pytest.fixture
def furnished(ask: Ask) -> Ask:
    """An account with one of everything."""
    put_schedule(ask, "full", URL, "text", **FULL)
    put_schedule(ask, "binary", URL, b"\xff")
    put_schedule(ask, "bare", "g")
    ask("POST", "/v2/queues", {"queueName": "q", "parallelism": 1})
    ask("POST", "/v2/topics/g/endpoints", {"endpoints": [{"url": URL, "name": "one"}, {"url": f"{URL}/2"}]})
    return ask


@pytest.mark.parametrize(("method", "path", "asked", "body"), CALLS, ids=lambda x: x if isinstance(x, str) else "")
def test_an_answer_is_as_documented(method: str, path: str, asked: str, body: Any, furnished: Ask) -> None:
    """Status and shape are in the file, or in the list of deviations."""
    check(method, path, furnished(method.upper(), asked, body))
    check(method, path, furnished(method.upper(), asked, body, token="wrong"))


def test_writing_a_schedule_and_reading_a_message_are_as_documented(furnished: Ask) -> None:
    """The same for the calls that need headers or an id from before."""
    check("post", "/v2/schedules/{destination}", put_schedule(furnished, "new", URL, "x", **FULL))
    sent = furnished("POST", f"/v2/publish/{URL}", "x", **FULL).json["messageId"]
    for method in ("get", "delete"):
        check(method, "/v2/messages/{messageId}", furnished(method.upper(), f"/v2/messages/{sent}"))


def test_every_documented_configuration_call_was_made() -> None:
    """No path of the file is left out."""
    made = {(method, path) for method, path, _, _ in CALLS}
    assert {(m, p) for p, methods in OPENAPI["answers"].items() for m in methods} == made


def test_the_free_plan_says_no_in_the_documented_way(free: Ask) -> None:
    """The eleventh schedule is a 412; overwriting one of the ten is not."""
    for n in range(10):
        assert put_schedule(free, f"s{n}").status == 200
    refused = put_schedule(free, "s10")
    check("post", "/v2/schedules/{destination}", refused)
    assert (refused.status, refused.error) == (412, "quota maxSchedules exceeded")
    assert put_schedule(free, "s9").status == 200
