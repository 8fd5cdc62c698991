"""The flow-control resource."""

from __future__ import annotations

from typing import ClassVar

import pulumi
from pulumi import Input, Output

from ..host.provider import FlowControlProvider
from .base import QStashResource


class FlowControl(QStashResource, module="qstash", name="FlowControl"):
    """Limits pinned for a flow-control key, whatever the messages under it ask for, and its pause.

    Deleting the resource unpins and resumes the key; the key itself is QStash's.
    """

    _kind: ClassVar[str] = "FlowControl"
    _id_property: ClassVar[str] = "key"
    _host = FlowControlProvider

    key: Output[str]
    """The key, as schedules and messages name it."""
    parallelism: Output[int | None]
    """How many deliveries are made at a time."""
    rate: Output[int | None]
    """How many deliveries are begun in each `period`."""
    period: Output[str | None]
    """The period that `rate` counts."""
    paused: Output[bool | None]
    """Paused or delivering, where the program says so."""

    def __init__(
        self,
        resource_name: str,
        *,
        key: Input[str],
        parallelism: Input[int | None] = None,
        rate: Input[int | None] = None,
        period: Input[str | None] = None,
        paused: Input[bool | None] = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Pin the limits of a flow-control key.

        Args:
            resource_name: Its name in the program.
            key: The key, as schedules and messages name it.
            parallelism: How many deliveries are made at a time; not pinned where it is not set.
            rate: How many deliveries are begun in each `period`; not pinned where it is not set.
            period: The period that `rate` counts, from `1s` to `7d`.
            paused: Paused or delivering; where it is not set, whoever paused it decides.
            opts: Pulumi's resource options.
        """
        self._declare(resource_name, locals(), opts)

    @staticmethod
    def get(resource_name: str, id: Input[str], opts: pulumi.ResourceOptions | None = None) -> FlowControl:
        """Read a key's pins, without managing them; a key that is not there yet reads as unpinned."""
        control = FlowControl.__new__(FlowControl)
        control._read(resource_name, id, opts)
        return control
