"""Running one server: its socket, its event loop, its end."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress
from pathlib import Path

import uvicorn

from .accounts import DEFAULT_REGION
from .application import Application
from .connections import Connections, protocol
from .guard import Guard
from .world import World

_HEADERS = 64 * 1024
_IDLE = 75
_SAME_MACHINE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what to call, not what to listen on

_OF_THE_PORT = (errno.EADDRINUSE, errno.EACCES)


class PortInUse(Exception):  # noqa: N818 - it says what is the case
    """The address cannot be listened on; the text says why, and the way out."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address; port 0 takes a free one.

    Raises:
        PortInUse: Somebody else has it, or it is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol said, asyncio sends answers without Nagle's delay (40 ms each on a kept-alive connection).
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        way_out = "port with --port" if error.errno in _OF_THE_PORT else "address with --host"
        raise PortInUse(
            f"The server cannot listen on {host}:{port} ({error.strerror}): choose another {way_out}."
        ) from None
    return listening


class Server:
    """A server on a socket that listens already.

    Raises:
        UnusableFile: The data file cannot be the server's.
    """

    def __init__(self, listening: socket.socket, data: Path | None, plan: str, region: str = DEFAULT_REGION) -> None:
        host = listening.getsockname()[0]
        connections = Connections()
        self.world = World.open(data, plan, region)
        self._socket = listening
        application = Application(self.world, connections, Guard(host))
        config = uvicorn.Config(
            application,
            http=protocol(connections),
            loop="asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            backlog=2048,
            timeout_keep_alive=_IDLE,
            timeout_graceful_shutdown=1,
            h11_max_incomplete_event_size=_HEADERS,
        )
        self._uvicorn = uvicorn.Server(config)

    @property
    def url(self) -> str:
        """Where it answers."""
        host, port = self._socket.getsockname()[:2]
        host = _SAME_MACHINE.get(host, host)
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def token(self) -> str:
        """A token that it accepts for reading and writing, where there is one."""
        tokens = self.world.accounts.tokens()
        full = [t for t in tokens if not t.read_only and t.region in (None, self.world.accounts.region)]
        return (full or tokens)[0].text if tokens else ""

    def run(self) -> None:
        """Serve until told to stop."""
        try:
            with suppress(KeyboardInterrupt):
                self._uvicorn.run(sockets=[self._socket])
        finally:
            self._socket.close()
            self.world.store.close()

    def stop(self) -> None:
        """Tell it to stop; returns at once, and can be called from another thread."""
        self._uvicorn.should_exit = True
