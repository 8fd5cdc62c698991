"""The URL group resource."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pulumi
from pulumi import Input, Output

from ..host.provider import UrlGroupProvider
from . import outputs
from .args import EndpointArgs, EndpointArgsDict
from .base import QStashResource
from .naming import list_of_settings


class UrlGroup(QStashResource, module="qstash", name="UrlGroup"):
    """A named group of URLs: what is sent to the group is delivered to each of them.

    Give a schedule the group's `group_name` as its destination, so that Pulumi makes the group first and removes
    it last.
    """

    _kind: ClassVar[str] = "UrlGroup"
    _id_property: ClassVar[str] = "groupName"
    _host = UrlGroupProvider
    _converters: ClassVar = {"endpoints": list_of_settings}

    group_name: Output[str]
    """Its name in QStash, known at preview."""
    endpoints: Output[Sequence[outputs.Endpoint]]
    """The URLs that receive what is sent to the group."""
    adopt: Output[bool | None]
    """Whether an existing URL group that differs was to be taken over."""

    def __init__(
        self,
        resource_name: str,
        *,
        endpoints: Input[Sequence[Input[EndpointArgs | EndpointArgsDict]]],
        group_name: Input[str | None] = None,
        adopt: Input[bool | None] = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a URL group.

        Args:
            resource_name: Its name in the program.
            endpoints: The URLs that receive what is sent to the group, with a name for each where one is wanted.
            group_name: Its name in QStash; made from project, stack and name where it is not given.
            adopt: Take over a URL group of this name that exists already and differs.
            opts: Pulumi's resource options.
        """
        self._declare(resource_name, locals(), opts)

    @staticmethod
    def get(resource_name: str, id: Input[str], opts: pulumi.ResourceOptions | None = None) -> UrlGroup:
        """Read a URL group that exists already, without managing it; an error where there is none."""
        group = UrlGroup.__new__(UrlGroup)
        group._read(resource_name, id, opts)
        return group
