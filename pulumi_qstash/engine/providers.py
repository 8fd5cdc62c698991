"""A provider as the engine sees it: the calls of Pulumi's provider contract on plain values.

A dynamic host takes no secrets: what they hide goes in clear over the
loopback connection, and is secret again, by its key, in what comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.differences import Difference
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.hosts import Host
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.values import contains_unknowns, from_struct, to_struct, with_secrets_of

UNKNOWN_CONFIGURATION = (
    "The provider for this resource has inputs that are not known during preview.\n"
    "This preview may not correctly represent the changes that will be applied during an update."
)


class ProviderError(EngineError):
    """A provider refused a call or failed in it; the text is what it said."""


class DiffUnavailableError(EngineError):
    """A provider cannot compare, since its own configuration is not known yet."""


@dataclass(frozen=True)
class Failure:
    """A property that a provider's check refused; `property` may be empty."""

    property: str
    reason: str


@dataclass(frozen=True)
class Checked:
    """The inputs as the provider wants them, and what it refuses."""

    inputs: dict[str, Any]
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True)
class Read:
    """A live object: `id` empty where it is gone, `inputs` None where the provider told none."""

    id: str
    outputs: dict[str, Any]
    inputs: dict[str, Any] | None


class Provider:
    """A configured provider; before `configure`, or with unknown configuration, it knows nothing."""

    def __init__(self, host: Host, *, preview: bool) -> None:
        self._host = host
        self._preview = preview
        self._stub: Any = None

    async def configure(self, urn: str, id_: str, inputs: Mapping[str, Any]) -> None:
        """Hand over the configuration; where some of it is unknown, the provider stays unconfigured."""
        if contains_unknowns(dict(inputs)):
            return
        from pulumi.runtime.proto import provider_pb2 as pb

        stub = await self._host.stub()
        if not self._preview:
            self._host.use()
        request = pb.ConfigureRequest(
            args=to_struct(inputs),
            acceptSecrets=True,
            acceptResources=True,
            urn=urn,
            name=urns.name_of(urn),
            type=urns.type_of(urn),
            id=id_,
        )
        self._stub = stub
        await self._call("Configure", request)

    async def _call(self, method: str, request: Any) -> Any:
        import grpc

        try:
            return await getattr(self._stub, method)(request)
        except grpc.RpcError as error:
            raise ProviderError(self._reason(error)) from None

    def _reason(self, error: Any) -> str:
        import grpc

        if error.code() == grpc.StatusCode.UNAVAILABLE:
            ended = self._host.ended
            return f"the dynamic provider host has gone away{f' ({ended})' if ended else ''}: {error.details()}"
        return str(error.details())

    async def check(self, urn: str, olds: Mapping[str, Any], news: Mapping[str, Any], seed: bytes = b"") -> Checked:
        """Validate and complete `news`; `olds` are the inputs so far, empty for a new object."""
        if self._stub is None:
            return Checked(dict(news))
        from pulumi.runtime.proto import provider_pb2 as pb

        request = pb.CheckRequest(
            urn=urn,
            name=urns.name_of(urn),
            type=urns.type_of(urn),
            olds=to_struct(olds, secrets=False),
            news=to_struct(news, secrets=False),
            randomSeed=seed,
        )
        answer = await self._call("Check", request)
        failures = [Failure(f.property, f.reason) for f in answer.failures]
        return Checked(with_secrets_of(from_struct(answer.inputs), news), failures)

    async def diff(
        self,
        resource: Resource,
        news: Mapping[str, Any],
        ignore_changes: list[str],
    ) -> Difference:
        """Compare `resource`, as its state has it, with new inputs."""
        if self._stub is None:
            raise DiffUnavailableError(UNKNOWN_CONFIGURATION)
        from pulumi.runtime.proto import provider_pb2 as pb

        urn = resource.urn
        request = pb.DiffRequest(
            id=resource.id,
            urn=urn,
            name=urns.name_of(urn),
            type=urns.type_of(urn),
            olds=to_struct(resource.outputs, secrets=False),
            old_inputs=to_struct(resource.inputs, secrets=False),
            news=to_struct(news, secrets=False),
            ignoreChanges=ignore_changes,
        )
        return _difference(await self._call("Diff", request))

    async def create(self, urn: str, inputs: Mapping[str, Any], timeout: float = 0) -> tuple[str, dict[str, Any]]:
        """Create the object; returns its id and outputs. A preview creates nothing: the inputs stand in."""
        if self._preview:
            return "", {} if self._stub is None else dict(inputs)
        from pulumi.runtime.proto import provider_pb2 as pb

        request = pb.CreateRequest(
            urn=urn,
            name=urns.name_of(urn),
            type=urns.type_of(urn),
            properties=to_struct(inputs, secrets=False),
            timeout=timeout,
        )
        answer = await self._call("Create", request)
        if not answer.id:
            raise ProviderError(f"the provider returned no id from the creation of '{urn}'")
        return answer.id, with_secrets_of(from_struct(answer.properties), inputs)

    async def update(
        self, old: Resource, new: Resource, ignore_changes: list[str], timeout: float = 0
    ) -> dict[str, Any]:
        """Update the object in place; returns its outputs."""
        if self._preview:
            return {} if self._stub is None else dict(new.inputs)
        from pulumi.runtime.proto import provider_pb2 as pb

        request = pb.UpdateRequest(
            id=old.id,
            urn=new.urn,
            name=urns.name_of(new.urn),
            type=urns.type_of(new.urn),
            olds=to_struct(old.outputs, secrets=False),
            old_inputs=to_struct(old.inputs, secrets=False),
            news=to_struct(new.inputs, secrets=False),
            ignoreChanges=ignore_changes,
            timeout=timeout,
        )
        answer = await self._call("Update", request)
        return with_secrets_of(from_struct(answer.properties), new.inputs)

    async def delete(self, resource: Resource, timeout: float = 0) -> None:
        """Delete the object."""
        from pulumi.runtime.proto import provider_pb2 as pb

        request = pb.DeleteRequest(
            id=resource.id,
            urn=resource.urn,
            name=urns.name_of(resource.urn),
            type=urns.type_of(resource.urn),
            properties=to_struct(resource.outputs, secrets=False),
            old_inputs=to_struct(resource.inputs, secrets=False),
            timeout=timeout,
        )
        await self._call("Delete", request)

    async def read(self, urn: str, id_: str, inputs: Mapping[str, Any], state: Mapping[str, Any]) -> Read:
        """Read the live object."""
        if self._stub is None:
            return Read("", {}, {})
        from pulumi.runtime.proto import provider_pb2 as pb

        request = pb.ReadRequest(
            id=id_,
            urn=urn,
            name=urns.name_of(urn),
            type=urns.type_of(urn),
            properties=to_struct(state, secrets=False),
            inputs=to_struct(inputs, secrets=False),
        )
        answer = await self._call("Read", request)
        told = with_secrets_of(from_struct(answer.inputs), inputs) if answer.HasField("inputs") else None
        return Read(answer.id, with_secrets_of(from_struct(answer.properties), state), told)


def _difference(answer: Any) -> Difference:
    from pulumi.runtime.proto import provider_pb2 as pb

    changes = {pb.DiffResponse.DIFF_NONE: "none", pb.DiffResponse.DIFF_SOME: "some"}.get(answer.changes, "unknown")
    return Difference(
        changes,  # type: ignore[arg-type]
        replace_keys=tuple(answer.replaces),
        changed_keys=tuple(answer.diffs),
        delete_before_replace=answer.deleteBeforeReplace,
    )
