"""`pulumi-qstash explain`: what a cron expression does on QStash."""

from __future__ import annotations

from datetime import UTC, datetime

import click

_FORMS = ("text", "markdown", "html", "json")
_MOST_RUNS = 1000


@click.command("explain", short_help="Say when a cron expression runs, and what surprises about it.")
@click.argument("expression", metavar="CRON")
@click.option(
    "--time-zone", metavar="ZONE", help="The zone in which to read it, such as Europe/Berlin; UTC by default."
)
@click.option("--at", metavar="TIME", help="List the runs after this time, such as 2026-11-23T10:00Z; now by default.")
@click.option(
    "--next",
    "count",
    type=click.IntRange(0, _MOST_RUNS),
    default=5,
    show_default=True,
    metavar="N",
    help="How many runs to list.",
)
@click.option("--format", "form", type=click.Choice(_FORMS), default="text", show_default=True)
@click.pass_context
def command(ctx: click.Context, expression: str, time_zone: str | None, at: str | None, count: int, form: str) -> None:
    """Say what CRON does on QStash: words, next runs, rate, surprises, and what other dialects make of it.

    Exits with 1 for an expression that QStash would refuse, with the reason and a suggestion.
    """
    from pulumi_qstash.review.explain import explain, render

    explanation = explain(expression, time_zone, _moment(at), count)
    click.echo(render(explanation, form), nl=False)
    if not explanation.accepted:
        ctx.exit(1)


def _moment(at: str | None) -> datetime:
    if at is None:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(at)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise click.BadParameter(f"{at!r} is no time such as 2026-11-23T10:00Z", param_hint="--at") from None
