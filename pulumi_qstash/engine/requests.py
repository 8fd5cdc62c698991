"""What the program's process asks of the deployment, queued for it to answer one at a time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from pulumi_qstash.engine.goals import Goal
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.steps import Reply


@dataclass(frozen=True)
class Register:
    """A resource is declared."""

    goal: Goal
    reply: Reply


@dataclass(frozen=True)
class Lookup:
    """An object is looked up by its id."""

    resource: Resource
    goal: Goal
    reply: Reply


@dataclass(frozen=True)
class Outputs:
    """A component, or the stack, is complete and has these outputs."""

    urn: str
    outputs: dict[str, Any]
    reply: asyncio.Future[None]


@dataclass(frozen=True)
class Ended:
    """The program has ended; `error` says why it failed, and is empty where it has said so itself."""

    failed: bool
    error: str = ""


@dataclass(frozen=True)
class Wake:
    """Nothing is asked: look again whether to go on."""


Request = Register | Lookup | Outputs | Ended | Wake
Inbox = asyncio.Queue[Request]
