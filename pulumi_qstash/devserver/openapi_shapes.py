"""The shapes of what goes in and out, for the server's own description."""

from __future__ import annotations

from typing import Any

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
NAME: Shape = {"type": "string", "pattern": "^[A-Za-z0-9._-]+$"}
WHOLE: Shape = {"type": "integer"}
FLAG: Shape = {"type": "boolean"}


def record(required: dict[str, Shape], optional: dict[str, Shape] | None = None) -> Shape:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def many(shape: Shape) -> Shape:
    """A list."""
    return {"type": "array", "items": shape}


_HEADERS: Shape = {"type": "object", "additionalProperties": many(TEXT)}
_DELIVERY = {
    "header": _HEADERS,
    "body": TEXT,
    "bodyBase64": TEXT,
    "retryDelayExpression": TEXT,
    "callback": TEXT,
    "failureCallback": TEXT,
    "callbackHeader": _HEADERS,
    "failureCallbackHeader": _HEADERS,
    "queueName": TEXT,
    "callerIP": TEXT,
    "flowControlKey": TEXT,
    "parallelism": WHOLE,
    "rate": WHOLE,
    "period": WHOLE,
    "label": TEXT,
    "labels": many(TEXT),
}
ERROR = record({"error": TEXT})
SCHEDULE = record(
    {
        "scheduleId": TEXT,
        "cron": TEXT,
        "destination": TEXT,
        "createdAt": WHOLE,
        "method": TEXT,
        "retries": WHOLE,
        "isPaused": FLAG,
    },
    _DELIVERY
    | {
        "delay": WHOLE,
        "timeout": WHOLE,
        "lastScheduleTime": WHOLE,
        "nextScheduleTime": WHOLE,
        "callbackSettings": {"type": "object"},
    },
)
QUEUE = record(
    {"name": TEXT, "createdAt": WHOLE, "updatedAt": WHOLE, "parallelism": WHOLE, "lag": WHOLE, "paused": FLAG}
)
URL_GROUP = record(
    {"name": TEXT, "createdAt": WHOLE, "updatedAt": WHOLE, "endpoints": many(record({"url": TEXT}, {"name": TEXT}))},
    {"headers": _HEADERS},
)
FLOW_CONTROL = record(
    dict.fromkeys(
        (
            "waitListSize",
            "parallelismMax",
            "parallelismCount",
            "rateMax",
            "rateCount",
            "ratePeriod",
            "ratePeriodStart",
        ),
        WHOLE,
    )
    | {"flowControlKey": TEXT, "isPaused": FLAG, "isPinnedParallelism": FLAG, "isPinnedRate": FLAG}
)
KEYS = record({"current": TEXT, "next": TEXT})
GLOBAL_PARALLELISM = record({"parallelismMax": WHOLE, "parallelismCount": WHOLE})
MESSAGE = record(
    {"messageId": TEXT, "url": TEXT, "method": TEXT, "maxRetries": WHOLE, "notBefore": WHOLE, "createdAt": WHOLE},
    _DELIVERY | {"topicName": TEXT, "endpointName": TEXT, "api": TEXT},
)
_PUBLISHED = record({"messageId": TEXT}, {"url": TEXT, "deduplicated": FLAG})
PUBLISHED: Shape = {"anyOf": [_PUBLISHED, many(_PUBLISHED)]}
LOGS: Shape = record({"logs": many({"type": "object"}), "events": many({"type": "object"})})

QUEUE_SENT: Shape = {
    "type": "object",
    "properties": {"queueName": NAME, "parallelism": {"type": "integer", "minimum": 1}, "paused": FLAG},
    "required": ["queueName"],
}
ENDPOINTS_SENT: Shape = {
    "type": "object",
    "properties": {"endpoints": many({"type": "object", "properties": {"url": TEXT, "name": TEXT}})},
    "required": ["endpoints"],
}
HEADERS_SENT: Shape = {
    "type": "object",
    "properties": {"headers": {"type": "object", "additionalProperties": {"anyOf": [TEXT, many(TEXT)]}}},
    "required": ["headers"],
}
BATCH_SENT: Shape = many(
    {
        "type": "object",
        "properties": {
            "destination": TEXT,
            "body": TEXT,
            "queue": TEXT,
            "headers": {"type": "object", "additionalProperties": TEXT},
        },
        "required": ["destination"],
    }
)
