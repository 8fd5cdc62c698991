"""A deployment: preview, up, refresh or destroy of one stack, from its first event to its outcome."""

from __future__ import annotations

import asyncio
import time

from pulumi_qstash.engine import deletions
from pulumi_qstash.engine.ahead import Ahead, Stage, runs_program, start_ahead
from pulumi_qstash.engine.comparison import Comparer
from pulumi_qstash.engine.conversation import Conversation
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.events import Cancel, Prelude, Sink, Summary
from pulumi_qstash.engine.executor import Executor
from pulumi_qstash.engine.generator import Generator
from pulumi_qstash.engine.pending import say_what_was_not_done, warn_of_pending_operations
from pulumi_qstash.engine.program import InlineProgram, Program, ProjectProgram, Run
from pulumi_qstash.engine.recorder import Recorder
from pulumi_qstash.engine.refreshing import refresh
from pulumi_qstash.engine.registry import Registry
from pulumi_qstash.engine.requests import Inbox, Wake
from pulumi_qstash.engine.server import Server
from pulumi_qstash.engine.session import BailError, Session
from pulumi_qstash.engine.target import (
    Cancellation,
    ConfigValue,
    Operation,
    Options,
    Outcome,
    ProjectRuntime,
    Target,
)

__all__ = [
    "Cancellation",
    "ConfigValue",
    "InlineProgram",
    "Operation",
    "Options",
    "Outcome",
    "ProjectProgram",
    "ProjectRuntime",
    "Target",
    "run",
]


def run(
    operation: Operation,
    options: Options,
    *,
    target: Target,
    program: Program,
    recorder: Recorder | None,
    sink: Sink,
    cancellation: Cancellation | None = None,
    ahead: Ahead | None = None,
) -> Outcome:
    """Carry out `operation` on `target`.

    Args:
        operation: What to do.
        options: How.
        target: The stack; a real run (no preview) hands the resources of
            `target.base` to `recorder` as the objects that they are.
        program: What declares the resources; also says where providers run.
        recorder: Takes down what is done; not used by a preview.
        sink: Takes the events, in order, from the deployment's thread.
        cancellation: The way to stop it; a KeyboardInterrupt in the calling
            thread counts as one, too.
        ahead: What `start_ahead` started for this operation; it is used up.

    Returns:
        How it ended. What failed has been told as diagnostics.
    """
    cancel = cancellation or Cancellation()
    with ahead or start_ahead(operation, options, target=target, program=program) as started:
        deployment = Deployment(operation, options, target, recorder, sink, started)
        outcome: Outcome = started.carry_out(lambda: deployment.execute(cancel), cancel.cancel)
    return outcome


