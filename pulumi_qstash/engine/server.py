"""The gRPC server that a program connects to, on loopback and a free port."""

from __future__ import annotations

import os
from typing import Any

from pulumi_qstash.engine.hosts import CHANNEL_OPTIONS
from pulumi_qstash.engine.requests import Inbox
from pulumi_qstash.engine.session import Session


class Server:
    """Bound at once, so that processes can be told the address; it answers from `serve` on."""

    async def __aenter__(self) -> Server:
        # Peers that end before their connections do would be told to people in gRPC's own words.
        os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
        import grpc.aio

        self._server = grpc.aio.server(options=[*CHANNEL_OPTIONS, ("grpc.so_reuseport", 0)])
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._monitor: Any = None
        self._engine: Any = None
        return self

    async def serve(self, session: Session, inbox: Inbox, root: str) -> None:
        """Answer a program; what it declares goes to `inbox`."""
        # Only now, while the program's own process starts: importing Pulumi takes a while.
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
        await self._server.stop(0.2)
