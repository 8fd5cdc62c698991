"""The group of all verbs, and how a run ends: one sentence and an exit code for everything that can be foreseen."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from typing import Any

import click

from pulumi_qstash.cli import COMMANDS


def only_in_pulumi(verb: str) -> click.ClickException:
    """The refusal of a verb that only the Pulumi CLI has."""
    return click.ClickException(
        f"`{verb}` is not part of the embedded engine: the Pulumi CLI does this (pulumi {verb})"
    )


class LazyGroup(click.Group):
    """A group that imports a verb only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Every verb, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The click command of a verb; None for an unknown one."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        try:
            found: click.Command = getattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError as error:
            raise click.ClickException(_missing(f"`{cmd_name}`", error)) from error
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The Pulumi CLI takes its global options before the verb, too; here they are the verb's."""
        own: list[str] = []
        verbs: list[str] = []
        rest = list(args)
        while rest and (name := rest[0].partition("=")[0]) in _GLOBAL:
            taken = 1 + (_GLOBAL[name] and "=" not in rest[0])
            (own if name in ("-C", "--cwd") else verbs).extend(rest[:taken])
            del rest[:taken]
        end = rest.index("--") if "--" in rest else len(rest)
        return super().parse_args(ctx, [*own, *rest[:end], *verbs, *rest[end:]])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that `args` begin with; an unknown one is named, with its nearest neighbour."""
        if args and args[0] in _ONLY_IN_PULUMI:
            raise only_in_pulumi(args[0])
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f" Did you mean `{near[0]}`?" if near else " Run `pulumi-qstash --help` for the commands."
            raise click.ClickException(f'unknown command "{args[0]}" for "pulumi-qstash".{hint}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The verbs with one line each, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _SUMMARIES[name]) for name in COMMANDS])


_SUMMARIES = {
    "dev": "Run a local QStash server for tests and trials.",
    "preview": "Show what an up would change.",
    "up": "Make the account what the program declares.",
    "refresh": "Take into the state what the account holds now.",
    "destroy": "Delete what the stack holds.",
    "stack": "Make, list, choose, export, import and remove stacks.",
    "config": "Read and set a stack's configuration.",
    "state": "Take resources out of a stack's state.",
    "cancel": "Lift the lock of an operation that was cut off.",
    "import": "Take existing objects into a stack from an import file.",
    "review": "Report what a change means, for a pull request.",
    "explain": "Say a cron in words.",
    "drift": "Compare stacks with the live account.",
    "adopt": "Write a program for an account that already lives.",
    "restore": "Put back objects from a file.",
    "probe": "Compare a QStash server with the dev server.",
}


_GLOBAL = {
    "--color": True, "--non-interactive": False, "--emoji": False, "-e": False, "--logtostderr": False,
    "--logflow": False, "-v": True, "--verbose": True, "-Q": False, "--fully-qualify-stack-names": False,
    "-C": True, "--cwd": True,
}  # fmt: skip
"""The Pulumi CLI's global options, and whether a value follows."""


_ONLY_IN_PULUMI = frozenset((
    "about", "api", "console", "convert", "deployment", "do", "env", "gen-completion", "insights", "install", "login",
    "logout", "logs", "neo", "new", "org", "package", "plugin", "policy", "project", "schema", "template",
    "watch", "whoami",
))  # fmt: skip
"""Verbs of the Pulumi CLI that are refused by name."""


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pulumi-qstash", prog_name="pulumi-qstash")
@click.option("-C", "--cwd", metavar="FOLDER", help="Work as if started in FOLDER.")
def group(cwd: str | None) -> None:
    """Pulumi programs for QStash: an embedded engine, a local QStash server and tools around them."""
    enter(cwd)


def enter(folder: str | None) -> None:
    """Work as if started in `folder`."""
    if folder:
        try:
            os.chdir(folder)
        except OSError as error:
            raise click.ClickException(f"cannot work in {folder}: {error.strerror}") from error


def run(args: list[str]) -> int:
    """Run the command line; returns the exit code."""
    try:
        code: Any = group.main(args, prog_name="pulumi-qstash", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _told("interrupted")
    except click.exceptions.NoArgsIsHelpError as asked:
        print(asked.format_message())
        return 0
    except click.UsageError as error:
        return _told(_usage(error))
    except click.ClickException as error:
        return _told(error.format_message())
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except ModuleNotFoundError as error:
        return _told(_missing("this", error))
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        return _told(f"{error.strerror or error}{where}")
    except Exception as error:
        if not _foreseen(error):
            raise
        return _told(str(error))
    return code if isinstance(code, int) else 0


def _told(message: str) -> int:
    sys.stdout.flush()
    print(f"error: {message}", file=sys.stderr)
    return 1


def _foreseen(error: Exception) -> bool:
    """Whether the error is one of ours, whose text is meant for people; most verbs never load the engine."""
    module = sys.modules.get("pulumi_qstash.engine.errors")
    return module is not None and isinstance(error, module.EngineError)


def _usage(error: click.UsageError) -> str:
    where = f" Run `{error.ctx.command_path} --help` for its usage." if error.ctx else ""
    return error.format_message().rstrip(".") + "." + where


def _missing(what: str, error: ModuleNotFoundError) -> str:
    if error.name and error.name.startswith("pulumi_qstash"):
        return f"{what} is not part of this installation ({error.name} is missing)"
    return f"{what} needs the package {error.name}: pip install 'pulumi-qstash[tools]'"
