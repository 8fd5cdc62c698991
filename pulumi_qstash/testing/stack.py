"""A stack under test: a program, a state in memory, a QStash server of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pulumi_qstash.devserver import DevServer
from pulumi_qstash.engine import checkpoint
from pulumi_qstash.engine.configuration import resolve
from pulumi_qstash.engine.deployment import ConfigValue, Operation, Options, Outcome, ProjectRuntime, Target, run
from pulumi_qstash.engine.program import InlineProgram, Program, ProjectProgram
from pulumi_qstash.engine.project import check_runnable, find_project
from pulumi_qstash.engine.state import Resource, Snapshot
from pulumi_qstash.engine.urns import STACK_TYPE, is_provider_type
from pulumi_qstash.engine.values import Secret
from pulumi_qstash.testing.account import Account
from pulumi_qstash.testing.collector import Collector, plain
from pulumi_qstash.testing.loopback import OnLoopback
from pulumi_qstash.testing.memory import MemoryRecorder
from pulumi_qstash.testing.ready import READY
from pulumi_qstash.testing.results import (
    OutputValue,
    PreviewResult,
    RunResult,
    StackFailedError,
    UpdateSummary,
    UpResult,
)


class Stack:
    """A stack that lives as long as the test; use it as a context manager, or `close()` it.

    Args:
        program: What declares the resources: a function, as for the Automation API's inline programs.
        project: The project's name.
        name: The stack's name; both are part of automatic ids.
        config: Configuration values by key; a key without a namespace is the project's. A value in
            `pulumi.Output.secret` style is given as `(value, True)`.
        server: A running server to use; by default the stack starts one of its own.
    """

    def __init__(
        self,
        program: Callable[[], Any] | Program,
        *,
        project: str = "project",
        name: str = "test",
        config: Mapping[str, str | tuple[str, bool]] | None = None,
        server: DevServer | None = None,
    ) -> None:
        self._own_server = DevServer() if server is None else None
        self.server = server or self._own_server
        if self._own_server is not None:
            self._own_server.__enter__()
        assert self.server is not None
        self.account = Account(self.server.url, self.server.token)
        self.project, self.name = project, name
        self._program = OnLoopback(program if isinstance(program, Program) else InlineProgram(program))
        self._snapshot = Snapshot()
        self._config: dict[str, ConfigValue] = {
            "qstash:token": ConfigValue(self.server.token, secret=True),
            "qstash:url": ConfigValue(self.server.url),
        }
        for key, value in (config or {}).items():
            text, secret = value if isinstance(value, tuple) else (value, False)
            self.set_config(key, text, secret=secret)
        READY.fill(self._target(), self._program)

    @classmethod
    def from_project(
        cls,
        work_dir: str | Path,
        *,
        name: str = "test",
        config: Mapping[str, str | tuple[str, bool]] | None = None,
        server: DevServer | None = None,
    ) -> Self:
        """The stack of a project folder; its Pulumi.yaml's defaults count, its stacks' own settings do not.

        Args:
            work_dir: The folder of Pulumi.yaml.
            name: The stack's name.
            config: What `pulumi config set` would set.
            server: A running server to use; by default the stack starts one of its own.

        Raises:
            EngineError: There is no such project, or it is no Python one.
        """
        project = find_project(Path(work_dir))
        check_runnable(project)
        program = ProjectProgram(ProjectRuntime(project.root, project.main, project.runtime_options))
        stack = cls(program, project=project.name, name=name, config=config, server=server)
        given = {key: value.value for key, value in stack._config.items()}
        for key, setting in resolve(project, name, given, None).items():
            stack._config.setdefault(key, setting.for_program)
        return stack

    def set_config(self, key: str, value: str, *, secret: bool = False) -> None:
        """Set one configuration value."""
        full = key if ":" in key else f"{self.project}:{key}"
        self._config[full] = ConfigValue(value, secret=secret)

    # -- verbs -------------------------------------------------------------------------------

    def preview(self, *, refresh: bool = False) -> PreviewResult:
        """What an up would do; nothing is changed."""
        outcome, told = self._run("preview", Options(refresh=refresh))
        return PreviewResult(tuple(told.steps), told.stdout, told.stderr, outcome.changes)

    def up(self, *, refresh: bool = False) -> UpResult:
        """Make the account what the program declares."""
        outcome, told = self._run("up", Options(refresh=refresh))
        summary = UpdateSummary("update", outcome.result, outcome.changes)
        return UpResult(tuple(told.steps), told.stdout, told.stderr, summary, _outputs(outcome.outputs))

    def refresh(self) -> RunResult:
        """Take what is live into the state."""
        outcome, told = self._run("refresh", Options())
        return RunResult(
            tuple(told.steps), told.stdout, told.stderr, UpdateSummary("refresh", outcome.result, outcome.changes)
        )

    def preview_refresh(self) -> PreviewResult:
        """What a refresh would take into the state: the drift."""
        outcome, told = self._run("refresh", Options(preview_only=True))
        return PreviewResult(tuple(told.steps), told.stdout, told.stderr, outcome.changes)

    def destroy(self) -> RunResult:
        """Delete everything that the state holds."""
        outcome, told = self._run("destroy", Options())
        return RunResult(
            tuple(told.steps), told.stdout, told.stderr, UpdateSummary("destroy", outcome.result, outcome.changes)
        )

    def outputs(self) -> dict[str, OutputValue]:
        """The stack's outputs as of the last up."""
        stack = [r for r in self._snapshot.resources if r.type == STACK_TYPE]
        return _outputs(stack[0].outputs) if stack else {}

    def export(self) -> dict[str, Any]:
        """The state as `pulumi stack export --show-secrets` would print it."""
        resources = [checkpoint.resource_in_clear(r) for r in self._snapshot.resources]
        return {"version": 3, "deployment": {"resources": resources}}

    def resource(self, name: str) -> dict[str, Any]:
        """The outputs of the resource `name` in the state, secrets in clear."""
        return {k: plain(v) for k, v in self._find(lambda r: r.name == name, name).outputs.items() if k[:2] != "__"}

    # -- the world behind the stack's back ---------------------------------------------------

    def drift(self, object_id: str, **changes: Any) -> AbstractContextManager[None]:
        """Change a live object behind the stack's back, as somebody in the console would; undone at the end.

        Args:
            object_id: The id of a schedule, or the name of a queue or URL group.
            **changes: New values, named as the resource's arguments are (`cron="* * * * *"`, `paused=True`).
        """
        return self._drifted(object_id, lambda kind, inputs: self.account.change(kind, inputs, changes))

    def gone(self, object_id: str) -> AbstractContextManager[None]:
        """Delete a live object behind the stack's back; it is put back at the end if it is still missing."""
        return self._drifted(object_id, lambda kind, _: self.account.delete(kind, object_id))

    @contextmanager
    def _drifted(self, object_id: str, change: Callable[[str, dict[str, Any]], None]) -> Iterator[None]:
        held = self._find(lambda r: r.id == object_id, object_id)
        kind, inputs = held.type.rsplit(":", 1)[1], {k: plain(v) for k, v in held.inputs.items() if k[:2] != "__"}
        change(kind, inputs)
        try:
            yield
        finally:
            self.account.put(kind, inputs)

    # -- life --------------------------------------------------------------------------------

    def close(self) -> None:
        """Forget the stack and stop its own server."""
        if self._own_server is not None:
            self._own_server.__exit__(None, None, None)
            self._own_server = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, operation: Operation, options: Options) -> tuple[Outcome, Collector]:
        told, recorder, target = Collector(), MemoryRecorder(self._snapshot), self._target()
        only_looks = operation == "preview" or options.preview_only
        try:
            outcome = run(
                operation, options, target=target, program=self._program,
                recorder=None if only_looks else recorder, sink=told, ahead=READY.take(target, self._program),
            )  # fmt: skip
        finally:
            READY.fill(target, self._program)
        if not only_looks:
            self._snapshot = recorder.snapshot()
        if outcome.result != "succeeded":
            raise StackFailedError(operation, told.errors)
        return outcome, told

    def _target(self) -> Target:
        return Target(self.project, self.name, config=self._config, base=self._snapshot)

    def _find(self, fits: Callable[[Resource], bool], asked: str) -> Resource:
        resources = (r for r in self._snapshot.resources if not r.delete)
        held = [r for r in resources if r.type != STACK_TYPE and not is_provider_type(r.type)]
        found = [r for r in held if fits(r)]
        if not found:
            known = ", ".join(sorted(r.id or r.name for r in held)) or "nothing"
            raise AssertionError(f"the stack holds no {asked!r}; it holds: {known}")
        return found[0]


def _outputs(values: Mapping[str, Any]) -> dict[str, OutputValue]:
    return {key: OutputValue(plain(value), isinstance(value, Secret)) for key, value in values.items()}
