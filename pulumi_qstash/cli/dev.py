"""`pulumi-qstash dev`: a QStash control plane on this machine."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("dev")
@click.option("--port", default=8787, show_default=True, type=click.IntRange(0, 65_535), help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--data", type=click.Path(dir_okay=False, path_type=Path), help="Keep everything in this SQLite file.")
@click.option(
    "--plan",
    default="payg",
    show_default=True,
    type=click.Choice(["free", "payg", "fixed-1m", "fixed-10m"]),
    help="Whose quotas hold.",
)
@click.option("--region", default="eu-central-1", show_default=True, help="The region that the server is.")
def command(port: int, host: str, data: Path | None, plan: str, region: str) -> None:
    """Run QStash's control plane here, for development and tests.

    It stores schedules, queues, URL groups and messages, and never delivers anything. Stop it with Ctrl-C.
    """
    from pulumi_qstash.devserver.limits import raise_open_files
    from pulumi_qstash.devserver.server import PortInUse, Server, listen
    from pulumi_qstash.devserver.store import UnusableFile

    raise_open_files()
    try:
        server = Server(listen(host, port), data, plan, region)
    except (PortInUse, UnusableFile) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"QSTASH_URL={server.url}")
    click.echo(f"QSTASH_TOKEN={server.token}")
    kept = f"in {data}" if data else "in memory: it is gone when the server stops (--data FILE keeps it)"
    click.echo(f"\nThe plan is {plan}. Everything is kept {kept}.", err=True)
    click.echo(f"Messages are stored, never delivered. A page for you: {server.url}/", err=True)
    server.run()


if __name__ == "__main__":
    command()
