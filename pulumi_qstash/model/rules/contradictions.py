"""Rules that look at several properties at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..answers import Context
from ..unknown import UNKNOWN
from .registry import contradiction

Found = Iterable[tuple[tuple[str | int, ...], str]]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _header_maps(inputs: dict[str, Any]) -> Iterable[tuple[tuple[str, ...], dict[str, Any]]]:
    yield ("headers",), _object(inputs.get("headers"))
    for settings in ("callback", "failureCallback"):
        yield (settings, "headers"), _object(_object(inputs.get(settings)).get("headers"))


@contradiction("zone-twice")
def zone_twice(inputs: dict[str, Any], _: Context) -> Found:
    """A time zone is given by `timeZone` or in the expression."""
    text = inputs.get("cron")
    if "timeZone" in inputs and isinstance(text, str) and text.lstrip().startswith(("CRON_TZ=", "TZ=")):
        yield ("timeZone",), "the time zone is given twice, here and in the cron expression: keep one of them"


@contradiction("body-twice")
def body_twice(inputs: dict[str, Any], _: Context) -> Found:
    """A body is text or bytes."""
    if "body" in inputs and "bodyBase64" in inputs:
        yield ("bodyBase64",), "the body is given twice, as text and as base64: keep one of them"


@contradiction("header-twice")
def header_twice(inputs: dict[str, Any], _: Context) -> Found:
    """Header names ignore case."""
    for path, headers in _header_maps(inputs):
        seen: dict[str, str] = {}
        for name in headers:
            other = seen.setdefault(name.lower(), name)
            if other != name:
                yield (
                    (*path, name),
                    f"it is the same header as {other}, since header names ignore case: keep one of them",
                )


@contradiction("rate-without-period")
def rate_without_period(inputs: dict[str, Any], _: Context) -> Found:
    """A rate counts deliveries in a period, and says which."""
    for path, settings in _flow_controls(inputs):
        if "rate" in settings and "period" not in settings:
            yield (*path, "rate"), "a rate needs its period: add period, such as 1s or 1m"


@contradiction("period-without-rate")
def period_without_rate(inputs: dict[str, Any], _: Context) -> Found:
    """A period alone limits nothing."""
    for path, settings in _flow_controls(inputs):
        if "period" in settings and "rate" not in settings:
            yield (*path, "period"), "a period alone limits nothing: add rate, the number of deliveries in it"


@contradiction("flow-control-empty")
def flow_control_empty(inputs: dict[str, Any], _: Context) -> Found:
    """Flow control limits something."""
    settings = inputs.get("flowControl")
    if isinstance(settings, dict) and not settings.keys() & {"parallelism", "rate", "period"}:
        yield (
            ("flowControl",),
            "flow control without a limit does nothing: add parallelism, or rate and period",
        )


@contradiction("pin-empty")
def pin_empty(inputs: dict[str, Any], _: Context) -> Found:
    """A pinned key pins something, or says whether it is paused."""
    if "key" in inputs and not inputs.keys() & {"parallelism", "rate", "period", "paused"}:
        yield ("key",), "nothing is pinned for this key: add parallelism, rate and period, or paused"


def _flow_controls(inputs: dict[str, Any]) -> Iterable[tuple[tuple[str, ...], dict[str, Any]]]:
    if "key" in inputs:
        yield (), inputs
    yield ("flowControl",), _object(inputs.get("flowControl"))


@contradiction("endpoint-name-twice")
def endpoint_name_twice(inputs: dict[str, Any], _: Context) -> Found:
    """Endpoints of a group have names of their own."""
    yield from _twice(inputs, "name", "two endpoints have this name: give each a name of its own")


@contradiction("endpoint-url-twice")
def endpoint_url_twice(inputs: dict[str, Any], _: Context) -> Found:
    """An endpoint is its URL."""
    yield from _twice(inputs, "url", "two endpoints have this URL, which QStash keeps once: leave one out")


def _twice(inputs: dict[str, Any], key: str, reason: str) -> Found:
    listed = inputs.get("endpoints")
    seen: set[str] = set()
    for index, endpoint in enumerate(listed if isinstance(listed, list) else []):
        value = _object(endpoint).get(key)
        if isinstance(value, str) and value in seen:
            yield ("endpoints", index, key), reason
        elif isinstance(value, str):
            seen.add(value)


@contradiction("no-endpoints")
def no_endpoints(inputs: dict[str, Any], _: Context) -> Found:
    """QStash forgets a group without endpoints."""
    if inputs.get("endpoints") == []:
        yield (
            ("endpoints",),
            "a URL group without endpoints does not exist in QStash: add one, or remove the group",
        )


@contradiction("redact-unknown-header")
def redact_unknown_header(inputs: dict[str, Any], _: Context) -> Found:
    """What is redacted is sent."""
    redacted, headers = _object(inputs.get("redact")).get("headers"), inputs.get("headers", {})
    if not isinstance(redacted, list) or not isinstance(headers, dict):
        return
    sent = {name.lower() for name in headers} | {"content-type"}
    for index, name in enumerate(redacted):
        if isinstance(name, str) and name.lower() not in sent:
            reason = f"{name} is redacted and not among the headers: add it there, or leave it out here"
            yield ("redact", "headers", index), reason


@contradiction("redact-nothing")
def redact_nothing(inputs: dict[str, Any], _: Context) -> Found:
    """A redaction without a subject is a mistake."""
    redact = inputs.get("redact")
    if redact is not UNKNOWN and isinstance(redact, dict) and not any(redact.values()):
        yield ("redact",), "nothing is redacted: set body or headers, or leave redact out"


@contradiction("label-twice")
def label_twice(inputs: dict[str, Any], _: Context) -> Found:
    """Labels are a set."""
    labels = inputs.get("labels")
    listed: list[Any] = labels if isinstance(labels, list) else []
    for index, label in enumerate(listed):
        if isinstance(label, str) and label in listed[:index]:
            yield ("labels", index), f"the label {label!r} is given twice: keep one of them"
