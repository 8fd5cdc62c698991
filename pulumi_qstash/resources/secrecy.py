"""What is made secret without being asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from .naming import lifted, settings


def headers(value: Any) -> Any:
    """Headers whose name says that the value is a credential get a secret value."""
    return None if value is None else lifted(value, _headers)


def callback(value: Any) -> Any:
    """The settings of a callback, with its credentials made secret."""
    return settings(value, headers=headers)


def _headers(value: Any) -> Any:
    from pulumi_qstash.model.credentials import looks_like_credential

    if not isinstance(value, Mapping):
        return value
    return {n: pulumi.Output.secret(v) if looks_like_credential(str(n)) else v for n, v in value.items()}
