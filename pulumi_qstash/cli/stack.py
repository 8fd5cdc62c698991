"""`pulumi-qstash stack`: make, list, choose, read, export, import and remove stacks."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pulumi_qstash.cli import options, stacks
from pulumi_qstash.cli.tables import columns, indented, shown_output
from pulumi_qstash.engine import checkpoint
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.local_stack import LocalStack
from pulumi_qstash.engine.stack_name import parse_stack_name
from pulumi_qstash.engine.state import Snapshot
from pulumi_qstash.engine.workspace import open_backend, select_stack, selected_stack

STACK_TYPE = "pulumi:pulumi:Stack"


@click.group()
@options.in_folder
def command() -> None:
    """Make, list, choose, export, import and remove stacks."""


@command.command("init", cls=options.Verb)
@click.argument("name", required=False)
@options.for_stack
@options.yes
@click.option("--no-select", is_flag=True, help="Do not choose the new stack.")
def init(name: str | None, stack_name: str | None, no_select: bool, **_: Any) -> None:
    """Make an empty stack and choose it."""
    project = stacks.project_here()
    text = name or stack_name
    if not text:
        raise EngineError("missing stack name: pulumi-qstash stack init NAME")
    backend = open_backend(project)
    stack = LocalStack(backend, parse_stack_name(text, project.name), project)
    stack.create()
    if not no_select:
        select_stack(project, stack.name)
    print(f"Created stack '{stack.name.name}'", file=sys.stderr)


@command.command("ls", cls=options.Verb)
@options.in_folder
@options.quiet
@options.json_output
@click.option("-a", "--all", "everything", is_flag=True, help="The stacks of all projects.")
def ls(as_json: bool, everything: bool, **_: Any) -> None:
    """List the stacks of the project."""
    project = stacks.project_if_any()
    backend = open_backend(project)
    current = selected_stack(project) if project else ""
    rows: list[dict[str, Any]] = []
    for name in backend.stacks(None if everything or not project else project.name):
        stored = LocalStack(backend, name, project).stored()
        mine = project is not None and name.project == project.name
        rows.append(
            {
                "name": name.name if mine else name.full,
                "current": current in (name.full, name.name) and mine,
                "lastUpdate": _last_update(stored.deployment or {}),
                "resourceCount": len((stored.deployment or {}).get("resources") or []),
            }
        )
    if as_json:
        print(json.dumps(rows, indent=2))
        return
    table = [(f"{r['name']}{'*' if r['current'] else ''}", r["lastUpdate"], str(r["resourceCount"])) for r in rows]
    print(columns(("NAME", "LAST UPDATE", "RESOURCE COUNT"), table))


def _last_update(deployment: dict[str, Any]) -> str:
    written = str((deployment.get("manifest") or {}).get("time") or "")
    try:
        time = datetime.fromisoformat(written)
    except ValueError:
        return "n/a"
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@command.command("select", cls=options.Verb)
@click.argument("name", required=False)
@options.for_stack
@click.option("-c", "--create", is_flag=True, help="Make the stack if it does not exist.")
@click.pass_context
def select(ctx: click.Context, /, name: str | None, stack_name: str | None, create: bool, **_: Any) -> None:
    """Choose the stack that verbs without --stack work on."""
    project = stacks.project_here()
    text = name or stack_name
    if not text:
        raise EngineError("name the stack to choose: pulumi-qstash stack select NAME")
    backend = open_backend(project)
    stack = LocalStack(backend, parse_stack_name(text, project.name), project)
    if not backend.exists(stack.name):
        if create:
            ctx.invoke(init, name=text, stack_name=None, no_select=False)
            return
        raise stacks.missing(backend, stack)
    select_stack(project, stack.name)


@command.command("output", cls=options.Verb)
@click.argument("name", required=False)
@options.for_stack
@options.json_output
@options.show_secrets
def output(name: str | None, stack_name: str | None, as_json: bool, show_secrets: bool, **_: Any) -> None:
    """Show the stack's outputs, or one of them."""
    loaded = stacks.stack_here(stack_name, needs_project=False).load()
    found = stack_outputs(loaded.snapshot)
    if name is not None:
        if name not in found:
            raise EngineError(f"current stack does not have output property '{name}'")
        print(shown_output(found[name], show_secrets, as_json))
        return
    if as_json:
        print(shown_output(found, show_secrets, True))
        return
    print(f"Current stack outputs ({len(found)}):")
    rows = [(key, shown_output(found[key], show_secrets, False)) for key in sorted(found)]
    print(indented(columns(("OUTPUT", "VALUE"), rows)) if rows else "    No output values currently in this stack")


