"""The queue resource."""

from __future__ import annotations

from typing import ClassVar

import pulumi
from pulumi import Input, Output

from ..host.provider import QueueProvider
from .base import QStashResource


class Queue(QStashResource, module="qstash", name="Queue"):
    """A queue, which delivers its messages in order, one or a few at a time."""

    _kind: ClassVar[str] = "Queue"
    _id_property: ClassVar[str] = "queueName"
    _host = QueueProvider

    queue_name: Output[str]
    """Its name in QStash, known at preview."""
    parallelism: Output[int | None]
    """How many messages are delivered at a time."""
    paused: Output[bool | None]
    """Paused or running, where the program says so."""
    adopt: Output[bool | None]
    """Whether an existing queue that differs was to be taken over."""

    def __init__(
        self,
        resource_name: str,
        *,
        queue_name: Input[str | None] = None,
        parallelism: Input[int | None] = None,
        paused: Input[bool | None] = None,
        adopt: Input[bool | None] = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a queue.

        Args:
            resource_name: Its name in the program.
            queue_name: Its name in QStash; made from project, stack and name where it is not given.
            parallelism: How many messages are delivered at a time; only 1, the default, keeps their order.
            paused: Paused or running; where it is not set, whoever paused it decides.
            adopt: Take over a queue of this name that exists already and differs.
            opts: Pulumi's resource options.
        """
        self._declare(resource_name, locals(), opts)

    @staticmethod
    def get(resource_name: str, id: Input[str], opts: pulumi.ResourceOptions | None = None) -> Queue:
        """Read a queue that exists already, without managing it; an error where there is none."""
        queue = Queue.__new__(Queue)
        queue._read(resource_name, id, opts)
        return queue
