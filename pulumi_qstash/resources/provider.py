"""Another account or region beside the stack's own."""

from __future__ import annotations

from typing import Any, Literal

import pulumi
from pulumi import Input

Region = Literal["eu-central-1", "us-east-1"]
Plan = Literal["free", "payg", "fixed-1m", "fixed-10m"]


class Provider(pulumi.ProviderResource):
    """An account or region that resources are given with `ResourceOptions(provider=…)`.

    It inherits nothing: neither the stack's `qstash:` configuration nor the environment.
    """

    def __init__(
        self,
        resource_name: str,
        *,
        token: Input[str],
        region: Input[Region | None] = None,
        url: Input[str | None] = None,
        plan: Input[Plan | None] = None,
        check_live: Input[bool | None] = None,
        paused: Input[bool | None] = None,
        request_timeout: Input[float | None] = None,
        retry_budget: Input[float | None] = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a provider.

        Args:
            resource_name: Its name in the program.
            token: The account's token; it is always kept secret.
            region: The account's region; `eu-central-1` where neither region nor URL is given.
            url: QStash's URL, instead of a region.
            plan: The account's plan, whose limits are then checked.
            check_live: Whether a preview asks the account what its creates would meet.
            paused: Whether every schedule of this provider is brought up paused.
            request_timeout: Seconds to wait for QStash's answer to one try of a call.
            retry_budget: Seconds after which a call is given up, all its tries together.
            opts: Pulumi's resource options.
        """
        props: dict[str, Any] = {
            "qstash:provider": resource_name,
            "qstash:token": pulumi.Output.secret(token),
            "qstash:region": region,
            "qstash:url": url,
            "qstash:plan": plan,
            "qstash:checkLive": _text(check_live),
            "qstash:paused": _text(paused),
            "qstash:requestTimeout": _text(request_timeout),
            "qstash:retryBudget": _text(retry_budget),
        }
        given = {name: value for name, value in props.items() if value is not None}
        super().__init__("pulumi-python", resource_name, given, opts)


def _text(value: Input[Any]) -> Any:
    """Configuration travels as text."""
    if isinstance(value, pulumi.Output):
        return value.apply(_text)
    return value if value is None else str(value).lower()
