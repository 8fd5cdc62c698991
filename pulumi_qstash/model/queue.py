"""The declaration of a queue."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from . import reading
from .fields import Declaration
from .kind import Kind
from .marks import JsonKey, Local, Read, Replaces, ServerDefault, Unmanaged
from .rules import holds
from .values import Flag, Text, Whole


class Queue(Declaration):
    """A queue, which delivers its messages in order, one or a few at a time."""

    noun: ClassVar[str] = "queue"

    queue_name: Annotated[
        Text | None,
        holds("name"),
        JsonKey("queueName"),
        Read("name"),
        Replaces(),
        Field(description="Its name in QStash. Made from project, stack and resource name where it is not set."),
    ] = None
    parallelism: Annotated[
        Whole | None,
        holds("parallelism"),
        JsonKey("parallelism"),
        Read("parallelism", reading.positive),
        ServerDefault(1),
        Field(description="How many messages are delivered at a time; only 1 keeps their order."),
    ] = None
    paused: Annotated[
        Flag | None,
        JsonKey("paused"),
        Read("paused", bool),
        Unmanaged(),
        Field(description="Paused (`True`) or running (`False`). Where it is not set, whoever paused it decides."),
    ] = None
    adopt: Annotated[
        Flag | None,
        Local("steers create"),
        Field(description="Take over a queue of this name that exists already and differs, instead of refusing."),
    ] = None


QUEUE = Kind(name="Queue", declaration=Queue, id_property="queueName", method="POST", path="/v2/queues")
