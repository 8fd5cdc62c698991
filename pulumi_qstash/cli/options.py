"""Options that verbs share, in the Pulumi CLI's names, and those that only the Pulumi CLI has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from pulumi_qstash.cli.group import enter

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

ONLY_IN_PULUMI = frozenset((
    "--target", "-t", "--target-dependents", "--target-replace", "--replace", "--exclude", "-x",
    "--exclude-dependents", "--exclude-protected", "--policy-pack", "--policy-pack-config",
    "--show-policy-remediations", "--import-file", "--plan", "--save-plan", "--strict",
    "--continue-on-error", "--remote", "--config", "-c", "--config-file", "--config-path",
    "--attach-debugger", "--override-env", "--ignore-protect", "--neo", "--secrets-provider",
    "--skip-config-validation", "--clear-pending-creates", "--import-pending-creates",
    "--skip-pending-creates", "--show-reads", "--remove", "--output", "-o", "--urns", "--client",
    "--otel-traces", "--profiling", "--tracing", "--disable-integrity-checking", "--copy-config-from",
    "--teams", "--version-to-restore", "--from", "--generate-resources", "--properties", "--provider",
    "--parent", "--snapshot", "--memprofilerate", "--tracing-header", "--neo-task-on-failure", "--copilot",
    "--show-config",
))  # fmt: skip
"""Options of the Pulumi CLI that the embedded engine refuses by name rather than ignore."""


_TRUE, _FALSE = ("true", "t", "1"), ("false", "f", "0")


class Verb(click.Command):
    """A command that refuses, by name and before anything runs, what only the Pulumi CLI can do."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; an option of the Pulumi CLI that is not supported here is told as one."""
        try:
            return super().parse_args(ctx, self._without_values(args))
        except click.NoSuchOption as error:
            name = error.option_name
            if name not in ONLY_IN_PULUMI:
                raise
            raise click.ClickException(
                f"{name} is not supported by the embedded engine: the Pulumi CLI does this "
                f"(pulumi {ctx.info_name} {name})"
            ) from None

    def _without_values(self, args: list[str]) -> list[str]:
        """Flags in the Pulumi CLI's long form, `--yes=true` and `--yes=false`, as flags that are there or not."""
        flags = {name for p in self.params if isinstance(p, click.Option) and p.is_flag for name in p.opts}
        kept: list[str] = []
        for at, word in enumerate(args):
            if word == "--":
                return kept + args[at:]
            name, _, value = word.partition("=")
            if name not in flags or value.lower() not in _TRUE + _FALSE:
                kept.append(word)
            elif value.lower() in _TRUE:
                kept.append(name)
        return kept


def in_folder(function: Callable[..., Any]) -> Callable[..., Any]:
    """-C FOLDER."""
    return click.option(
        "-C", "--cwd", metavar="FOLDER", expose_value=False, is_eager=True,
        callback=lambda _ctx, _option, value: enter(value), help="Work as if started in FOLDER.",
    )(function)  # fmt: skip


def for_stack(function: Callable[..., Any]) -> Callable[..., Any]:
    """--stack and -C."""
    stack = click.option("-s", "--stack", "stack_name", metavar="NAME", help="The stack to work on.")
    return stack(in_folder(quiet(function)))


def quiet(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options that change the form alone and are taken everywhere."""
    for option in (
        click.option("--non-interactive", is_flag=True, help="Never ask."),
        click.option("--color", type=click.Choice(["always", "never", "auto", "raw"]), default=None, help="Colours."),
        click.option("-e", "--emoji", is_flag=True, hidden=True, expose_value=False),
        click.option("-Q", "--fully-qualify-stack-names", is_flag=True, hidden=True, expose_value=False),
        click.option("--logtostderr", is_flag=True, hidden=True, expose_value=False),
        click.option("--logflow", is_flag=True, hidden=True, expose_value=False),
        click.option("-v", "--verbose", type=int, hidden=True, expose_value=False),
    ):
        function = option(function)
    return function


def combined(*decorators: Decorator) -> Decorator:
    """Several options as one decorator, in this order in the help."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


yes = click.option("-y", "--yes", is_flag=True, help="Do it without asking.")
json_output = click.option("-j", "--json", "as_json", is_flag=True, help="Print JSON.")
show_secrets = click.option("--show-secrets", is_flag=True, help="Show secrets in clear.")
