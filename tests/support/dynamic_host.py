"""The real dynamic host process, driven over gRPC as an engine drives it."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The SDK's mark of an unknown value on the wire."""

# What `pulumi.dynamic` makes of each stateless class, frozen: a state names them for ever.
BLOBS = {
    "Schedule": "gASVNwAAAAAAAACMG3B1bHVtaV9xc3Rhc2guaG9zdC5wcm92aWRlcpSMEFNjaGVkdWxlUHJvdmlkZXKUk5QpgZQu",
    "Queue": "gASVNAAAAAAAAACMG3B1bHVtaV9xc3Rhc2guaG9zdC5wcm92aWRlcpSMDVF1ZXVlUHJvdmlkZXKUk5QpgZQu",
    "UrlGroup": "gASVNwAAAAAAAACMG3B1bHVtaV9xc3Rhc2guaG9zdC5wcm92aWRlcpSMEFVybEdyb3VwUHJvdmlkZXKUk5QpgZQu",
    "FlowControl": "gASVOgAAAAAAAACMG3B1bHVtaV9xc3Rhc2guaG9zdC5wcm92aWRlcpSME0Zsb3dDb250cm9sUHJvdmlkZXKUk5QpgZQu",
    "SigningKeys": "gASVOgAAAAAAAACMG3B1bHVtaV9xc3Rhc2guaG9zdC5wcm92aWRlcpSME1NpZ25pbmdLZXlzUHJvdmlkZXKUk5QpgZQu",
}


def blob(kind: str) -> str:
    """The `__provider` of a kind of resource, as the SDK serializes it."""
    from pulumi.dynamic.dynamic import serialize_provider

    from pulumi_qstash.host import provider

    return str(serialize_provider(getattr(provider, f"{kind}Provider")()))


class Host:
    """A host process; each method is one call of the engine."""

    output = ""
    """All that it printed, once it has ended."""

    def __init__(self, stub: Any) -> None:
        self._stub = stub

    def configure(self, **config: str) -> None:
        args = _struct({k.replace("__", ":"): v for k, v in config.items()})
        self._stub.Configure(provider_pb2.ConfigureRequest(args=args))

    def check(self, kind: str, news: dict[str, Any], olds: dict[str, Any] | None = None) -> dict[str, Any]:
        """Check that is to pass: the checked inputs."""
        inputs, failures = self.check_all(kind, news, olds)
        assert not failures, failures
        return inputs

    def check_all(
        self, kind: str, news: dict[str, Any], olds: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Check: the inputs, and the failures as pairs of property and reason."""
        news = news | {"__provider": blob(kind)}
        request = provider_pb2.CheckRequest(news=_struct(news), olds=_struct(olds or {}))
        answer = self._stub.Check(request)
        return _plain(answer.inputs), [(f.property, f.reason) for f in answer.failures]

    def diff(self, id: str, olds: dict[str, Any], news: dict[str, Any]) -> Any:
        return self._stub.Diff(provider_pb2.DiffRequest(id=id, olds=_struct(olds), news=_struct(news)))

    def create(self, inputs: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        answer = self._stub.Create(provider_pb2.CreateRequest(properties=_struct(inputs)))
        return answer.id, _plain(answer.properties)

    def read(
        self, id: str, state: dict[str, Any], inputs: dict[str, Any] | None = None
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """Read: id, state and inputs."""
        request = provider_pb2.ReadRequest(id=id, properties=_struct(state), inputs=_struct(inputs or {}))
        answer = self._stub.Read(request)
        return answer.id, _plain(answer.properties), _plain(answer.inputs)

    def update(self, id: str, olds: dict[str, Any], news: dict[str, Any]) -> dict[str, Any]:
        request = provider_pb2.UpdateRequest(id=id, olds=_struct(olds), news=_struct(news))
        return _plain(self._stub.Update(request).properties)

    def delete(self, id: str, state: dict[str, Any]) -> None:
        self._stub.Delete(provider_pb2.DeleteRequest(id=id, properties=_struct(state)))

    def make(self, kind: str, news: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Check and create: the inputs and the state."""
        inputs = self.check(kind, news)
        return inputs, self.create(inputs)[1]

    def change(
        self, kind: str, id: str, inputs: dict[str, Any], state: dict[str, Any], news: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Check, diff and update as an engine does: the inputs and the state."""
        checked = self.check(kind, news, inputs)
        changes = self.diff(id, state, checked).changes
        if changes == provider_pb2.DiffResponse.DIFF_NONE:
            return checked, state
        return checked, self.update(id, state, checked)


@contextmanager
def running_host(env: dict[str, str] | None = None, *, engine: str = "") -> Iterator[Host]:
    """Start a host with a clean environment, and end it with all that it printed kept in `host.output`.

    Hosts that are given one `engine` address belong to one run; without one each is a run of its own.
    """
    engine = engine or f"127.0.0.1:0/{uuid.uuid4()}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QSTASH_", "PULUMI_"))}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "pulumi.dynamic", engine],
        env=kept | {"PULUMI_PROJECT": "shop"} | (env or {}),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent,
    )  # fmt: skip
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    channel = grpc.insecure_channel(f"127.0.0.1:{port}")
    host = Host(provider_pb2_grpc.ResourceProviderStub(channel))
    try:
        yield host
    finally:
        channel.close()
        process.terminate()
        out, err = process.communicate(timeout=20)
        host.output = out + err


def error_of(call: Any) -> str:
    """The message with which a call fails."""
    try:
        call()
    except grpc.RpcError as error:
        return str(error.details())  # type: ignore[attr-defined]
    raise AssertionError("the call did not fail")


def _struct(values: dict[str, Any]) -> struct_pb2.Struct:
    struct = struct_pb2.Struct()
    json_format.ParseDict(values, struct)
    return struct


def _plain(struct: struct_pb2.Struct) -> dict[str, Any]:
    return _whole(json_format.MessageToDict(struct))  # type: ignore[no-any-return]


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {k: _whole(v) for k, v in value.items()}
    return [_whole(v) for v in value] if isinstance(value, list) else value
