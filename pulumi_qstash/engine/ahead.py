"""A deployment's own thread, server and processes.

They can be started ahead of the deployment: the program and its providers'
hosts import Pulumi while the state is still being read and decrypted, or while
somebody reads the preview.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import threading
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.hosts import Hosts, Launch
from pulumi_qstash.engine.provider_config import host_environment
from pulumi_qstash.engine.running import Program, Run
from pulumi_qstash.engine.server import Server
from pulumi_qstash.engine.target import Operation, Options, Target

Say = Callable[[str, str, bool], None]
"""Takes a severity, a line, and whether the program printed it (else a host did)."""


Work = Callable[[], Coroutine[Any, Any, Any]]
"""A deployment, as something to be awaited."""


@dataclass(frozen=True)
class Stage:
    """What a deployment runs on: its server, its hosts, and its program where it runs one."""

    server: Server
    hosts: Hosts
    run: Run | None


class Ahead:
    """Starts at once; `carry_out` gives it its deployment, the end of the `with` block ends what got none.

    Args:
        program: What declares the resources; also says where providers run.
        environment: What hosts find in their environment beside the engine's own.
        runs_program: Whether the deployment will run the program.
    """

    def __init__(self, program: Program, environment: Mapping[str, str], *, runs_program: bool) -> None:
        # Peers that end before their connections do would be told to people in gRPC's own words.
        os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
        self.program, self.runs_program = program, runs_program
        self._launch = _launch_or_error(program, environment)
        self._hosts: Hosts | None = None
        self._run: Run | None = None
        self._printed: list[tuple[str, str, bool]] = []
        self._say: Say | None = None
        self._given = False
        self._result: list[Any] = []
        self._finished = threading.Event()
        self._turning = threading.Event()
        # The event loop gets a thread of its own, so that a Ctrl-C in the calling one interrupts no step half-way.
        self._thread = threading.Thread(target=self._body, name="pulumi-deployment", daemon=True)
        self._thread.start()
        self._turning.wait()

    def take_for(self, program: Program, environment: Mapping[str, str]) -> bool:
        """Let it be that of `program`, if what was started is what would be started for it now; returns whether so."""
        same = self.program.process == program.process
        if not same or self._launch != _launch_or_error(program, environment):
            return False
        self.program = program
        return True

    # -- for the thread that calls ------------------------------------------------------------

    def carry_out(self, work: Work, interrupted: Callable[[], None]) -> Any:
        """Let the deployment run on what was started, and wait for its end.

        Args:
            work: The deployment; it runs in the thread here, and asks `stage` for what it runs on.
            interrupted: Called for a KeyboardInterrupt in the calling thread.
        """
        self._hand_over(work)
        # Not `join`: an interrupted one takes the thread for ended.
        while not self._finished.is_set():
            try:
                self._finished.wait(0.5)
            except KeyboardInterrupt:
                interrupted()
        outcome = self._result[0]
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def dismiss(self) -> None:
        """End what was started, unless a deployment has been given to it."""
        if not self._given:
            self._hand_over(None)
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.dismiss()

    def _hand_over(self, work: Work | None) -> None:
        self._given = True
        atexit.unregister(self.dismiss)
        self._loop.call_soon_threadsafe(self._job.set_result, work)

    # -- for the deployment -------------------------------------------------------------------

    async def stage(self, say: Say) -> Stage:
        """What was started; from now on `say` takes what the processes print, and what they have printed so far.

        Raises:
            EngineError: something cannot be started.
        """
        server, hosts = await asyncio.shield(self._starting)
        self._say = say
        if self.runs_program and self._run is None:
            self._run = await self.program.begin({}, self._program_says)
        for severity, line, by_program in self._printed:
            say(severity, line, by_program)
        return Stage(server, hosts, self._run)

    def kill(self) -> None:
        """End the hosts at once."""
        if self._hosts is not None:
            self._hosts.kill()

    # -- the thread ---------------------------------------------------------------------------

    def _body(self) -> None:
        try:
            self._result.append(asyncio.run(self._live()))
        except BaseException as error:
            self._result.append(error)
        finally:
            self._turning.set()
            self._finished.set()

    async def _live(self) -> Any:
        self._loop = asyncio.get_running_loop()
        self._job: asyncio.Future[Work | None] = self._loop.create_future()
        self._turning.set()
        async with Server() as server:
            self._starting = asyncio.ensure_future(self._start(server))
            try:
                work = await self._job
                return await work() if work is not None else None
            finally:
                await self.end()

    async def _start(self, server: Server) -> tuple[Server, Hosts]:
        if isinstance(self._launch, EngineError):
            raise self._launch
        if self.runs_program and self.program.process is not None:
            self._run = await self.program.begin({}, self._program_says)
        address = await server.bind()
        atexit.register(self.dismiss)  # only now: gRPC has to end after this
        self._hosts = Hosts(self._launch, address, lambda severity, line: self._hear(severity, line, False))
        self._hosts.warm(1)
        await asyncio.sleep(0)  # the host is started by another task
        server.load()
        return server, self._hosts

    def _program_says(self, severity: str, line: str) -> None:
        self._hear(severity, line, True)

    def _hear(self, severity: str, line: str, by_program: bool) -> None:
        if self._say is None:
            self._printed.append((severity, line, by_program))
        else:
            self._say(severity, line, by_program)

    async def end(self) -> None:
        """End every process; what has ended stays so."""
        await asyncio.wait({self._starting})
        if not self._starting.cancelled():
            self._starting.exception()  # told already by whoever asked for the stage
        if self._run is not None:
            await self._run.stop()
        if self._hosts is not None:
            await self._hosts.close()


def _launch_or_error(program: Program, environment: Mapping[str, str]) -> Launch | EngineError:
    try:
        return program.launch(dict(environment))
    except EngineError as error:
        return error


def runs_program(operation: Operation, options: Options) -> bool:
    """Whether an operation runs the program."""
    return operation in ("preview", "up") or options.run_program


def start_ahead(operation: Operation, options: Options, *, target: Target, program: Program) -> Ahead:
    """Start the processes of an operation that is about to come.

    Args:
        operation: What will be done.
        options: How.
        target: The stack; of its configuration, what `pulumi-python:` says is needed now, and its state is not.
        program: What declares the resources.
    """
    environment = host_environment(target, program.runtime_options)
    return Ahead(program, environment, runs_program=runs_program(operation, options))
