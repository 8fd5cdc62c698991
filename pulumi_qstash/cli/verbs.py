"""The options of preview, up, refresh and destroy, in the Pulumi CLI's names, and how they become one request."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from pulumi_qstash.cli import options, stacks
from pulumi_qstash.cli.operation import Asked, carry_out
from pulumi_qstash.engine.display.shown import Shown
from pulumi_qstash.engine.display.texts import wants_color
from pulumi_qstash.engine.target import Operation, Options


def truth(text: str | None) -> bool:
    """Whether a setting says yes, as the Pulumi CLI reads it."""
    return (text or "").lower() in ("1", "t", "true", "yes", "y")


_shared = options.combined(
    options.for_stack,
    click.option("-d", "--debug", is_flag=True, help="Show debug messages."),
    click.option("--diff", is_flag=True, help="Show every property that changes."),
    click.option("--expect-no-changes", is_flag=True, help="Fail (exit 7) if there is any change."),
    options.json_output,
    click.option("-m", "--message", default="", help="A message for the history."),
    click.option("-p", "--parallel", type=int, help="How many resources at a time (1: one after the other)."),
    click.option("--run-program", is_flag=True, help="Run the program too, for fresh provider settings."),
    click.option("--show-sames", is_flag=True, help="Show unchanged resources, too."),
    click.option("--show-replacement-steps", is_flag=True, help="Show both halves of replacements."),
    options.show_secrets,
    click.option("--suppress-outputs", is_flag=True, help="Show no stack outputs."),
    click.option("--event-log", type=click.Path(dir_okay=False, path_type=Path), help="Write engine events to FILE."),
    click.option("--suppress-progress", is_flag=True, hidden=True, expose_value=False),
    click.option("--suppress-permalink", flag_value="true", is_flag=False, hidden=True, expose_value=False),
    click.option("--skip-plugin-pre-install", is_flag=True, hidden=True, expose_value=False),
    click.option("--show-full-output", is_flag=True, hidden=True, expose_value=False),
    click.option("--exec-kind", hidden=True, expose_value=False),
    click.option("--exec-agent", hidden=True, expose_value=False),
)
_changing = options.combined(
    click.option("-y", "--yes", is_flag=True, help="Do it after the preview without asking."),
    click.option("-f", "--skip-preview", is_flag=True, help="Do it without a preview."),
    click.option("--preview-only", is_flag=True, help="Only show what would be done."),
)
_refreshing = click.option(
    "-r", "--refresh", is_flag=False, flag_value="true", default=None, metavar="[true|false]",
    help="Take the live state in first.",
)  # fmt: skip


def command_for(operation: Operation, help_text: str) -> click.Command:
    """The click command of one operation."""

    def run(**given: Any) -> int:
        return carry_out(asked_for(operation, **given))

    run.__doc__ = help_text
    decorated: Any = run
    if operation != "preview":
        decorated = _changing(decorated)
    if operation != "refresh":
        decorated = _refreshing(decorated)
    return click.command(operation, cls=options.Verb)(_shared(decorated))


def asked_for(operation: Operation, *, stack_name: str | None, non_interactive: bool, **given: Any) -> Asked:
    """The request that options and environment make."""
    interactive = stacks.is_interactive(non_interactive)
    parallel = given["parallel"] or int(os.environ.get("PULUMI_PARALLEL") or 0) or 4 * (os.cpu_count() or 1)
    color = wants_color(given["color"])
    return Asked(
        operation=operation,
        stack=stack_name,
        options=Options(
            preview_only=given.get("preview_only", False),
            refresh=truth(given.get("refresh")),
            expect_no_changes=given["expect_no_changes"],
            parallel=max(1, parallel),
            run_program=given["run_program"] or truth(os.environ.get("PULUMI_RUN_PROGRAM")),
            debug=given["debug"] or (given["as_json"] and operation == "up"),
        ),
        shown=Shown(
            show_sames=given["show_sames"],
            show_replacement_steps=given["show_replacement_steps"],
            show_secrets=given["show_secrets"],
            suppress_outputs=given["suppress_outputs"],
            debug=given["debug"],
            color=color,
        ),
        yes=given.get("yes", False) or truth(os.environ.get("PULUMI_SKIP_CONFIRMATIONS")),
        skip_preview=given.get("skip_preview", False) or truth(os.environ.get("PULUMI_SKIP_PREVIEW")),
        refresh_by_project=operation != "refresh" and given.get("refresh") is None,
        interactive=interactive,
        as_json=given["as_json"],
        diff=given["diff"],
        live=sys.stdout.isatty() and not given["debug"],
        message=given["message"],
        event_log=given["event_log"],
    )
