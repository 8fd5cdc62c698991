"""`pulumi-qstash cancel`: lift the lock of an operation that was cut off."""

from __future__ import annotations

from typing import Any

import click

from pulumi_qstash.cli import options, stacks


@click.command("cancel", cls=options.Verb)
@click.argument("name", required=False)
@options.for_stack
@options.yes
def command(name: str | None, stack_name: str | None, yes: bool, non_interactive: bool, **_: Any) -> None:
    """Lift the lock of an operation that was cut off; what it had finished is kept."""
    stack = stacks.stack_here(name or stack_name, needs_project=False)
    question = f"This lifts the lock of the stack '{stack.name.name}'. Go on?"
    stacks.confirm(question, yes=yes, non_interactive=non_interactive)
    stack.cancel()
    for warning in stack.warnings:
        click.echo(f"warning: {warning}", err=True)
    print(f"The currently running update for '{stack.name.name}' has been canceled!")
