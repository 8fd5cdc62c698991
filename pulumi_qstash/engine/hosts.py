"""Processes that host dynamic providers: `python -m pulumi.dynamic`, unmodified, fresh for each run."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.output import let_go, lines

GRACE_SECONDS = 5.0
CHANNEL_OPTIONS = [
    ("grpc.max_receive_message_length", 400 * 1024 * 1024),
    ("grpc.max_send_message_length", 400 * 1024 * 1024),
]

_RUN_HOST = Path(__file__).with_name("child") / "run_host.py"
Say = Callable[[str, str], None]
"""Takes a severity (`info`, `info#err`) and a line that a process printed."""


@dataclass(frozen=True)
class Launch:
    """How processes are started: with which python, where, with which environment."""

    python: str
    folder: Path
    environment: Mapping[str, str]
    preload: tuple[str, ...] = ()
    """Modules that hosts import before they are needed."""

    def host(self, address: str) -> tuple[str, ...]:
        """The command that starts a host for the engine at `address`."""
        if not self.preload:
            return (self.python, "-u", "-m", "pulumi.dynamic", address)
        return (self.python, "-u", str(_RUN_HOST), *self.preload, "pulumi.dynamic", address)


class Host:
    """One host process."""

    def __init__(self, process: asyncio.subprocess.Process, say: Say) -> None:
        self._process = process
        self._say = say
        self._printed: list[str] = []
        self._readers = [asyncio.ensure_future(self._read(process.stderr, "info#err"))]
        self._channel: Any = None
        self._used = False
        # A process that was started in a shell's background ignores interrupts, and so do its children.
        self._deaf = signal.getsignal(signal.SIGINT) is signal.SIG_IGN

    def use(self) -> None:
        """Note that it is asked for more than a preview."""
        self._used = True

    async def stub(self) -> Any:
        """A client for the host, once it has said where it listens."""
        import grpc.aio
        from pulumi.runtime.proto import provider_pb2_grpc

        stdout = self._process.stdout
        port = (await stdout.readline()).decode(errors="replace").strip() if stdout else ""
        if not port.isdigit():
            raise EngineError(f"the dynamic provider host did not start: {await self._last_words(port)}")
        self._readers.append(asyncio.ensure_future(self._read(stdout, "info")))
        self._channel = grpc.aio.insecure_channel(f"127.0.0.1:{port}", options=CHANNEL_OPTIONS)
        return provider_pb2_grpc.ResourceProviderStub(self._channel)

    async def _read(self, stream: asyncio.StreamReader | None, severity: str) -> None:
        async for line in lines(stream):
            self._printed.append(line)
            self._say(severity, line)

    async def _last_words(self, first: str) -> str:
        code = await self._process.wait()
        await asyncio.wait(self._readers, timeout=1)
        return "\n".join([first, *self._printed[-20:]]).strip() or f"exit code {code}"

    @property
    def ended(self) -> str:
        """Why the process is gone, or empty while it runs."""
        code = self._process.returncode
        if code is None:
            return ""
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    async def close(self) -> None:
        """End the process: it is asked first, and killed if it does not listen."""
        if self._channel is None:
            self.kill()  # nobody has asked it for anything: there is nothing to finish
        else:
            await self._channel.close(None)
        if self._process.returncode is None:
            # Only a host that may have changed something gets the time to wind up.
            self._signal(signal.SIGINT if self._used and not self._deaf else signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), GRACE_SECONDS)
        self.kill()
        await self._process.wait()
        await asyncio.wait(self._readers, timeout=1)
        let_go(self._process)

    def kill(self) -> None:
        """End the process at once."""
        if self._process.returncode is None:
            self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)


class Hosts:
    """The host processes of a run, started ahead of need so that their start-up costs no time."""

    def __init__(self, launch: Launch, address: str, say: Say) -> None:
        self._launch = launch
        self._address = address
        self._say = say
        self._ready: list[asyncio.Task[Host]] = []
        self._all: list[asyncio.Task[Host]] = []

    def warm(self, count: int) -> None:
        """Start hosts that nobody has asked for yet, until there are `count` in all."""
        self._ready.extend(self._begin() for _ in range(count - len(self._all)))

    def _begin(self) -> asyncio.Task[Host]:
        task = asyncio.ensure_future(self._start())
        self._all.append(task)
        return task

    async def _start(self) -> Host:
        launch = self._launch
        try:
            process = await asyncio.create_subprocess_exec(
                *launch.host(self._address),
                cwd=launch.folder,
                env=dict(launch.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise EngineError(f"the dynamic provider host did not start: {launch.python}: {error}") from error
        return Host(process, self._say)

    async def take(self) -> Host:
        """A host of one's own."""
        return await (self._ready.pop(0) if self._ready else self._begin())

    async def close(self) -> None:
        """End them all."""
        done = await asyncio.gather(*self._all, return_exceptions=True)
        await asyncio.gather(*(host.close() for host in done if isinstance(host, Host)))

    def kill(self) -> None:
        """End them all at once."""
        for task in self._all:
            if task.done() and not task.cancelled() and task.exception() is None:
                task.result().kill()
