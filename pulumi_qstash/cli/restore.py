"""`pulumi-qstash restore FILE`: puts back what `drift --delete-unmanaged` deleted."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pulumi_qstash.api import Client, QStashError
from pulumi_qstash.drift import backup, restore
from pulumi_qstash.drift.errors import DriftError
from pulumi_qstash.drift.logins import Logins
from pulumi_qstash.lifecycle.account import account_of


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
def command(file: Path, yes: bool) -> int:
    """Put back objects from a file that `drift --delete-unmanaged` wrote.

    The account is that of QSTASH_TOKEN and QSTASH_URL. What is there already
    and differs is never overwritten.
    """
    try:
        return _restore(file, yes)
    except (DriftError, QStashError) as error:
        raise click.ClickException(str(error)) from error


def _restore(file: Path, yes: bool) -> int:
    kept = backup.read(file)
    settings = Logins().environment()
    client = Client(settings.url, settings.token or "", timeout=settings.timeout, budget=settings.budget)
    account = account_of(settings) or client.host
    plan = restore.plan(client, account, kept)
    for one in plan.there:
        click.echo(f"  {one.title} is there already")
    for one in plan.running:
        click.echo(f"  {one.title} is there, and will be paused as in the file")
    for one in plan.missing:
        click.echo(f"  {one.title} will be put back")
    if plan.missing or plan.running:
        _confirm(account, yes)
    _write(client, plan)
    click.echo(f"Put back {len(plan.missing)} of {len(kept)}.")
    return 0


def _write(client: Client, plan: restore.Plan) -> None:
    for one in plan.running:
        restore.pause(client, one)
    for count, one in enumerate(plan.missing):
        try:
            differing = restore.put_back(client, one)
        except QStashError as error:
            raise DriftError(f"{error} Put back {count} of {len(plan.missing)}: run it again for the rest") from error
        if differing:
            click.echo(f"  {one.title} is back, but differs from the file in {', '.join(differing)}", err=True)


def _confirm(account: str, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise DriftError("there is nobody to ask: give --yes to write; nothing was written")
    if not click.confirm(f"Write them to {account}?"):
        raise DriftError("nothing was written")
