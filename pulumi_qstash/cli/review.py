"""`pulumi-qstash review`: what a change to schedules does, for the pull request that makes it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

_FORMATS = ("text", "markdown", "html", "json")
_SEVERITIES = ("note", "warning", "danger")
_PLANS = ("free", "payg", "fixed-1m", "fixed-10m")
#: The input is no preview that can be reviewed.
_UNREADABLE = 2
_FOUND = 1


@click.command("review")
@click.argument("source", default="-", metavar="[FILE|-|PROGRAM_DIR]")
@click.option("--state", metavar="EXPORT.json", help="What `pulumi stack export` printed: the unchanged count too.")
@click.option("-s", "--stack", "stack", metavar="NAME", help="The stack to preview, where a program's folder is given.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, not to the terminal.")
@click.option("--fail-on", type=click.Choice(_SEVERITIES), help="Exit 1 on a finding of this severity or above.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Switch a rule off, such as QS201; may be repeated.")
@click.option("--at", metavar="TIME", help="When the change is deployed, such as 2026-11-23T10:00Z; now by default.")
@click.option("--plan", type=click.Choice(_PLANS), help="QStash's plan; payg by default.")
@click.pass_context
def command(
    ctx: click.Context,
    source: str,
    state: str | None,
    stack: str | None,
    form: str,
    out: Path | None,
    fail_on: str | None,
    ignore: tuple[str, ...],
    at: str | None,
    plan: str | None,
) -> None:
    """Report what a preview means: when schedules run, what they send and cost, and what can break.

    Reads what `pulumi preview --json` or `pulumi refresh --preview-only --json` printed, or previews the program in a
    folder itself.
    """
    from pulumi_qstash.review import command as reviewing
    from pulumi_qstash.review.errors import ReviewError

    try:
        moment = _moment(at)
        report = reviewing.review(source, state=state, stack=stack, at=moment, plan=plan, ignore=ignore)
        _put(reviewing.text_of(report, form, colour=out is None and sys.stdout.isatty()), out)
    except ReviewError as error:
        click.echo(f"error: {error}", err=True)
        ctx.exit(_UNREADABLE)
    if fail_on and reviewing.fails(report, fail_on):
        ctx.exit(_FOUND)


def _moment(at: str | None) -> datetime:
    if at is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        raise click.BadParameter(f"{at!r} is no time such as 2026-11-23T10:00Z", param_hint="--at") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _put(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    from pulumi_qstash.review.errors import ReviewError

    try:
        out.write_text(text, "utf-8")
    except OSError as error:
        raise ReviewError(f"{out} cannot be written: {error.strerror}") from None
