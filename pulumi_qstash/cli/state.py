"""`pulumi-qstash state`: change a state by hand."""

from __future__ import annotations

from typing import Any

import click

from pulumi_qstash.cli import options, stacks
from pulumi_qstash.cli.group import only_in_pulumi

_ONLY_IN_PULUMI = ("edit", "move", "protect", "rename", "repair", "taint", "unprotect", "untaint", "upgrade")
_ALSO = {"rm": "delete", "remove": "delete"}


class _State(click.Group):
    """A group that knows the Pulumi CLI's other names for its verb, and refuses its other verbs by name."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb."""
        if cmd_name in _ONLY_IN_PULUMI:
            raise only_in_pulumi(f"state {cmd_name}")
        return super().get_command(ctx, _ALSO.get(cmd_name, cmd_name))


@click.group(cls=_State)
@options.in_folder
def command() -> None:
    """Change a state by hand."""


@command.command("delete", cls=options.Verb)
@click.argument("urns", metavar="URN...", nargs=-1, required=True)
@options.for_stack
@options.yes
@click.option("--force", is_flag=True, help="Take out protected resources, too.")
def delete(
    urns: tuple[str, ...], stack_name: str | None, yes: bool, force: bool, non_interactive: bool, **_: Any
) -> None:
    """Take resources out of the state; the objects that they stand for stay as they are."""
    stack = stacks.stack_here(stack_name, needs_project=False)
    question = f"The stack '{stack.name.name}' forgets {len(urns)} resource(s). Go on?"
    stacks.confirm(question, yes=yes, non_interactive=non_interactive)
    with stack.hold():
        stack.forget(urns, force=force)
    print(f"{len(urns)} {'resource' if len(urns) == 1 else 'resources'} deleted from the state")