class Deployment:
    """One operation on one stack."""

    def __init__(
        self,
        operation: Operation,
        options: Options,
        target: Target,
        recorder: Recorder | None,
        sink: Sink,
        ahead: Ahead,
    ) -> None:
        self._session = Session(operation, options, target, recorder, sink)
        self._ahead = ahead
        self._canceled = False
        self._failure = ""
        self._executor: Executor | None = None
        self._main: asyncio.Task[None] | None = None

    async def execute(self, cancellation: Cancellation) -> Outcome:
        """Carry it out."""
        session, started = self._session, time.monotonic()
        config = session.target.config
        session.emit(Prelude({k: "[secret]" if v.secret else v.value for k, v in sorted(config.items())}))
        self._inbox: Inbox = asyncio.Queue()
        try:
            self._main = asyncio.ensure_future(self._carry_out())
            self._listen_to(cancellation)
            await self._main
        except asyncio.CancelledError:
            self._canceled = True
        outcome = self._outcome()
        seconds = time.monotonic() - started
        changes = dict(session.changes)
        session.emit(Summary(session.preview, outcome.result, seconds, changes, session.maybe_corrupt, outcome.outputs))
        session.emit(Cancel())
        return outcome

    def _listen_to(self, cancellation: Cancellation) -> None:
        loop = asyncio.get_running_loop()

        def asked(count: int) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._cancel, count)

        cancellation.listen(asked)

    def _cancel(self, count: int) -> None:
        self._canceled = True
        if self._executor is not None:
            self._executor.stop()
        self._inbox.put_nowait(Wake())
        if count > 1 and self._main is not None:
            if self._executor is not None:
                self._executor.abandon()
            self._main.cancel()

    async def _carry_out(self) -> None:
        session = self._session
        try:
            stage = await self._ahead.stage(self._hear)
            stage.hosts.warm(len({r.provider for r in session.before if r.provider}))
            await self._phases(stage, Registry(stage.hosts, preview=session.preview))
        except BailError as told:
            self._failure = str(told)
        except EngineError as error:
            session.error(str(error))
            self._failure = str(error)
        except asyncio.CancelledError:
            self._ahead.kill()
            raise
        finally:
            await self._ahead.end()

    def _hear(self, severity: str, line: str, by_program: bool) -> None:
        self._session.say(severity, line, self._session.stack_urn if by_program else "")

    # -- phases ------------------------------------------------------------------------------

    async def _phases(self, stage: Stage, registry: Registry) -> None:
        session, server = self._session, stage.server
        run = stage.run if runs_program(session.operation, session.options) else None
        only_refreshes = session.operation == "refresh"
        if run is not None and session.operation in ("refresh", "destroy"):
            await self._follow(server, run, registry, providers_only=True)
            session.rebase(session.as_it_stands())
        if session.options.refresh or only_refreshes:
            await self._refresh(registry)
        elif not session.preview:
            warn_of_pending_operations(session)
        if only_refreshes or self._canceled:
            return
        if session.operation == "destroy":
            self._executor = Executor(session, registry)
            await self._delete_the_rest(Generator(session, registry), self._executor)
        elif run is not None:
            await self._follow(server, run, registry, providers_only=False)

    async def _follow(self, server: Server, run: Run, registry: Registry, *, providers_only: bool) -> None:
        session = self._session
        generator = Generator(session, registry)
        executor = self._executor = Executor(session, registry)
        talk = Conversation(session, self._inbox, generator, executor, providers_only=providers_only)
        await talk.follow(server, run, str(self._ahead.program.root))
        if not (providers_only or talk.failure or executor.stopped.is_set()):
            await self._delete_the_rest(generator, executor)
        talk.finish_stack_outputs()
        if talk.failure:
            raise BailError(talk.failure)
        self._report_end(executor, talk.not_answered())

    async def _delete_the_rest(self, generator: Generator, executor: Executor) -> None:
        await executor.drain()
        await deletions.carry_out(await generator.deletions(), self._session.graph, executor)
        if self._session.operation == "destroy":
            self._report_end(executor, [])

    async def _refresh(self, registry: Registry) -> None:
        executor = self._executor = Executor(self._session, registry, tolerant=True)
        await refresh(self._session, registry, executor, Comparer(self._session, registry).diff_live)
        self._report_end(executor, [])

    def _report_end(self, executor: Executor, not_answered: list[str]) -> None:
        kind = "preview" if self._session.preview else "update"
        if executor.error is not None:
            raise self._session.bail(f"{kind} failed")
        if self._canceled:
            say_what_was_not_done(self._session, executor.left_out, not_answered)
            raise self._session.bail(f"{kind} canceled")

    def _outcome(self) -> Outcome:
        session = self._session
        stack = session.news.get(session.stack_urn) or session.olds.get(session.stack_urn)
        outputs = dict(stack.outputs) if stack and session.operation != "destroy" else {}
        changes = dict(session.changes)
        if self._canceled:
            return Outcome("canceled", changes, outputs)
        if self._failure or session.failed:
            return Outcome("failed", changes, outputs)
        done = Outcome("succeeded", changes, outputs)
        unexpected = session.options.expect_no_changes and done.has_changes
        return Outcome("succeeded", changes, outputs, unexpected)
