"""Programs: a project's, in a process of its own, and a function's, in a thread of this one."""

from __future__ import annotations

from pulumi_qstash.engine.inline import InlineProgram
from pulumi_qstash.engine.project_program import ProjectProgram
from pulumi_qstash.engine.running import Connection, Program, Run

__all__ = ["Connection", "InlineProgram", "Program", "ProjectProgram", "Run"]
