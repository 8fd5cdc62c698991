"""A dynamic provider that does nothing but give its inputs back."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi import dynamic


class NothingProvider(dynamic.ResourceProvider):
    serialize_as_secret_always = False

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        return dynamic.CreateResult(f"n-{props['number']}", {k: v for k, v in props.items() if not k.startswith("__")})


class Nothing(dynamic.Resource, module="bench", name="Nothing"):
    def __init__(self, name: str, props: dict[str, Any], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(NothingProvider(), name, props, opts)
