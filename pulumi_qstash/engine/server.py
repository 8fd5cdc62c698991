"""The gRPC server that a program connects to, on loopback and a free port."""

from __future__ import annotations

from typing import Any

from pulumi_qstash.engine.hosts import CHANNEL_OPTIONS
from pulumi_qstash.engine.requests import Inbox
from pulumi_qstash.engine.session import Session


class Server:
    """Bound first, so that processes can be told the address; it answers from `serve` on."""

    def __init__(self) -> None:
        self.address = ""
        self._server: Any = None
        self._monitor: Any = None
        self._engine: Any = None

    async def __aenter__(self) -> Server:
        return self

    async def bind(self) -> str:
        """Take a free port; returns the address."""
        import grpc.aio

        self._server = grpc.aio.server(options=[*CHANNEL_OPTIONS, ("grpc.so_reuseport", 0)])
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        return self.address

    def load(self) -> None:
        """Import what `serve` needs: it takes a while, in which processes that have been started go on."""
        from pulumi_qstash.engine import engine_service, monitor  # noqa: F401

    async def serve(self, session: Session, inbox: Inbox, root: str) -> None:
        """Answer a program; what it declares goes to `inbox`."""
        from pulumi.runtime.proto import engine_pb2_grpc, resource_pb2_grpc

        from pulumi_qstash.engine.engine_service import EngineService
        from pulumi_qstash.engine.monitor import Monitor

        self._monitor = Monitor(session, inbox, root)
        self._engine = EngineService(session)
        resource_pb2_grpc.add_ResourceMonitorServicer_to_server(self._monitor, self._server)
        engine_pb2_grpc.add_EngineServicer_to_server(self._engine, self._server)
        await self._server.start()

    def close_monitor(self) -> None:
        """Answer no registration any more, and hear no message: what is to be said has been said."""
        if self._monitor is not None:
            self._monitor.close()
            self._engine.close()

    async def __aexit__(self, *error: object) -> None:
        self.close_monitor()
        if self._server is not None:
            await self._server.stop(0.2)
            self._server = None  # gRPC's own is freed now: it complains when the interpreter's end does it
