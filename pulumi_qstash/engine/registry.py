"""The providers of a deployment: which process serves which provider resource, configured as that resource says."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.differences import Difference
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.hosts import Hosts
from pulumi_qstash.engine.providers import Provider
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.values import equal

PACKAGE = "pulumi-python"


def refuse_other_packages(type_: str, name: str) -> None:
    """Raise unless resources of that type are Python dynamic ones (or their providers)."""
    package = urns.package_of(type_)
    if package != PACKAGE:
        raise EngineError(
            f"resource '{name}' is of type {type_}: the embedded engine runs Python dynamic providers only, "
            f"and knows no provider for {package}; the Pulumi CLI does this"
        )


class Registry:
    """Provider resources and what serves them; a reference is `<urn>::<id>`."""

    def __init__(self, hosts: Hosts, *, preview: bool) -> None:
        self._hosts = hosts
        self._preview = preview
        self._loaded: dict[str, Provider] = {}
        self.aliases: dict[str, str] = {}
        """URN of a provider resource -> the URN that it had before."""

    def get(self, reference: str) -> Provider | None:
        """What serves `reference`, once that is known."""
        return self._loaded.get(reference)

    def diff(self, old: Resource, news: Mapping[str, Any]) -> Difference:
        """Compare a provider resource with new inputs: a dynamic one is never replaced, only updated."""
        return Difference("none" if equal(old.outputs, _plain(news)) else "some")

    async def create(self, resource: Resource) -> None:
        """Serve a provider resource under a new id (unknown in a preview)."""
        resource.id = urns.UNKNOWN_ID if self._preview else str(uuid.uuid4())
        await self._serve(resource, resource.inputs)

    async def update(self, resource: Resource) -> None:
        """Serve a provider resource with its new inputs."""
        await self._serve(resource, resource.inputs)

    async def same(self, resource: Resource, inputs: Mapping[str, Any]) -> None:
        """Serve a provider resource that has not changed, unless it is served already."""
        if urns.reference(resource.urn, resource.id) not in self._loaded:
            await self._serve(resource, inputs)

    def delete(self, resource: Resource) -> None:
        """Serve a provider resource no more."""
        self._loaded.pop(urns.reference(resource.urn, resource.id), None)

    async def ensure(self, reference: str, before: list[Resource]) -> None:
        """Serve what a resource of the state `before` names as its provider."""
        if not reference or reference in self._loaded:
            return
        urn, id_ = urns.split_reference(reference)
        for resource in before:
            if resource.urn == urn and resource.id == id_:
                refuse_other_packages(resource.type, resource.name)
                await self.same(resource, resource.inputs)
                return
        raise EngineError(f"the state has no provider {reference}, though a resource in it was made by that provider")

    async def _serve(self, resource: Resource, inputs: Mapping[str, Any]) -> None:
        provider = Provider(await self._hosts.take(), preview=self._preview)
        settings = _plain(inputs)
        self._loaded[urns.reference(resource.urn, resource.id)] = provider
        if alias := self.aliases.get(resource.urn):
            self._loaded[urns.reference(alias, resource.id)] = provider
        await provider.configure(resource.urn, resource.id, settings)


def _plain(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in inputs.items() if k != "__internal"}


def outputs_of(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs of a provider resource: its inputs, without the engine's own."""
    return _plain(inputs)
