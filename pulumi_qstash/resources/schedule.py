"""The schedule resource."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import pulumi
from pulumi import Input, Output

from ..host.provider import ScheduleProvider
from . import bodies, outputs, secrecy
from .args import (
    CallbackArgs,
    CallbackArgsDict,
    FlowControlArgs,
    FlowControlArgsDict,
    Method,
    RedactArgs,
    RedactArgsDict,
)
from .base import QStashResource
from .naming import settings


class Schedule(QStashResource, module="qstash", name="Schedule"):
    """A message that QStash delivers to a URL, or to every endpoint of a URL group, on a cron expression.

    Example:
        ```python
        qstash.Schedule("nightly", destination="https://shop.example.com/run", cron="0 3 * * *")
        ```
    """

    _kind: ClassVar[str] = "Schedule"
    _id_property: ClassVar[str] = "scheduleId"
    _host = ScheduleProvider
    _converters: ClassVar = {
        "headers": secrecy.headers,
        "callback": secrecy.callback,
        "failure_callback": secrecy.callback,
        "flow_control": settings,
        "redact": settings,
    }
    _secret_when_read = ("headers", "body", "bodyBase64", "callback", "failureCallback")

    destination: Output[str]
    """The URL that is called, or the name of a URL group."""
    cron: Output[str]
    """When it runs."""
    time_zone: Output[str | None]
    """The time zone in which `cron` is read."""
    schedule_id: Output[str]
    """Its id in QStash, known at preview."""
    method: Output[str | None]
    """The HTTP method of each delivery."""
    body: Output[str | None]
    """What is delivered, where it is text."""
    body_base64: Output[str | None]
    """What is delivered, as base64, where it is no text."""
    content_type: Output[str | None]
    """The media type of the body."""
    headers: Output[Mapping[str, str] | None]
    """Headers that are forwarded with each delivery."""
    retries: Output[int | None]
    """How often a failed delivery is tried again."""
    retry_delay: Output[str | None]
    """An expression for the milliseconds before each further attempt."""
    delay: Output[str | None]
    """How long each delivery waits after its run."""
    timeout: Output[str | None]
    """How long the destination may take."""
    callback: Output[outputs.Callback | None]
    """Called after each attempt."""
    failure_callback: Output[outputs.Callback | None]
    """Called when all attempts have failed."""
    queue: Output[str | None]
    """The queue through which deliveries go."""
    flow_control: Output[outputs.FlowControlSettings | None]
    """A limit on parallel deliveries or on their rate."""
    labels: Output[Sequence[str] | None]
    """Labels by which its messages are found."""
    redact: Output[Mapping[str, Any] | None]
    """What QStash hides."""
    paused: Output[bool | None]
    """Paused or running, where the program says so."""
    adopt: Output[bool | None]
    """Whether an existing schedule that differs was to be taken over."""
    runs: Output[str]
    """When it runs, in plain words."""

    def __init__(
        self,
        resource_name: str,
        *,
        destination: Input[str],
        cron: Input[str],
        time_zone: Input[str | None] = None,
        schedule_id: Input[str | None] = None,
        method: Input[Method | None] = None,
        body: Input[str | bytes | None] = None,
        content_type: Input[str | None] = None,
        headers: Input[Mapping[str, Input[str]] | None] = None,
        retries: Input[int | None] = None,
        retry_delay: Input[str | None] = None,
        delay: Input[str | None] = None,
        timeout: Input[str | None] = None,
        callback: Input[str | CallbackArgs | CallbackArgsDict | None] = None,
        failure_callback: Input[str | CallbackArgs | CallbackArgsDict | None] = None,
        queue: Input[str | None] = None,
        flow_control: Input[FlowControlArgs | FlowControlArgsDict | None] = None,
        labels: Input[Sequence[Input[str]] | None] = None,
        redact: Input[RedactArgs | RedactArgsDict | None] = None,
        paused: Input[bool | None] = None,
        adopt: Input[bool | None] = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a schedule.

        Args:
            resource_name: Its name in the program.
            destination: The URL that is called, or a URL group's `group_name`.
            cron: When it runs: five fields, such as `0 9 * * 1-5`; in UTC unless `time_zone` says otherwise.
            time_zone: The IANA time zone in which `cron` is read, such as `Europe/Berlin`.
            schedule_id: Its id in QStash; made from project, stack and name where it is not given.
            method: The HTTP method of each delivery; `POST` where it is not set.
            body: What is delivered, as text or bytes.
            content_type: The media type of the body.
            headers: Headers that are forwarded; one named like a credential is made secret.
            retries: How often a failed delivery is tried again.
            retry_delay: An expression for the milliseconds before each further attempt.
            delay: How long each delivery waits after its run, such as `30s`.
            timeout: How long the destination may take, such as `30s`.
            callback: Called after each attempt: a URL, or a URL with settings.
            failure_callback: Called when all attempts have failed: a URL, or a URL with settings.
            queue: A queue's `queue_name`, through which deliveries go.
            flow_control: A limit on parallel deliveries or on their rate.
            labels: Labels by which its messages are found in QStash's logs.
            redact: What QStash hides in its console, logs and answers.
            paused: Paused or running; where it is not set, whoever paused it decides.
            adopt: Take over a schedule of this id that exists already and differs.
            opts: Pulumi's resource options.
        """
        self._declare(resource_name, locals() | bodies.arguments(body), opts)

    @staticmethod
    def get(resource_name: str, id: Input[str], opts: pulumi.ResourceOptions | None = None) -> Schedule:
        """Read a schedule that exists already, without managing it; an error where there is none."""
        schedule = Schedule.__new__(Schedule)
        schedule._read(resource_name, id, opts)
        return schedule

    def _mentions(self, props: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        told = [("UrlGroup", "destination", props["destination"]), ("Queue", "queue", props["queue"])]
        return [one for one in told if isinstance(one[2], str) and "/" not in one[2]]
