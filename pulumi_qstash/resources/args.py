"""Nested settings: typed args classes, and typed dicts with the same names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

from pulumi import Input

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(kw_only=True)
class CallbackArgs:
    """Where QStash reports what became of a delivery, and how it delivers that report."""

    url: Input[str]
    """The URL that receives the report."""
    headers: Input[Mapping[str, Input[str]] | None] = None
    """Headers that are forwarded with the report; one named like a credential is made secret."""
    method: Input[Method | None] = None
    """The HTTP method of the report; `POST` where it is not set."""
    retries: Input[int | None] = None
    """How often the report is retried."""
    retry_delay: Input[str | None] = None
    """An expression for the milliseconds before each further attempt, such as `1000 * (1 + retried)`."""
    delay: Input[str | None] = None
    """How long the report waits before it is sent, such as `30s`."""
    timeout: Input[str | None] = None
    """How long the receiver of the report may take, such as `30s`."""


class CallbackArgsDict(TypedDict):
    """Where QStash reports what became of a delivery, and how it delivers that report."""

    url: Input[str]
    """The URL that receives the report."""
    headers: NotRequired[Input[Mapping[str, Input[str]] | None]]
    """Headers that are forwarded with the report; one named like a credential is made secret."""
    method: NotRequired[Input[Method | None]]
    """The HTTP method of the report; `POST` where it is not set."""
    retries: NotRequired[Input[int | None]]
    """How often the report is retried."""
    retry_delay: NotRequired[Input[str | None]]
    """An expression for the milliseconds before each further attempt, such as `1000 * (1 + retried)`."""
    delay: NotRequired[Input[str | None]]
    """How long the report waits before it is sent, such as `30s`."""
    timeout: NotRequired[Input[str | None]]
    """How long the receiver of the report may take, such as `30s`."""


@dataclass(kw_only=True)
class FlowControlArgs:
    """A limit that deliveries under the same key share."""

    key: Input[str]
    """The key under which deliveries share the limit."""
    parallelism: Input[int | None] = None
    """How many deliveries are made at a time."""
    rate: Input[int | None] = None
    """How many deliveries are begun in each `period`."""
    period: Input[str | None] = None
    """The period that `rate` counts, from `1s` to `7d`; `1s` where it is not set."""


class FlowControlArgsDict(TypedDict):
    """A limit that deliveries under the same key share."""

    key: Input[str]
    """The key under which deliveries share the limit."""
    parallelism: NotRequired[Input[int | None]]
    """How many deliveries are made at a time."""
    rate: NotRequired[Input[int | None]]
    """How many deliveries are begun in each `period`."""
    period: NotRequired[Input[str | None]]
    """The period that `rate` counts, from `1s` to `7d`; `1s` where it is not set."""


@dataclass(kw_only=True)
class RedactArgs:
    """What QStash hides in its console, its logs and its answers; deliveries carry the true values."""

    body: Input[bool | None] = None
    """Hide the body."""
    headers: Input[bool | Sequence[str] | None] = None
    """Hide all headers (`True`), or those that are named."""


class RedactArgsDict(TypedDict, total=False):
    """What QStash hides in its console, its logs and its answers; deliveries carry the true values."""

    body: Input[bool | None]
    """Hide the body."""
    headers: Input[bool | Sequence[str] | None]
    """Hide all headers (`True`), or those that are named."""


@dataclass(kw_only=True)
class EndpointArgs:
    """A URL that a group delivers to."""

    url: Input[str]
    """The URL that receives deliveries."""
    name: Input[str | None] = None
    """A name for it in QStash's console and logs."""


class EndpointArgsDict(TypedDict):
    """A URL that a group delivers to."""

    url: Input[str]
    """The URL that receives deliveries."""
    name: NotRequired[Input[str | None]]
    """A name for it in QStash's console and logs."""
