"""How a stack is named: by its short name in a project, or in full as `organization/<project>/<stack>`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pulumi_qstash.engine.errors import EngineError

_LEGAL = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True, order=True)
class StackName:
    """A stack of a project."""

    project: str
    name: str

    @property
    def full(self) -> str:
        """The name as state files have it."""
        return f"organization/{self.project}/{self.name}"


def parse_stack_name(text: str, project: str | None) -> StackName:
    """The stack that `text` names; `project` stands in where the text names none."""
    *before, name = text.split("/")
    if len(before) > 2 or not _LEGAL.fullmatch(name):
        raise EngineError(
            f"{text!r} is no stack name: use letters, digits, hyphens, underscores and periods, "
            "or organization/PROJECT/STACK"
        )
    if before and before[0] != "organization":
        raise EngineError(f"{text!r}: in a file backend the organization must be 'organization'")
    named = before[1] if len(before) == 2 else project
    if not named:
        raise EngineError(
            "no Pulumi.yaml project file found: run this in the folder of a Pulumi program, or give the stack's full "
            "name (organization/PROJECT/STACK)"
        )
    return StackName(named, name)
