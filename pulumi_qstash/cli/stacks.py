"""How verbs find the project, the backend and the stack that they work on."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pulumi_qstash.engine.backend import FileBackend, NoSuchStackError
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.local_stack import LocalStack
from pulumi_qstash.engine.project import Project, find_project
from pulumi_qstash.engine.workspace import chosen_stack, open_backend


def project_here() -> Project:
    """The project of the working folder."""
    return find_project(Path.cwd())


def project_if_any() -> Project | None:
    """The project of the working folder, or None where there is none."""
    try:
        return project_here()
    except EngineError as error:
        if "no Pulumi.yaml" in str(error):
            return None
        raise


def stack_here(given: str | None, *, needs_project: bool = True, must_exist: bool = True) -> LocalStack:
    """The stack that a verb is about."""
    project = project_here() if needs_project else project_if_any()
    backend = open_backend(project)
    stack = LocalStack(backend, chosen_stack(project, given), project)
    if must_exist and not backend.exists(stack.name):
        raise missing(backend, stack)
    return stack


def missing(backend: FileBackend, stack: LocalStack) -> NoSuchStackError:
    """The error for a stack that does not exist."""
    return NoSuchStackError(
        f"no stack named '{stack.name.name}' found in {backend.url}: make it with "
        f"`pulumi-qstash stack init {stack.name.name}`"
    )


def is_interactive(non_interactive: bool) -> bool:
    """Whether there is somebody to ask."""
    return not non_interactive and sys.stdin.isatty() and sys.stdout.isatty()


def require_somebody(non_interactive: bool) -> None:
    """Refuse to go on without --yes where there is nobody to ask."""
    if not is_interactive(non_interactive):
        raise EngineError("non-interactive mode requires --yes flag")


def confirm(question: str, *, yes: bool, non_interactive: bool) -> None:
    """Ask before something is done, unless --yes was given; a no ends the command."""
    if not yes:
        require_somebody(non_interactive)
        click.confirm(question, abort=True)
