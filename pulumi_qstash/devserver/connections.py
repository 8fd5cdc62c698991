"""Connections: those that can be cut, and those that are too slow."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

Address = tuple[str, int]

#: Seconds that a client has to send a request's line and headers.
PATIENCE = 20.0


class Connections:
    """The open connections by the client's address, to cut one without an answer."""

    def __init__(self) -> None:
        self._open: dict[Address, asyncio.Transport] = {}

    def opened(self, address: Address, transport: asyncio.Transport) -> None:
        """Remember a connection."""
        self._open[address] = transport

    def closed(self, address: Address) -> None:
        """Forget a connection."""
        self._open.pop(address, None)

    def cut(self, address: Address | None) -> None:
        """Reset a connection: the client sees it broken."""
        transport = self._open.get(tuple(address)) if address else None  # type: ignore[arg-type]
        if transport is not None:
            transport.abort()


class Connection(H11Protocol):
    """uvicorn's HTTP/1.1, which in addition closes connections whose request never comes whole."""

    registry: ClassVar[Connections]
    patience: ClassVar[float] = PATIENCE

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin."""
        super().connection_made(transport)
        self._address: Address = tuple((transport.get_extra_info("peername") or ("", 0))[:2])
        self._deadline: asyncio.TimerHandle | None = None
        self.registry.opened(self._address, transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.registry.closed(self._address)
        self._rest()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; the headers of a request have a time in which to come."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and self.conn.our_state is h11.IDLE:
            self._watch()
        else:
            self._rest()

    def on_response_complete(self) -> None:
        """Go on to the next request, of which a part may be here already."""
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._watch()

    def _watch(self) -> None:
        if self._deadline is None and not self.transport.is_closing():
            self._deadline = self.loop.call_later(self.patience, self._too_slow)

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self.transport.write(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        self.transport.close()


def protocol(connections: Connections) -> type[asyncio.Protocol]:
    """The protocol class of one server."""
    more: dict[str, Any] = {"registry": connections}
    return type("ServerConnection", (Connection,), more)
