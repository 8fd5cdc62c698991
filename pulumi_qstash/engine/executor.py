"""Carries out chains of steps: side by side up to a limit, each chain in its order, and no new step after a failure."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from pulumi_qstash.engine.delete_steps import ProtectedError
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.events import ResourceOperationFailed, ResourceOutputs, ResourcePre
from pulumi_qstash.engine.read_steps import ReadExternal
from pulumi_qstash.engine.registry import Registry
from pulumi_qstash.engine.session import Session, is_internal
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.steps import Replace, Step, Tools
from pulumi_qstash.engine.values import secrets_marked

T = TypeVar("T")


class Executor:
    """Runs the steps of one phase.

    `tolerant` is for a refresh: every step is tried, whatever fails.
    """

    def __init__(self, session: Session, registry: Registry, *, tolerant: bool = False) -> None:
        self._session = session
        self._tools = Tools(session, registry)
        self._tolerant = tolerant
        self._slots = asyncio.Semaphore(max(session.options.parallel, 1))
        self._running: set[asyncio.Task[None]] = set()
        self.stopped = asyncio.Event()
        """Set once no further step may begin."""
        self.error: BaseException | None = None
        self.errored: list[Step] = []
        """Steps that failed without stopping the others."""
        self.left_out: list[Step] = []
        """Steps that were not begun, since nothing more might begin."""
        self.registered: dict[str, Step] = {}
        """The steps whose resources may still report outputs, by URN."""

    def stop(self) -> None:
        """Begin no further step."""
        self.stopped.set()

    def submit(self, chain: Sequence[Step]) -> asyncio.Task[None]:
        """Run `chain` as soon as there is room."""
        task = asyncio.ensure_future(self._run(chain))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def run_parallel(self, steps: Iterable[Step]) -> None:
        """Run steps side by side and wait for them."""
        tasks = [self.submit([step]) for step in steps]
        if tasks:
            await asyncio.wait(tasks)

    async def drain(self) -> None:
        """Wait until nothing runs."""
        while self._running:
            await asyncio.wait(set(self._running))

    def abandon(self) -> None:
        """Wait for nothing: what runs is left as a pending operation."""
        self.stop()
        for task in self._running:
            task.cancel()

    async def _run(self, chain: Sequence[Step]) -> None:
        async with self._slots:
            for number, step in enumerate(chain):
                if self.stopped.is_set():
                    self.left_out.extend(chain[number:])
                    return
                if not await self._execute_safely(step):
                    return

    async def _execute_safely(self, step: Step) -> bool:
        try:
            return await self._execute(step)
        except Exception as error:
            # Not the step but its bookkeeping failed (a full disk): go no further.
            self._session.error(f"{type(error).__name__}: {error}", step.resource.urn)
            self.error = self.error or error
            self.stop()
            return False

    async def _execute(self, step: Step) -> bool:
        session = self._session
        metadata = step.metadata()
        internal = is_internal(metadata)
        if not internal:
            session.emit(ResourcePre(metadata, session.preview))
        ticket = None
        if session.recorder is not None and step.pending:
            ticket = await self._recorded(partial(session.recorder.begin, step.pending, step.resource))
        try:
            await step.apply(self._tools)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            await self._fail(step, error, ticket, internal)
            return False
        await self._succeed(step, ticket, internal)
        return True

    async def _recorded(self, call: Callable[[], T]) -> T:
        """Record something; where that waits for a disk, the other steps go on meanwhile."""
        if getattr(self._session.recorder, "waits_for_disk", False):
            return await asyncio.to_thread(call)
        return call()

    async def _fail(self, step: Step, error: Exception, ticket: int | None, internal: bool) -> None:
        session = self._session
        known = isinstance(error, EngineError)
        text = str(error) if known else f"{type(error).__name__}: {error}"
        about = "" if internal else step.resource.urn
        session.error(f"Preview failed: {text}" if session.preview else text, about)
        if not session.preview:
            session.maybe_corrupt = session.maybe_corrupt or not isinstance(error, ProtectedError)
            if not internal:
                session.emit(ResourceOperationFailed(step.metadata(), steps=sum(session.changes.values())))
        if session.recorder is not None and ticket is not None:
            await self._recorded(partial(session.recorder.fail, ticket))
        self._note_failure(step, error)

    def _note_failure(self, step: Step, error: Exception) -> None:
        self.error = self.error or error
        if self._tolerant:
            return
        if isinstance(error, ProtectedError):
            # A refused deletion has touched nothing: the rest goes on, and all refusals are told at once.
            self.errored.append(step)
        else:
            self.stop()

    async def _succeed(self, step: Step, ticket: int | None, internal: bool) -> None:
        session = self._session
        self._keep(step)
        op = step.result_op()
        if step.counts() and not internal:
            session.count(op)
        if not internal and self._tells_outputs(step):
            session.emit(ResourceOutputs(step.metadata(op), session.preview))
        if session.recorder is not None:
            record = partial(step.record, session.recorder, ticket)
            await self._recorded(record) if step.pending else record()
        step.done()

    def _keep(self, step: Step) -> None:
        new = step.new
        if new is None:
            return
        if step.logical:
            self.registered[new.urn] = step
        if not isinstance(step, Replace):
            mark_secrets(new)
            if not isinstance(step, ReadExternal):
                self._session.news[new.urn] = new
            if step.old is not None:
                self._session.replaced[id(step.old)] = new

    def _tells_outputs(self, step: Step) -> bool:
        refreshes = step.op == "refresh" and (self._session.options.refresh or self._session.operation == "refresh")
        return self._session.preview or step.resource.custom or refreshes or step.op == "delete"


def mark_secrets(resource: Resource) -> None:
    """Make secret what the program says is, and what came in as a secret under the same key."""
    resource.outputs = secrets_marked(resource.outputs, resource.inputs, resource.additional_secret_outputs)
