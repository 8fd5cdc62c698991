"""The declaration of the provider's configuration, `qstash:token` and so on."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from .fields import Declaration
from .marks import Environment, Secret, ServerDefault
from .values import Flag, Number, Text


class Configuration(Declaration):
    """The account that a provider works on, and how it does so."""

    noun: ClassVar[str] = "provider"

    token: Annotated[
        Text | None,
        Secret(),
        Environment("QSTASH_TOKEN"),
        Field(description="The token of the QStash account. Set it with `pulumi config set --secret qstash:token`."),
    ] = None
    url: Annotated[
        Text | None,
        Environment("QSTASH_URL"),
        ServerDefault("https://qstash.upstash.io"),
        Field(description="The address of the QStash server."),
    ] = None
    region: Annotated[
        Text | None,
        Field(description="The account's region instead of `url`: `eu-central-1` or `us-east-1`."),
    ] = None
    plan: Annotated[
        Text | None,
        Field(
            description="The account's plan, whose limits a preview then checks: `free`, `payg`, `fixed-1m` or "
            "`fixed-10m`."
        ),
    ] = None
    paused: Annotated[
        Flag | None,
        ServerDefault(value=False),
        Field(description="Bring up every schedule of the stack paused, as for the stack of a pull request."),
    ] = None
    check_live: Annotated[
        Flag | None,
        ServerDefault(value=False),
        Field(
            description="Ask the account once in each preview which creates would meet an existing object or exceed "
            "the plan."
        ),
    ] = None
    request_timeout: Annotated[
        Number | None,
        ServerDefault(20.0),
        Field(description="Seconds to wait for QStash's answer to one try of a call."),
    ] = None
    retry_budget: Annotated[
        Number | None,
        ServerDefault(120.0),
        Field(description="Seconds after which a call is given up, all its tries together."),
    ] = None
