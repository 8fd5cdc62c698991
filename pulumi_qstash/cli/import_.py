"""`pulumi-qstash import --file import.json`: take existing objects into a stack's state."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pulumi_qstash.cli import options, stacks
from pulumi_qstash.engine import urns
from pulumi_qstash.engine.display.choose import Display, choose
from pulumi_qstash.engine.display.shown import Shown
from pulumi_qstash.engine.display.texts import wants_color
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.history import Update
from pulumi_qstash.engine.import_file import Imported, read_import_file
from pulumi_qstash.engine.importing import Import
from pulumi_qstash.engine.local_stack import LocalStack
from pulumi_qstash.engine.state import Snapshot
from pulumi_qstash.engine.target import Target


@click.command("import", cls=options.Verb)
@click.argument("single", nargs=-1)
@options.for_stack
@click.option("-f", "--file", "file", type=click.Path(path_type=Path), help="The import file.")
@click.option("--generate-code", default="false", is_flag=False, flag_value="true", hidden=True)
@click.option("--protect", default="true", is_flag=False, flag_value="true", metavar="[true|false]",
              help="Protect what is imported from deletion (true unless given).")  # fmt: skip
@click.option("--preview-only", is_flag=True, help="Only show what would be taken in.")
@click.option("--skip-preview", is_flag=True, help="Do it without a preview.")
@click.option("-d", "--debug", is_flag=True, hidden=True)
@click.option("--diff", is_flag=True, help="Show every property.")
@options.yes
@options.json_output
@click.option("-m", "--message", default="", help="A message for the history.")
def command(
    single: tuple[str, ...], stack_name: str | None, file: Path | None, protect: str, preview_only: bool,
    skip_preview: bool, yes: bool, as_json: bool, non_interactive: bool, message: str, color: str | None,
    diff: bool, **_: Any,
) -> int:  # fmt: skip
    """Take existing objects into the stack's state from an import file; no object is changed."""
    if single or file is None:
        raise EngineError(
            "a dynamic resource cannot be imported by type, name and id: write an import file and name it with --file "
            "(pulumi-qstash adopt writes one)"
        )
    interactive = stacks.is_interactive(non_interactive)
    if not (yes or preview_only or interactive):
        raise EngineError("--yes or --preview-only must be passed in to proceed when running in non-interactive mode")
    stack = stacks.stack_here(stack_name)
    work = _Work(stack, read_import_file(_text(file), stack.name), protect.lower() in ("true", "1"), as_json, diff)
    work.what = Shown(color=wants_color(color))
    if preview_only:
        return work.preview()
    with stack.hold():
        if not skip_preview and not as_json:
            work.preview()
            if not yes and not click.confirm("Do you want to perform this import?"):
                print("confirmation declined, not proceeding with the import")
                return 0
        return work.real(message)


class _Work:
    """One import into one stack."""

    what = Shown()

    def __init__(self, stack: LocalStack, files: list[Imported], protect: bool, as_json: bool, diff: bool) -> None:
        self.stack, self.files, self.protect, self.as_json, self.diff = stack, files, protect, as_json, diff
        self.settings = stack.configuration()

    def preview(self) -> int:
        """Show what would be taken in."""
        display = self._display(preview=True)
        self._import(self.stack.load().snapshot).run(None, display)
        display.close()
        return 0

    def real(self, message: str) -> int:
        """Take it in."""
        update = Update("import", message, self.stack.settings.config)
        loaded, display = self.stack.load(), self._display(preview=False)
        with self.stack.recording(loaded) as journal:
            outcome = self._import(loaded.snapshot).run(journal, display)
        display.close()
        self.stack.backend.keep_history(self.stack.name, update.ended(outcome.result, outcome.changes))
        return 0

    def _import(self, base: Snapshot) -> Import:
        config = {key: setting.for_program for key, setting in self.settings.items()}
        target = Target(self.stack.name.project, self.stack.name.name, config=config, base=base)
        shown = {key: setting.shown for key, setting in self.settings.items()}
        return Import(target, self.files, self.protect, shown)

    def _display(self, *, preview: bool) -> Display:
        name = self.stack.name
        return choose(
            "import", name.name, urns.stack_urn(name.name, name.project), self.what, preview=preview,
            as_json=self.as_json, diff=self.diff, live=False,
        )  # fmt: skip


def _text(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text()
    except OSError as error:
        raise EngineError(f"could not read the import file {file}: {error.strerror}") from error
