"""The server's own description of its API."""

from __future__ import annotations

import re
from typing import Any

from . import openapi_shapes as shapes
from .openapi_shapes import Shape, many, record
from .routing import ROUTES

_OPTIONS = (
    "Content-Type",
    "Upstash-Method",
    "Upstash-Timeout",
    "Upstash-Retries",
    "Upstash-Retry-Delay",
    "Upstash-Delay",
    "Upstash-Forward-X-Custom",
    "Upstash-Callback",
    "Upstash-Callback-Retries",
    "Upstash-Failure-Callback",
    "Upstash-Flow-Control-Key",
    "Upstash-Flow-Control-Value",
    "Upstash-Redact-Fields",
    "Upstash-Label",
)
_SCHEDULE_OPTIONS = ("Upstash-Cron", "Upstash-Schedule-Id", "Upstash-Queue-Name", *_OPTIONS)
_MESSAGE_OPTIONS = ("Upstash-Deduplication-Id", "Upstash-Content-Based-Deduplication", "Upstash-Not-Before", *_OPTIONS)

#: What a call answers with, by template and method; an empty answer where nothing stands here.
_ANSWERS: dict[tuple[str, str], Shape] = {
    ("schedules", "GET"): many(shapes.SCHEDULE),
    ("schedules/{id}", "GET"): shapes.SCHEDULE,
    ("schedules", "POST"): record({}, {"scheduleId": shapes.TEXT}),
    ("schedules/{destination}", "POST"): record({}, {"scheduleId": shapes.TEXT}),
    ("queues", "GET"): many(shapes.QUEUE),
    ("queues/{id}", "GET"): shapes.QUEUE,
    ("topics", "GET"): many(shapes.URL_GROUP),
    ("topics/{id}", "GET"): shapes.URL_GROUP,
    ("keys", "GET"): shapes.KEYS,
    ("keys/rotate", "POST"): shapes.KEYS,
    ("flowControl", "GET"): many(shapes.FLOW_CONTROL),
    ("flowControl/{id}", "GET"): shapes.FLOW_CONTROL,
    ("globalParallelism", "GET"): shapes.GLOBAL_PARALLELISM,
    ("publish", "POST"): shapes.PUBLISHED,
    ("publish/{destination}", "POST"): shapes.PUBLISHED,
    ("enqueue/{queue}", "POST"): shapes.PUBLISHED,
    ("enqueue/{queue}/{destination}", "POST"): shapes.PUBLISHED,
    ("batch", "POST"): many(shapes.PUBLISHED),
    ("messages", "DELETE"): record({"cancelled": shapes.WHOLE}),
    ("messages/{id}", "GET"): shapes.MESSAGE,
    ("messages/{id}", "DELETE"): record({"cancelled": shapes.WHOLE}),
    ("logs", "GET"): shapes.LOGS,
    ("events", "GET"): shapes.LOGS,
    ("dlq", "GET"): record({"messages": many({"type": "object"})}),
    ("dlq", "DELETE"): record({"deleted": shapes.WHOLE}),
}
_SENT: dict[tuple[str, str], Shape] = {
    ("queues", "POST"): shapes.QUEUE_SENT,
    ("topics/{id}/endpoints", "POST"): shapes.ENDPOINTS_SENT,
    ("topics/{id}/endpoints", "DELETE"): shapes.ENDPOINTS_SENT,
    ("topics/{id}", "PATCH"): shapes.HEADERS_SENT,
    ("batch", "POST"): shapes.BATCH_SENT,
}
_QUERY: dict[str, dict[str, Shape]] = {
    "flowControl": {"search": shapes.TEXT},
    "flowControl/{id}/pin": {name: {"type": "integer", "minimum": 1} for name in ("parallelism", "rate", "period")},
    "flowControl/{id}/unpin": dict.fromkeys(("parallelism", "rate"), shapes.FLAG),
    "messages": {"count": {"type": "integer", "minimum": 1, "maximum": 500}, "label": shapes.TEXT},
    "logs": {"count": {"type": "integer", "minimum": 1, "maximum": 1000}, "label": shapes.TEXT},
}


def description() -> dict[str, Any]:
    """An OpenAPI 3.1 document of every call, with the shapes of its answers."""
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        for method in route.methods:
            paths.setdefault(f"/v2/{route.template}", {})[method.lower()] = _operation(route.template, method)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "QStash's control plane, as pulumi-qstash dev has it",
            "version": "2",
            "description": "For development and tests. Messages are stored, never delivered.",
        },
        "security": [{"token": []}],
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _operation(template: str, method: str) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{method.lower()} {template}",
        "parameters": _parameters(template, method),
        "responses": _responses(template, method),
    }
    sent = _SENT.get((template, method))
    if sent is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": sent}}}
    elif _options(template, method):
        plain = {"text/plain": {"schema": shapes.TEXT}}
        operation["requestBody"] = {"content": plain}
    return operation


def _parameters(template: str, method: str) -> list[dict[str, Any]]:
    named = template.startswith(("queues", "topics", "enqueue"))
    parts = [
        _parameter(name, "path", shapes.NAME if named and name != "destination" else shapes.TEXT)
        for name in re.findall(r"{(\w+)}", template)
    ]
    query = [_parameter(name, "query", shape) for name, shape in _QUERY.get(template, {}).items()]
    # Content-Type belongs to the body in OpenAPI.
    options = [name for name in _options(template, method) if name != "Content-Type"]
    return [*parts, *query, *(_parameter(name, "header", shapes.TEXT) for name in options)]


def _parameter(name: str, place: str, shape: Shape) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": shape}


def _options(template: str, method: str) -> tuple[str, ...]:
    if template.startswith("schedules") and method == "POST" and "{id}" not in template:
        return _SCHEDULE_OPTIONS
    return _MESSAGE_OPTIONS if template.startswith(("publish", "enqueue")) else ()


def _responses(template: str, method: str) -> dict[str, Any]:
    answer = _ANSWERS.get((template, method))
    good = {"description": "done"} | ({"content": _json(answer)} if answer else {})
    refused = {"description": "refused; nothing was changed", "content": _json(shapes.ERROR)}
    statuses = ("400", "401", "403", "404", "408", "412", "429", "503")
    created = {"201": good} if template.startswith("schedules") and method == "POST" else {}
    repeated = {"202": good} if template.startswith(("publish", "enqueue")) else {}
    return {"200": good, **created, **repeated, **dict.fromkeys(statuses, refused)}


def _json(shape: Shape) -> dict[str, Any]:
    return {"application/json": {"schema": shape}}
