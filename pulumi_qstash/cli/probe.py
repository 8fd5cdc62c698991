"""`pulumi-qstash probe`: what the real QStash does where nobody outside knows."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.table import Table

    from pulumi_qstash.probe import Row, Sandbox

_DEFAULT_URL = "https://qstash.upstash.io"


@click.command("probe")
@click.option("--url", envvar="QSTASH_URL", default=_DEFAULT_URL, show_default=True, help="The service to ask.")
@click.option("--anyway", is_flag=True, help="Ask also on an account that has other objects; they are not touched.")
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON.")
def command(url: str, anyway: bool, as_json: bool) -> None:
    """Ask a real QStash account what the dev server can only assume.

    Takes the token from QSTASH_TOKEN (and, for one question, a read-only one from QSTASH_READONLY_TOKEN). It makes
    and removes schedules, queues and URL groups under a prefix of its own, publishes nothing, never rotates keys, and
    leaves one unused flow-control key behind, which QStash cannot delete.
    """
    from pulumi_qstash.probe import NotEmpty, Unreachable

    # Told to end, by whomever, it cleans up first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    token = os.environ.get("QSTASH_TOKEN", "").strip()
    if not token:
        raise click.ClickException("There is no QStash token: set QSTASH_TOKEN to that of an empty account.")
    try:
        box = _sandbox(url, token)
    except Unreachable as problem:
        raise click.ClickException(str(problem)) from None
    try:
        box.enter(anyway=anyway)
        rows = _ask(box, quiet=as_json)
    except (NotEmpty, Unreachable) as problem:
        raise click.ClickException(str(problem)) from None
    except KeyboardInterrupt:
        _tell_left(box.clear())
        raise
    _tell(url, rows, as_json=as_json)


def _sandbox(url: str, token: str) -> Sandbox:
    from pulumi_qstash.probe import Sandbox, Wire

    read_only = os.environ.get("QSTASH_READONLY_TOKEN", "").strip()
    return Sandbox(Wire(url, token), Wire(url, read_only) if read_only else None)


def _ask(box: Sandbox, *, quiet: bool) -> list[Row]:
    from rich.console import Console
    from rich.status import Status

    from pulumi_qstash.probe import Unreachable, probe

    rows = []
    with Status("Asking …", console=Console(stderr=True, quiet=quiet)) as status:
        try:
            for row in probe(box):
                rows.append(row)
                status.update(f"Asked {len(rows)}: {row.text}")
        except Unreachable as problem:
            raise Unreachable(f"{problem} Objects whose names begin with {box.prefix} may be left there.") from None
    return rows


def _tell(url: str, rows: list[Row], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(row) | {"agrees": row.agrees} for row in rows], indent=2))
        return
    from rich.console import Console

    Console(width=None if sys.stdout.isatty() else 160).print(_table(url, rows))
    different = [row for row in rows if row.agrees is False]
    unasked = [row for row in rows if row.agrees is None]
    click.echo(f"{len(rows)} questions: {len(different)} answered otherwise than assumed, {len(unasked)} not answered.")
    _tell_left([thing for row in rows for thing in row.left])


def _tell_left(things: list[str]) -> None:
    for left in things:
        click.echo(f"Could not be removed, please delete it yourself: {left}", err=True)


def _table(url: str, rows: list[Row]) -> Table:
    from rich.table import Table

    table = Table("", "Question", "Switch", "Dev server assumes", "Answer", title=f"What {url} does")
    for row in rows:
        answer = f"not asked: {row.why_not}" if row.why_not is not None else _shown(row.answer)
        style = {True: None, False: "bold yellow", None: "dim"}[row.agrees]
        mark = "" if row.agrees is not False else "  ≠"
        table.add_row(str(row.number), row.text, row.switch or "", _shown(row.assumed), answer + mark, style=style)
    return table


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    from rich.markup import escape

    return escape(str(value))


if __name__ == "__main__":
    command()