@command.command("export", cls=options.Verb)
@options.for_stack
@options.show_secrets
@click.option("--file", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE.")
def export(stack_name: str | None, show_secrets: bool, file: Path | None, **_: Any) -> None:
    """Print the stack's deployment as JSON."""
    stack = stacks.stack_here(stack_name, needs_project=False)
    deployment = stack.stored().deployment
    if show_secrets and deployment is not None:
        deployment = checkpoint.deployment_in_clear(deployment, stack.load().snapshot)
    features = checkpoint.features_in((deployment or {}).get("resources") or [])
    said = {"version": 4 if features else 3, **({"features": features} if features else {}), "deployment": deployment}
    text = json.dumps(said, indent=4, ensure_ascii=False)
    if file is None:
        print(text)
        return
    from pulumi_qstash.engine.durable import write_whole

    write_whole(file, text + "\n")


@command.command("import", cls=options.Verb)
@options.for_stack
@click.option("-f", "--force", is_flag=True, help="Take a deployment of another stack or one that looks wrong.")
@click.option("--file", "file", type=click.Path(dir_okay=False, path_type=Path), help="Read FILE, not standard input.")
def import_deployment(stack_name: str | None, force: bool, file: Path | None, **_: Any) -> None:
    """Replace the stack's deployment by an export."""
    from pulumi_qstash.engine.deployment_file import read_export

    stack = stacks.stack_here(stack_name, needs_project=False)
    text = file.read_text() if file else sys.stdin.read()
    deployment = read_export(text, stack.name, force=force)
    with stack.hold():
        stack.replace_deployment(deployment)
    print("Import complete.")


@command.command("rm", cls=options.Verb)
@click.argument("name", required=False)
@options.for_stack
@options.yes
@click.option("-f", "--force", is_flag=True, help="Remove the stack even if it still holds resources.")
@click.option("--preserve-config", is_flag=True, help="Keep Pulumi.<stack>.yaml.")
def rm(
    name: str | None, stack_name: str | None, yes: bool, force: bool, preserve_config: bool, non_interactive: bool,
    **_: Any,
) -> None:  # fmt: skip
    """Remove a stack, its history and its settings."""
    stack = stacks.stack_here(name or stack_name, needs_project=False)
    kept = (stack.stored().deployment or {}).get("resources") or []
    if kept and not force:
        raise EngineError(
            f"'{stack.name.name}' still has resources; removal rejected. Destroy it first, or pass --force to "
            "forget them"
        )
    if not yes:
        stacks.require_somebody(non_interactive)
        typed = click.prompt(f"This will permanently remove the '{stack.name.name}' stack! Type its name to confirm")
        if typed != stack.name.name:
            raise EngineError("confirmation declined")
    with stack.hold():
        stack.backend.remove(stack.name)
    _forget(stack, preserve_config)
    print(f"Stack '{stack.name.name}' has been removed!")


def _forget(stack: LocalStack, keep_settings: bool) -> None:
    project = stack.project
    if project is None or project.name != stack.name.project:
        return
    if not keep_settings:
        project.settings_path(stack.name.name).unlink(missing_ok=True)
    if selected_stack(project) in (stack.name.full, stack.name.name):
        select_stack(project, None)


def stack_outputs(snapshot: Snapshot) -> dict[str, Any]:
    """What the program exported."""
    for resource in snapshot.resources:
        if resource.type == STACK_TYPE and not resource.parent:
            return resource.outputs
    return {}
