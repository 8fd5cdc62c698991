"""The keys with which an application verifies that a delivery comes from QStash."""

from __future__ import annotations

from typing import Any, ClassVar

import pulumi
from pulumi import Output

from ..host.provider import SigningKeysProvider
from . import registry
from .base import QStashResource, _options, provider_of

_ID = "keys"


class SigningKeys(QStashResource, module="qstash", name="SigningKeys"):
    """The account's current and next signing key, as secret outputs. Made by `signing_keys`."""

    _kind: ClassVar[str] = "SigningKeys"
    _host: ClassVar[Any] = SigningKeysProvider

    current: Output[str]
    """The key that signs deliveries now."""
    next: Output[str]
    """The key that will sign them after the next rotation."""

    def __init__(self, resource_name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        """Read the keys.

        Args:
            resource_name: Its name in the program.
            opts: Pulumi's resource options.
        """
        more = pulumi.ResourceOptions(id=_ID, additional_secret_outputs=["current", "next"])
        opts = pulumi.ResourceOptions.merge(_options(opts), more)
        # The SDK's own constructor: nothing is declared here, so there is no id to register.
        super(QStashResource, self).__init__(self._host(), resource_name, {"current": None, "next": None}, opts)


def signing_keys(opts: pulumi.ResourceOptions | None = None) -> SigningKeys:
    """The signing keys of the account, read at preview and at up; each output is secret.

    Asked for twice in a program, they are read once for each provider.

    Args:
        opts: Pulumi's resource options; `provider` chooses the account.
    """
    known = registry.current().shared
    provider = provider_of(_options(opts))
    key = ("signing keys", id(provider))
    if key not in known:
        name = "qstash-signing-keys" + (f"-{provider.pulumi_resource_name}" if provider is not None else "")
        known[key] = SigningKeys(name, opts)
    return known[key]  # type: ignore[no-any-return]
