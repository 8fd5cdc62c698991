"""The talk between a deployment and its program: requests are answered one at a time, in the order they come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.events import ResourceOutputs
from pulumi_qstash.engine.executor import Executor
from pulumi_qstash.engine.generator import Generator
from pulumi_qstash.engine.goals import state_of
from pulumi_qstash.engine.requests import Ended, Inbox, Lookup, Outputs, Register, Request, Wake
from pulumi_qstash.engine.running import Connection, Run
from pulumi_qstash.engine.server import Server
from pulumi_qstash.engine.session import BailError, Session, is_internal
from pulumi_qstash.engine.steps import Result


class Conversation:
    """Follows a program from its start to its end.

    With `providers_only` (refresh and destroy that run the program) the
    provider resources are brought up to date and nothing else is: the program
    is told what the state knows.
    """

    def __init__(
        self, session: Session, inbox: Inbox, generator: Generator, executor: Executor, *, providers_only: bool
    ) -> None:
        self._session = session
        self._inbox = inbox
        self._generator = generator
        self._executor = executor
        self._providers_only = providers_only
        self._stack_outputs: Outputs | None = None
        self._waiting: list[Register | Lookup] = []
        self.failure = ""
        """Why the program's part of the deployment failed; empty while it has not."""

    async def follow(self, server: Server, run: Run, root: str) -> None:
        """Let the program declare its resources; returns when it has ended or nothing more may begin."""
        session, options = self._session, self._session.options
        await server.serve(session, self._inbox, root)
        connection = Connection(
            session.target, server.address, session.preview, options.parallel, options.debug, self._refuser()
        )
        going = asyncio.ensure_future(run.go(connection))
        going.add_done_callback(self._program_ended)
        try:
            await self._answer_all()
        except BailError as told:
            self.failure = str(told)
        finally:
            if self.failure:
                self._executor.stop()
            await self._executor.drain()
            server.close_monitor()
            await run.stop()
            await asyncio.wait({going}, timeout=2)

    def _refuser(self) -> Callable[[str], None]:
        loop = asyncio.get_running_loop()

        def refuse(reason: str) -> None:
            async def stop() -> None:
                self.failure = reason
                self._session.error(reason)
                self._executor.stop()

            asyncio.run_coroutine_threadsafe(stop(), loop).result()

        return refuse

    def _program_ended(self, task: asyncio.Task[Ended]) -> None:
        if task.cancelled():
            return  # the deployment itself was cancelled: nobody asks any more
        error = task.exception()
        told = task.result() if error is None else Ended(failed=True, error=f"the program could not be run: {error}")
        self._inbox.put_nowait(told)

    async def _answer_all(self) -> None:
        stopped = asyncio.ensure_future(self._executor.stopped.wait())
        stopped.add_done_callback(lambda _: self._inbox.put_nowait(Wake()))
        try:
            while not self._executor.stopped.is_set():
                request = await self._inbox.get()
                if isinstance(request, Register | Lookup):
                    self._waiting.append(request)
                if isinstance(request, Ended):
                    self._end(request)
                    return
                if not self._executor.stopped.is_set():
                    await self._answer(request)
        finally:
            stopped.cancel()

    def _end(self, ended: Ended) -> None:
        if ended.failed:
            if ended.error:
                self._session.error(ended.error)
            self.failure = ended.error or "the program failed"

    async def _answer(self, request: Request) -> None:
        try:
            if isinstance(request, Outputs):
                self._take_outputs(request)
            elif self._providers_only and not self._renews_provider(request):
                self._tell_from_state(request)
            elif isinstance(request, Register):
                await self._register(request)
            elif isinstance(request, Lookup):
                self._executor.submit(self._generator.read(request.resource, request.goal, request.reply))
        except BailError:
            raise
        except EngineError as error:
            raise self._session.bail(str(error), self._urn_of(request)) from None

    async def _register(self, request: Register) -> None:
        steps = await self._generator.register(request.goal, request.reply)
        for step in steps:
            step.in_place = self._providers_only
        self._executor.submit(steps)

    def _renews_provider(self, request: Request) -> bool:
        declares = isinstance(request, Register) and urns.is_provider_type(request.goal.type)
        return declares and self._urn_of(request) in self._session.olds

    def _urn_of(self, request: Request) -> str:
        if not isinstance(request, Register | Lookup):
            return ""
        goal, target = request.goal, self._session.target
        return urns.make(target.stack, target.project, goal.parent, goal.type, goal.name)

    def _tell_from_state(self, request: Request) -> None:
        if not isinstance(request, Register | Lookup):
            return
        urn = self._urn_of(request)
        self._generator.aliases.declared.add(urn)
        found = self._generator.aliases.find(urn, request.goal)
        known = state_of(request.goal, urn, found.alias, found.old)
        if found.old is not None:
            known.id, known.outputs = found.old.id, found.old.outputs
        if not request.reply.done():
            request.reply.set_result(Result(known, unknown=found.old is None))

    # -- outputs -----------------------------------------------------------------------------

    def _take_outputs(self, request: Outputs) -> None:
        if urns.type_of(request.urn) == urns.STACK_TYPE:
            # Whether all of them count is known at the end only.
            self._stack_outputs = request
        elif not self._providers_only:
            self._complete(request.urn, request.outputs)
        if not request.reply.done():
            request.reply.set_result(None)

    def _complete(self, urn: str, outputs: dict[str, Any]) -> None:
        step = self._executor.registered.pop(urn, None)
        if step is None:
            raise EngineError(f"cannot complete a resource '{urn}' whose registration isn't pending")
        step.after.outputs = outputs
        metadata = step.metadata()
        if not is_internal(metadata):
            self._session.emit(ResourceOutputs(metadata, self._session.preview))
        if self._session.recorder is not None:
            self._session.recorder.outputs(step.after)

    def finish_stack_outputs(self) -> None:
        """Give the stack the outputs that the program told, once it is known how all went."""
        told = self._stack_outputs
        if told is None or told.urn not in self._executor.registered:
            return
        outputs = told.outputs
        if self.failure or self._executor.error is not None or self._session.failed:
            # What a failed program did not come to say is not gone.
            old = self._session.olds.get(told.urn)
            outputs = {**(old.outputs if old else {}), **outputs}
        self._complete(told.urn, outputs)

    def not_answered(self) -> list[str]:
        """URNs of resources that the program declared and that were not dealt with to the end."""
        return [self._urn_of(request) for request in self._waiting if not request.reply.done()]
