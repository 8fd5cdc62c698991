"""One preview, up, refresh or destroy as the command line runs it: the checks, the preview, the question, the run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

import click

from pulumi_qstash.cli import stacks
from pulumi_qstash.cli.interrupts import cancelling
from pulumi_qstash.engine import urns
from pulumi_qstash.engine.ahead import Ahead, start_ahead
from pulumi_qstash.engine.configuration import Setting, resolve
from pulumi_qstash.engine.display.choose import Display, choose
from pulumi_qstash.engine.display.shown import Shown
from pulumi_qstash.engine.display.texts import VERBS
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.events import Diagnostic, Event, Prelude, Sink
from pulumi_qstash.engine.local_stack import LocalStack
from pulumi_qstash.engine.project import check_runnable
from pulumi_qstash.engine.project_program import ProjectProgram
from pulumi_qstash.engine.provider_config import depends_on_secrets
from pulumi_qstash.engine.state import Snapshot
from pulumi_qstash.engine.target import Cancellation, Operation, Options, Outcome, ProjectRuntime, Target

UNEXPECTED_CHANGES = 7
"""The exit code where changes were found though none were expected."""


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    operation: Operation
    stack: str | None
    options: Options
    shown: Shown
    yes: bool = False
    skip_preview: bool = False
    refresh_by_project: bool = False
    """Whether `options.refresh` of Pulumi.yaml decides, since the command line says nothing of it."""
    interactive: bool = False
    as_json: bool = False
    diff: bool = False
    live: bool = False
    message: str = ""
    event_log: Path | None = None

    @property
    def preview_only(self) -> bool:
        """Whether nothing is to be changed."""
        return self.operation == "preview" or self.options.preview_only


def carry_out(asked: Asked) -> int:
    """Do what is asked; returns the exit code."""
    _check_consent(asked)
    stack = stacks.stack_here(asked.stack)
    check_runnable(stack.own_project)
    if asked.refresh_by_project and stack.own_project.options.get("refresh") == "always":
        asked = replace(asked, options=replace(asked.options, refresh=True))
    with Work(asked, stack) as work:
        work.start_ahead()
        work.settings = stack.configuration()
        if asked.preview_only:
            return work.preview()
        with stack.hold():
            _warn(stack)
            if not asked.skip_preview and not asked.as_json:
                code = work.preview()
                if code:
                    return code
                work.start_ahead()
                if not work.confirmed():
                    return 0
            return work.real()


class Work:
    """One operation on one stack; the end of the `with` block ends what was started and not used."""

    def __init__(self, asked: Asked, stack: LocalStack) -> None:
        self.asked, self.stack = asked, stack
        self.settings: dict[str, Setting] = {}
        self.changes: dict[str, int] = {}
        project = stack.own_project
        runtime = ProjectRuntime(project.root, project.main, project.runtime_options)
        self._program = ProjectProgram(runtime, preload=_preload(project.root / project.main))
        self._ahead: Ahead | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ahead is not None:
            self._ahead.dismiss()

    def start_ahead(self) -> None:
        """Let program and host start up while the configuration is decrypted, or the preview read."""
        raw = resolve(self.stack.own_project, self.stack.name.name, self.stack.settings.config, None)
        target = self._target(raw, Snapshot())
        if not depends_on_secrets(target):
            self._ahead = start_ahead(self.asked.operation, self.asked.options, target=target, program=self._program)

    def preview(self) -> int:
        """Show what would be done."""
        with self._showing(preview=True) as display:
            outcome = self._run(replace(self.asked.options, preview_only=True), None, display)
        self.changes = outcome.changes
        return _code(outcome, self.asked.preview_only)

    def real(self) -> int:
        """Do it; what was done is recorded step by step, and as one checkpoint at the end."""
        from pulumi_qstash.engine.history import Update

        update = Update(self.asked.operation, self.asked.message, self.stack.settings.config)
        loaded = self.stack.load()
        with self._showing(preview=False) as display, self.stack.recording(loaded) as journal:
            outcome = self._run(self.asked.options, journal, display, base=loaded.snapshot)
        self.stack.backend.keep_history(self.stack.name, update.ended(outcome.result, outcome.changes))
        self._say_farewell(outcome)
        return _code(outcome, True)

    def confirmed(self) -> bool:
        """Whether to go on after the preview."""
        asked = self.asked
        if asked.yes:
            return True
        what = VERBS[asked.operation] if asked.operation != "destroy" else "destroy"
        note = "\nNo resources will be modified as part of this refresh; just your stack's state will be."
        question = f"Do you want to perform this {what}?{note if what == 'refresh' else ''}"
        answer = click.prompt(question, type=click.Choice(["yes", "no"]), default="no")
        if answer != "yes":
            print(f"confirmation declined, not proceeding with the {what}")
        return bool(answer == "yes")

    def _run(self, options: Options, recorder: Any, display: Display, base: Any = None) -> Outcome:
        from pulumi_qstash.engine.deployment import run

        target = self._target(self.settings, base if base is not None else self.stack.load().snapshot)
        ahead, self._ahead = self._ahead, None
        cancellation = Cancellation()
        with cancelling(cancellation):
            return run(
                self.asked.operation,
                options,
                target=target,
                program=self._program,
                recorder=recorder,
                sink=self._with_settings(display),
                cancellation=cancellation,
                ahead=ahead,
            )

    def _target(self, settings: dict[str, Setting], base: Snapshot) -> Target:
        name = self.stack.name
        config = {key: setting.for_program for key, setting in settings.items()}
        return Target(name.project, name.name, config=config, base=base)

    def _with_settings(self, display: Display) -> Sink:
        """Tells configuration as people may see it, and no message with a secret of the configuration in it."""
        shown = {key: setting.shown for key, setting in self.settings.items()}
        hidden = [text for setting in self.settings.values() for text in setting.hidden]

        def tell(event: Event) -> None:
            if isinstance(event, Prelude):
                event = Prelude(shown)
            elif isinstance(event, Diagnostic):
                event = replace(event, message=without_secrets(event.message, hidden))
            display(event)

        return tell

    @contextmanager
    def _showing(self, *, preview: bool) -> Iterator[Display]:
        asked, name = self.asked, self.stack.name
        with ExitStack() as opened:
            display = choose(
                asked.operation, name.name, urns.stack_urn(name.name, name.project), asked.shown,
                preview=preview, as_json=asked.as_json, diff=asked.diff, live=asked.live,
            )  # fmt: skip
            if asked.event_log is not None and preview == asked.preview_only:
                log = opened.enter_context(asked.event_log.open("w"))
                display = _Both(display, log)
            try:
                yield display
            finally:
                display.close()

    def _say_farewell(self, outcome: Outcome) -> None:
        if self.asked.operation == "destroy" and outcome.result == "succeeded" and not self.asked.as_json:
            print(
                "The resources in the stack have been deleted, but the history and configuration associated with the "
                "stack are still maintained.\nIf you want to remove the stack completely, run "
                f"`pulumi-qstash stack rm {self.stack.name.name}`."
            )


def _preload(main: Path) -> tuple[str, ...]:
    """What the hosts of a program that names this package will need, while the program itself starts up."""
    source = main / "__main__.py" if main.is_dir() else main
    named = source.is_file() and b"pulumi_qstash" in source.read_bytes()
    return ("pulumi_qstash.host.warm",) if named else ()


_SHORTEST_HIDDEN = 3
"""Shorter secrets occur in any text by chance: hiding them would give them away."""


def without_secrets(text: str, secrets: list[str]) -> str:
    """`text` with every one of `secrets` as `[secret]`."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST_HIDDEN:
            text = text.replace(secret, "[secret]")
    return text


class _Both:
    def __init__(self, first: Display, log: TextIO) -> None:
        from pulumi_qstash.engine.display.event_lines import EventLines

        self._displays: tuple[Display, Display] = (first, EventLines(log))

    def __call__(self, event: Event) -> None:
        for display in self._displays:
            display(event)

    def close(self) -> None:
        for display in self._displays:
            display.close()


def _check_consent(asked: Asked) -> None:
    if not (asked.preview_only or asked.yes or asked.skip_preview or asked.interactive):
        raise EngineError(
            "--yes or --skip-preview or --preview-only must be passed in to proceed when running in "
            "non-interactive mode"
        )
    if asked.as_json and not (asked.preview_only or asked.yes or asked.skip_preview):
        raise EngineError("--json needs --yes (or --preview-only), since it leaves no room for a question")


def _warn(stack: LocalStack) -> None:
    for warning in stack.warnings:
        print(f"warning: {warning}", file=sys.stderr)


def _code(outcome: Outcome, final: bool) -> int:
    if outcome.result != "succeeded":
        return 1
    if final and outcome.unexpected_changes:
        print("error: no changes were expected but changes occurred", file=sys.stderr)
        return UNEXPECTED_CHANGES
    return 0
