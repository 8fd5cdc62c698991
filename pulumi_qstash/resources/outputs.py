"""Nested settings as a resource's outputs give them."""

from __future__ import annotations

import pulumi


@pulumi.output_type
class Callback:
    """Where QStash reports what became of a delivery."""

    url: str = pulumi.property("url")
    """The URL that receives the report."""
    headers: dict[str, str] | None = pulumi.property("headers", default=None)
    """Headers that are forwarded with the report."""
    method: str | None = pulumi.property("method", default=None)
    """The HTTP method of the report."""
    retries: int | None = pulumi.property("retries", default=None)
    """How often the report is retried."""
    retry_delay: str | None = pulumi.property("retryDelay", default=None)
    """An expression for the milliseconds before each further attempt."""
    delay: str | None = pulumi.property("delay", default=None)
    """How long the report waits before it is sent."""
    timeout: str | None = pulumi.property("timeout", default=None)
    """How long the receiver of the report may take."""


@pulumi.output_type
class FlowControlSettings:
    """A limit that deliveries under the same key share."""

    key: str = pulumi.property("key")
    """The key under which deliveries share the limit."""
    parallelism: int | None = pulumi.property("parallelism", default=None)
    """How many deliveries are made at a time."""
    rate: int | None = pulumi.property("rate", default=None)
    """How many deliveries are begun in each period."""
    period: str | None = pulumi.property("period", default=None)
    """The period that `rate` counts."""


@pulumi.output_type
class Endpoint:
    """A URL that a group delivers to."""

    url: str = pulumi.property("url")
    """The URL that receives deliveries."""
    name: str | None = pulumi.property("name", default=None)
    """Its name in QStash's console and logs."""
