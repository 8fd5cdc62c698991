"""Pulumi's Engine service: a program's log and the root of its resources."""

from __future__ import annotations

from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

from pulumi_qstash.engine.session import Session

_SEVERITIES = {
    engine_pb2.DEBUG: "debug",
    engine_pb2.INFO: "info",
    engine_pb2.WARNING: "warning",
    engine_pb2.ERROR: "error",
}


class EngineService(engine_pb2_grpc.EngineServicer):
    """Answers the calls of a program that concern no resource in particular."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._root = ""
        self._closed = False

    def close(self) -> None:
        """Hear nothing more: a program that is cut off complains about that."""
        self._closed = True

    async def Log(self, request: Any, _context: Any) -> Any:  # noqa: N802
        """Pass on a message; as on the CLI an error that is only logged makes nothing fail."""
        if self._closed:
            return empty_pb2.Empty()
        severity = _SEVERITIES.get(request.severity, "info")
        if severity != "debug" or self._session.options.debug:
            self._session.say(
                severity, request.message, request.urn, ephemeral=request.ephemeral, stream=request.streamId
            )
        return empty_pb2.Empty()

    async def GetRootResource(self, _request: Any, _context: Any) -> Any:  # noqa: N802
        """The URN of the stack's resource, as it was set."""
        return engine_pb2.GetRootResourceResponse(urn=self._root)

    async def SetRootResource(self, request: Any, _context: Any) -> Any:  # noqa: N802
        """Keep the URN of the stack's resource."""
        self._root = request.urn
        return engine_pb2.SetRootResourceResponse()

    async def StartDebugging(self, _request: Any, _context: Any) -> Any:  # noqa: N802
        """Nobody attaches a debugger here."""
        return empty_pb2.Empty()

    async def RequirePulumiVersion(self, _request: Any, _context: Any) -> Any:  # noqa: N802
        """A program may ask for a CLI of a certain version: this is none, and does what a current one does."""
        response = getattr(engine_pb2, "RequirePulumiVersionResponse", empty_pb2.Empty)
        return response()
