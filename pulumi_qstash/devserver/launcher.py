"""A server for tests and tools: in a thread, or in a process that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from .accounts import DEFAULT_REGION, DEFAULT_TOKEN

_START = 30.0
_END = 10.0


class NotStarted(RuntimeError):  # noqa: N818 - it says what is the case
    """The server did not come up; the text says why."""


class DevServer:
    """A QStash control plane on a free loopback port.

    Use it as a context manager. In a thread by default; `process=True` gives it a process of its own, which
    `kill` ends with signal 9.

    Args:
        data: The SQLite file to keep everything in; without one all is gone at the end.
        plan: `free`, `payg`, `fixed-1m` or `fixed-10m`: the quotas.
        host: The address to listen on.
        port: The port; 0 takes a free one.
        process: Whether it runs in a process of its own.
        region: The region that the server is.

    Attributes:
        url: Where it answers, such as `http://127.0.0.1:41235`.
        token: A token that it accepts.
        data: The file, None without one.
    """

    def __init__(
        self,
        data: str | os.PathLike[str] | None = None,
        *,
        plan: str = "payg",
        host: str = "127.0.0.1",
        port: int = 0,
        process: bool = False,
        region: str = DEFAULT_REGION,
    ) -> None:
        self.data = Path(data) if data is not None else None
        self.token = DEFAULT_TOKEN
        self.url = ""
        self._settings: dict[str, Any] = {"plan": plan, "region": region}
        self._address = (host, port)
        self._running: _Thread | _Process | None = None
        self._own_process = process

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return int(self.url.rpartition(":")[2])

    @property
    def pid(self) -> int | None:
        """The id of its process; None where it runs in a thread."""
        return self._running.pid if isinstance(self._running, _Process) else None

    def start(self) -> DevServer:
        """Start; what is written after `close` or `kill` and before a new `start` is refused by nobody.

        A server that was started before comes back on its old port, and waits a while for whoever has taken it.

        Raises:
            NotStarted: It did not come up.
        """
        host, port = self._address
        kind = _Process if self._own_process else _Thread
        patience = stop_after_delay(_END if self.url else 0)
        started = Retrying(retry=retry_if_exception_type(NotStarted), stop=patience, wait=wait_fixed(0.2), reraise=True)
        running: _Thread | _Process = started(lambda: kind(host, port, self.data, self._settings))
        self._running, self.url = running, running.url
        self._address = (host, self.port)
        return self

    def close(self) -> None:
        """Stop, and wait until it has stopped."""
        if self._running is not None:
            self._running.close()
            self._running = None

    def kill(self) -> None:
        """End its process with signal 9, as a power cut would.

        Raises:
            TypeError: It runs in a thread.
        """
        if not isinstance(self._running, _Process):
            raise TypeError("only a server with process=True can be killed")
        self._running.kill()
        self._running = None

    def __enter__(self) -> DevServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Thread:
    """A server in a thread of this process."""

    def __init__(self, host: str, port: int, data: Path | None, settings: dict[str, Any]) -> None:
        from .server import PortInUse, Server, listen
        from .store import UnusableFile

        try:
            self._server = Server(listen(host, port), data, **settings)
        except (PortInUse, UnusableFile) as error:
            raise NotStarted(str(error)) from None
        self.url = self._server.url
        self._thread = threading.Thread(target=self._server.run, name="qstash-dev-server", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.stop()
        self._thread.join(_END)


class _Process:
    """A server in a process of its own, which ends with this one."""

    def __init__(self, host: str, port: int, data: Path | None, settings: dict[str, Any]) -> None:
        asked = {"host": host, "port": port, "data": str(data) if data else None, **settings}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pulumi_qstash.devserver.child", json.dumps(asked)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        said = self._process.stdout.readline().strip()
        if not said.startswith("http"):
            self._process.wait(_START)
            raise NotStarted(said or "the server's process ended before it listened")
        self.url = said

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(_END)
        except subprocess.TimeoutExpired:
            self.kill()
        self._forget()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(_END)
        self._forget()

    def _forget(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
