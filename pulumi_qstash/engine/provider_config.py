"""What a stack's configuration gives to its default provider, and to the processes that serve it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pulumi_qstash.engine.target import Target
from pulumi_qstash.engine.values import Secret

_OF_THE_HOST = "pulumi-python:"


def provider_inputs(target: Target) -> dict[str, Any]:
    """The default provider's inputs: a dynamic one gets the whole configuration, keys with their namespaces."""
    return {key: Secret(item.value) if item.secret else item.value for key, item in sorted(target.config.items())}


def host_environment(target: Target, runtime_options: Mapping[str, Any]) -> dict[str, str]:
    """What a dynamic host finds in its environment beside what the engine itself has there."""
    own = {k: v.value for k, v in target.config.items() if k.startswith(_OF_THE_HOST)}
    options = {f"PULUMI_RUNTIME_{k.upper()}": str(v) for k, v in runtime_options.items()}
    return {**options, "PULUMI_PROJECT": target.project, "PULUMI_CONFIG": json.dumps(own)}


def depends_on_secrets(target: Target) -> bool:
    """Whether a host finds secrets in its environment, so that it cannot be started before they are decrypted."""
    return any(v.secret for k, v in target.config.items() if k.startswith(_OF_THE_HOST))
