"""`pulumi-qstash config`: read and set a stack's configuration."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from pulumi_qstash.cli import options, stacks
from pulumi_qstash.cli.tables import columns
from pulumi_qstash.engine.config_paths import remove_at, set_at, value_at
from pulumi_qstash.engine.configuration import Setting, full_key, has_secret, read_named
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.local_stack import LocalStack

path_option = click.option("--path", "is_path", is_flag=True, help="KEY is a path into a map or list.")


@click.group(invoke_without_command=True)
@options.for_stack
@options.json_output
@options.show_secrets
@click.pass_context
def command(ctx: click.Context, /, stack_name: str | None, as_json: bool, show_secrets: bool, **_: Any) -> None:
    """Read and set a stack's configuration; without a command, list it."""
    ctx.obj = stack_name
    if ctx.invoked_subcommand:
        return
    stack = stacks.stack_here(stack_name)
    found = _readable(stack, show_secrets)
    if as_json:
        print(json.dumps({key: _as_json(setting, show_secrets) for key, setting in found.items()}, indent=2))
        return
    prefix = f"{stack.name.project}:"
    rows = [(key.removeprefix(prefix), s.text if show_secrets else s.shown) for key, s in found.items()]
    print(columns(("KEY", "VALUE"), rows))


@command.command("set", cls=options.Verb)
@click.argument("key")
@click.argument("value", required=False)
@options.for_stack
@path_option
@click.option("--secret", is_flag=True, help="Encrypt the value.")
@click.option("--plaintext", is_flag=True, help="Store the value unencrypted.")
@click.option("--type", "kind", type=click.Choice(["string", "bool", "int", "float"]), help="The value's type.")
@click.pass_context
def set_value(
    ctx: click.Context, /, key: str, value: str | None, stack_name: str | None, is_path: bool, secret: bool,
    plaintext: bool, kind: str | None, non_interactive: bool, **_: Any,
) -> None:  # fmt: skip
    """Set KEY to VALUE (from standard input if VALUE is left out)."""
    if secret and plaintext:
        raise EngineError("--secret and --plaintext exclude each other")
    stack = stacks.stack_here(stack_name or ctx.obj)
    stack.settings.check_supported()
    text = value if value is not None else _asked(secret, non_interactive)
    raw = {"secure": stack.crypter.encrypt(text)} if secret else _typed(text, kind, is_path)
    set_at(stack.settings.config, full_key(stack.name.project, key), raw, is_path)
    stack.settings.save()


@command.command("get", cls=options.Verb)
@click.argument("key")
@options.for_stack
@path_option
@options.json_output
@click.pass_context
def get(ctx: click.Context, /, key: str, stack_name: str | None, is_path: bool, as_json: bool, **_: Any) -> None:
    """Print one value, a secret one in clear."""
    stack = stacks.stack_here(stack_name or ctx.obj)
    raw = value_at(_with_defaults(stack), full_key(stack.name.project, key), is_path)
    if raw is None:
        raise EngineError(f"configuration key '{key}' not found for stack '{stack.name.name}'")
    setting = read_named(key, raw, stack.crypter if has_secret(raw) else None)
    print(json.dumps(_as_json(setting, True), indent=2) if as_json else setting.text)


@command.command("rm", cls=options.Verb)
@click.argument("key")
@options.for_stack
@path_option
@click.pass_context
def rm(ctx: click.Context, /, key: str, stack_name: str | None, is_path: bool, **_: Any) -> None:
    """Remove a value."""
    stack = stacks.stack_here(stack_name or ctx.obj)
    remove_at(stack.settings.config, full_key(stack.name.project, key), is_path)
    stack.settings.save()


def _with_defaults(stack: LocalStack) -> dict[str, Any]:
    project = stack.project
    values: dict[str, Any] = {}
    for key, declared in (project.config if project else {}).items():
        default = declared.get("default", declared.get("value")) if isinstance(declared, dict) else declared
        if default is not None:
            values[full_key(stack.name.project, key)] = default
    return values | {full_key(stack.name.project, key): raw for key, raw in stack.settings.config.items()}


def _readable(stack: LocalStack, show_secrets: bool) -> dict[str, Setting]:
    values = _with_defaults(stack)
    needs_key = show_secrets and any(has_secret(raw) for raw in values.values())
    return {key: read_named(key, values[key], stack.crypter if needs_key else None) for key in sorted(values)}


def _as_json(setting: Setting, show_secrets: bool) -> dict[str, Any]:
    hidden = setting.secret and not show_secrets
    said: dict[str, Any] = {} if hidden else {"value": setting.text}
    if setting.object and not hidden:
        said["objectValue"] = json.loads(setting.text)
    return {**said, "secret": setting.secret}


def _asked(secret: bool, non_interactive: bool) -> str:
    if not sys.stdin.isatty():
        # As the Pulumi CLI has it: every byte counts but one newline at the end.
        try:
            return sys.stdin.buffer.read().decode().removesuffix("\n")
        except UnicodeDecodeError as error:
            raise EngineError("the config value on standard input is not UTF-8 text") from error
    if non_interactive:
        raise EngineError("config value must be given as an argument or on standard input in non-interactive mode")
    return str(click.prompt("value", hide_input=secret, err=True))


def _typed(text: str, kind: str | None, is_path: bool) -> Any:
    if kind == "bool" or (kind is None and is_path and text in ("true", "false")):
        if text not in ("true", "false"):
            raise EngineError(f"{text!r} is no bool: use true or false")
        return text == "true"
    try:
        if kind == "int" or (kind is None and is_path and text.lstrip("-").isdigit() and str(int(text)) == text):
            return int(text)
        return float(text) if kind == "float" else text
    except ValueError as error:
        raise EngineError(f"{text!r} is no {kind}") from error
