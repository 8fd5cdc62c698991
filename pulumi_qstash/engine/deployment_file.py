"""What `stack export` prints, read back for `stack import`."""

from __future__ import annotations

import json
from typing import Any

from pulumi_qstash.engine import checkpoint
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.stack_name import StackName


def read_export(text: str, stack: StackName, *, force: bool = False) -> dict[str, Any]:
    """The deployment in an export; refuses one of another stack, unless forced."""
    try:
        said = json.loads(text)
    except ValueError as error:
        raise EngineError(f"could not read the deployment: {error}") from error
    deployment = checkpoint.check_version(said, "the deployment").get("deployment")
    if deployment is None:
        deployment = {}
    if not isinstance(deployment, dict):
        raise EngineError("could not read the deployment: it is no mapping")
    strangers = [r.get("urn", "?") for r in deployment.get("resources") or [] if not _belongs(r, stack)]
    if strangers and not force:
        raise EngineError(
            f"the deployment holds resources of another stack than {stack.full}, such as {strangers[0]}: "
            "pass --force to take it all the same"
        )
    return deployment


def _belongs(resource: dict[str, Any], stack: StackName) -> bool:
    return str(resource.get("urn", "")).startswith(f"urn:pulumi:{stack.name}::{stack.project}::")
