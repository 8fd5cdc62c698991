"""Settings within a schedule or a URL group: callbacks, flow control, redaction, endpoints."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from . import durations, reading
from .fields import Declaration
from .marks import Header, HeaderFamily, JsonKey, Means, Read, Remembered, ServerDefault
from .rules import holds
from .values import (
    Duration,
    Flag,
    Headers,
    Method,
    Period,
    PublicUrl,
    RedactedHeaders,
    Retries,
    RetryDelay,
    Text,
    Timeout,
    Whole,
)


class Callback(Declaration):
    """Where QStash reports what became of a delivery, and how it delivers that report."""

    noun: ClassVar[str] = "callback"
    args_class: ClassVar[str] = "CallbackArgs"

    url: Annotated[
        PublicUrl, Header(""), Read("", reading.text), Field(description="The URL that receives the report.")
    ]
    headers: Annotated[
        Headers | None,
        HeaderFamily("-Forward-"),
        Read("Header", reading.forwarded_headers, sometimes=True),
        Field(description="Headers that are forwarded with the report. One named like a credential is made secret."),
    ] = None
    method: Annotated[
        Method | None,
        Header("-Method"),
        Remembered(),
        ServerDefault("POST"),
        Field(description="The HTTP method of the report."),
    ] = None
    retries: Annotated[
        Retries | None,
        Header("-Retries"),
        Remembered(),
        Field(description="How often the report is retried; as often as the delivery itself where it is not set."),
    ] = None
    retry_delay: Annotated[
        RetryDelay | None,
        Header("-Retry-Delay"),
        Remembered(),
        Field(description="An expression for the milliseconds before each further attempt at the report."),
    ] = None
    delay: Annotated[
        Duration | None,
        Header("-Delay"),
        Remembered(),
        ServerDefault("0s"),
        Field(description="How long the report waits before it is sent, such as `30s`."),
    ] = None
    timeout: Annotated[
        Timeout | None,
        Header("-Timeout"),
        Remembered(),
        Field(description="How long the receiver of the report may take, such as `30s`."),
    ] = None


def _pair(key: str) -> Header:
    return Header("Upstash-Flow-Control-Value", lambda value: [f"{key}={value}"], separator=", ")


class FlowControlSetting(Declaration):
    """A limit that deliveries under the same key share."""

    noun: ClassVar[str] = "flow control"
    args_class: ClassVar[str] = "FlowControlArgs"

    key: Annotated[
        Text,
        holds("flow-control-key"),
        Header("Upstash-Flow-Control-Key"),
        Read("flowControlKey", reading.text),
        Field(description="The key under which deliveries share the limit."),
    ]
    parallelism: Annotated[
        Whole | None,
        holds("parallelism"),
        _pair("parallelism"),
        Read("parallelism", reading.positive),
        Field(description="How many deliveries are made at a time."),
    ] = None
    rate: Annotated[
        Whole | None,
        holds("rate"),
        _pair("rate"),
        Read("rate", reading.positive),
        Field(description="How many deliveries are begun in each `period`."),
    ] = None
    period: Annotated[
        Period | None,
        _pair("period"),
        Read("period", reading.seconds),
        Field(description="The period that `rate` counts, from `1s` to `7d`."),
    ] = None


def _redacted(value: bool | list[str]) -> list[str]:
    if isinstance(value, bool):
        return ["header"] if value else []
    return [f"header[{name}]" for name in value]


def _redacted_meaning(value: bool | list[Any]) -> Any:
    if isinstance(value, bool):
        return value or None
    return frozenset(name.lower() if isinstance(name, str) else name for name in value) or None


class Redact(Declaration):
    """What QStash hides in its console, its logs and its answers; deliveries carry the true values."""

    noun: ClassVar[str] = "redaction"
    args_class: ClassVar[str] = "RedactArgs"

    body: Annotated[
        Flag | None,
        Header("Upstash-Redact-Fields", lambda value: ["body"] if value else []),
        Remembered(),
        ServerDefault(value=False),
        Field(description="Hide the body."),
    ] = None
    headers: Annotated[
        RedactedHeaders | None,
        Means(_redacted_meaning),
        Header("Upstash-Redact-Fields", _redacted),
        Remembered(),
        Field(description="Hide all headers (`True`), or those that are named."),
    ] = None


class Endpoint(Declaration):
    """A URL that a group delivers to."""

    noun: ClassVar[str] = "endpoint"
    args_class: ClassVar[str] = "EndpointArgs"

    url: Annotated[PublicUrl, JsonKey("url"), Read("url"), Field(description="The URL that receives deliveries.")]
    name: Annotated[
        Text | None,
        holds("endpoint-name"),
        JsonKey("name"),
        Read("name", reading.text),
        Field(description="A name for it in QStash's console and logs."),
    ] = None


def flow_control_period(value: str) -> str:
    """The seconds of a period, as the pin call takes them."""
    return str(durations.parse(value))
