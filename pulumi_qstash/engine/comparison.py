"""Asking providers what a change means, and answering in their place where they cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulumi_qstash.engine import paths, urns
from pulumi_qstash.engine.differences import Difference
from pulumi_qstash.engine.providers import Provider
from pulumi_qstash.engine.registry import Registry
from pulumi_qstash.engine.session import Session
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.values import without_secrets


class Comparer:
    """Compares resources of the state with inputs."""

    def __init__(self, session: Session, registry: Registry) -> None:
        self._session = session
        self._registry = registry

    async def provider_of(self, resource: Resource) -> Provider | None:
        """What serves `resource`; nothing does where it is a component or itself a provider."""
        if not resource.custom or urns.is_provider_type(resource.type):
            return None
        await self._registry.ensure(resource.provider, self._session.before)
        return self._registry.get(resource.provider)

    def ignoring_changes(
        self, urn: str, inputs: dict[str, Any], olds: dict[str, Any], ignored: list[str]
    ) -> dict[str, Any]:
        """`inputs` with what lies at the ignored paths put back to its old values."""
        impossible = []
        for text in ignored:
            path = paths.parse(text)
            if path:
                inputs, done = paths.reset(path, olds, inputs)
                impossible += [] if done else [text]
        if impossible:
            message = "cannot ignore changes in added or removed elements of the path"
            self._session.say("info", f'{message}: "{", ".join(impossible)}"', urn)
        return inputs

    async def diff(self, provider: Provider, old: Resource, inputs: dict[str, Any], ignored: list[str]) -> Difference:
        """What `provider` says of a change of inputs; raises `DiffUnavailableError` where it is not configured."""
        found = await provider.diff(old, inputs, ignored)
        if found.changes != "unknown":
            return found
        news = self.ignoring_changes(old.urn, inputs, old.inputs, ignored)
        return found.with_inputs_compared(without_secrets(old.inputs), without_secrets(news))

    def diff_provider(self, old: Resource, news: Mapping[str, Any]) -> Difference:
        """What a change of a provider resource's inputs means."""
        return self._registry.diff(old, news)

    async def diff_dependent(self, resource: Resource, inputs: dict[str, Any]) -> Difference:
        """Compare a resource of the state with inputs of which some are not known yet."""
        provider = await self.provider_of(resource)
        if provider is None:
            return self.diff_provider(resource, inputs)
        found = await self.diff(provider, resource, inputs, resource.ignore_changes)
        return found.with_replace_on_changes(resource.replace_on_changes, init_errors=False)

    async def diff_live(self, live: Resource, declared: dict[str, Any]) -> Difference:
        """Compare an object as it was just read with the inputs that were declared for it."""
        provider = await self.provider_of(live)
        if provider is None:
            return Difference("none")
        return await self.diff(provider, live, declared, live.ignore_changes)
