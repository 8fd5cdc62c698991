"""`pulumi-qstash drift`: does the account still match the code, and what is there that nobody declared?"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from pulumi_qstash.api import QStashError
from pulumi_qstash.cli.group import enter
from pulumi_qstash.drift import unmanaged
from pulumi_qstash.drift.backup import default_path
from pulumi_qstash.drift.check import Asked, ask, report_on
from pulumi_qstash.drift.errors import DriftError
from pulumi_qstash.drift.export import StackState
from pulumi_qstash.drift.ignore import matcher
from pulumi_qstash.drift.logins import Logins, named_tokens
from pulumi_qstash.drift.render import FORMATS, render
from pulumi_qstash.drift.report import Report
from pulumi_qstash.drift.states import Keys, from_backend, from_file
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.secrets import SecretsError

DRIFT = 7
"""The exit code for drift, as the Pulumi CLI's `--expect-no-changes` has it."""


@click.command("drift")
@click.option("--state", "files", multiple=True, metavar="FILE", help="A stack export, `-` for standard input; repeat.")
@click.option("-C", "--cwd", metavar="FOLDER", expose_value=False, is_eager=True,
              callback=lambda _ctx, _option, value: enter(value), help="Work as if started in FOLDER.")  # fmt: skip
@click.option("-s", "--stack", "stacks", multiple=True, metavar="NAME", help="A stack of the embedded engine; repeat.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="The form.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to a file.")
@click.option("--ignore", "globs", multiple=True, metavar="GLOB", help="Leave objects out: `tmp-*`, `queue:*`; repeat.")
@click.option("--token", "tokens", multiple=True, metavar="NAME=VARIABLE",
              help="The environment variable with an explicit provider's token; repeat.")  # fmt: skip
@click.option("--fail-on-unmanaged", is_flag=True, help="Unmanaged objects are drift too.")
@click.option("--delete-unmanaged", "doomed", multiple=True, metavar="ID", help="Delete an unmanaged object; repeat.")
@click.option("--backup", type=click.Path(path_type=Path), help="Where deleted objects are kept, for `restore`.")
@click.option("-y", "--yes", is_flag=True, help="Delete without asking.")
def command(
    files: tuple[str, ...], stacks: tuple[str, ...], form: str, out: Path | None, globs: tuple[str, ...],
    tokens: tuple[str, ...], fail_on_unmanaged: bool, doomed: tuple[str, ...], backup: Path | None, yes: bool,
) -> int:  # fmt: skip
    """Compare stacks with the live account.

    Give states with --state, or stacks of the embedded engine with --stack;
    without either, the selected stack of this folder is compared. It exits
    with 0 where all is as declared, 7 on drift and 1 on an error.
    """
    try:
        report, asked = _answer(files, stacks, globs, tokens, fail_on_unmanaged)
        _print(report, form, out)
        if doomed:
            _delete(report, asked, doomed, backup, yes)
    except (DriftError, QStashError) as error:
        raise click.ClickException(str(error)) from error
    return DRIFT if report.has_drift else 0


def _answer(
    files: tuple[str, ...], stacks: tuple[str, ...], globs: tuple[str, ...], tokens: tuple[str, ...],
    fail_on_unmanaged: bool,
) -> tuple[Report, list[Asked]]:  # fmt: skip
    keys = Keys()
    config: dict[str, Mapping[str, str] | None] = {}
    states: list[StackState] = [from_file(name, keys) for name in files]
    for name in stacks or (() if files else (None,)):
        state, config_of_stack = _stack(name, keys)
        states.append(state)
        config[state.label] = config_of_stack
    ignore = matcher(globs)
    asked = ask(states, Logins(named_tokens(tokens), config))
    return report_on(states, asked, ignore, keys.notes, unmanaged_is_drift=fail_on_unmanaged), asked


def _stack(name: str | None, keys: Keys) -> tuple[StackState, Mapping[str, str] | None]:
    try:
        return from_backend(name, keys)
    except SecretsError:
        raise
    except EngineError as error:
        raise DriftError(
            f"{error}. A stack that only the Pulumi CLI reaches is compared by its export: "
            "`pulumi stack export | pulumi-qstash drift --state -`"
        ) from error


def _print(report: Report, form: str, out: Path | None) -> None:
    if out is not None:
        try:
            out.write_text(render(report, form), encoding="utf-8")
        except OSError as error:
            raise DriftError(f"{out} cannot be written: {error.strerror}") from error
        click.echo(f"{report.headline} The report is in {out}.")
    elif form == "text" and sys.stdout.isatty():
        from rich.console import Console

        from pulumi_qstash.drift.render.text import write

        write(report, Console(highlight=False, markup=False))
    else:
        click.echo(render(report, form), nl=False)


def _delete(report: Report, asked: list[Asked], names: tuple[str, ...], backup: Path | None, yes: bool) -> None:
    doomed = unmanaged.choose(report, asked, names)
    click.echo("\nTo be deleted:", err=True)
    for one in doomed:
        click.echo(f"  {unmanaged.describe(one)}", err=True)
        if lacks := unmanaged.what_a_backup_lacks(one.kept):
            click.echo(f"    QStash does not give back {lacks}: no restore brings that back", err=True)
    _confirm(len(doomed), yes)
    now = datetime.now(UTC)
    path = backup or default_path(now)
    unmanaged.delete(doomed, path, now)
    click.echo(f"Deleted {len(doomed)}. `pulumi-qstash restore {path}` puts them back.", err=True)


def _confirm(count: int, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise DriftError("there is nobody to ask: give --yes to delete; nothing was deleted")
    if not click.confirm(f"Delete {'it' if count == 1 else f'these {count} objects'}?", err=True):
        raise DriftError("nothing was deleted")
