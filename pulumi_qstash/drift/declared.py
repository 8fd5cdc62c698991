"""What a stack declares: its QStash objects, and the accounts that they live in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_qstash.drift.export import HIDDEN, OURS, PROVIDER, StackState, StateResource
from pulumi_qstash.engine.values import Secret

KIND_NAMES = ("Schedule", "Queue", "UrlGroup", "FlowControl")


@dataclass(frozen=True)
class Login:
    """How a stack reaches one account: what its provider resource in the state says."""

    stack: str
    name: str
    """The logical name of the explicit provider; empty for the default one."""
    config: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Its configuration as far as it can be read, by full key (`qstash:token`)."""
    token_hidden: bool = False
    """A token is in the state and cannot be decrypted here."""


@dataclass(frozen=True)
class Declared:
    """One object that a stack declares."""

    kind: str
    """`Schedule`, `Queue`, `UrlGroup` or `FlowControl`."""
    id: str
    name: str
    urn: str
    stack: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    login: Login
    external: bool = False
    """The stack only reads it (`Schedule.get`)."""
    ignore_changes: tuple[str, ...] = ()
    """What the program told the engine to ignore; a refresh ignores it too."""
    deleting: bool = False
    """It was replaced or removed, and its deletion is still to come."""

    @property
    def account(self) -> str | None:
        """`<user id>@<host>`, as remembered from the last apply; None where it is not."""
        said = self.outputs.get("account")
        said = said.value if isinstance(said, Secret) else said
        return said if isinstance(said, str) else None


def declared_in(state: StackState) -> list[Declared]:
    """The QStash objects of a stack, in the order of its state."""
    providers = {f"{r.urn}::{r.id}": r for r in state.resources if r.type == PROVIDER}
    logins = {reference: _login(state.label, r) for reference, r in providers.items()}
    none = Login(state.label, "")
    return [_declared(state.label, kind, r, logins.get(r.provider, none)) for r, kind in _ours(state.resources)]


def _ours(resources: Iterable[StateResource]) -> Iterable[tuple[StateResource, str]]:
    for resource in resources:
        kind = resource.type.removeprefix(OURS)
        if resource.type.startswith(OURS) and kind in KIND_NAMES:
            yield resource, kind


def _declared(stack: str, kind: str, resource: StateResource, login: Login) -> Declared:
    return Declared(
        kind=kind,
        id=resource.id,
        name=resource.name,
        urn=resource.urn,
        stack=stack,
        inputs=_without_internal(resource.inputs),
        outputs=_without_internal(resource.outputs),
        login=login,
        external=resource.external,
        ignore_changes=resource.ignore_changes,
        deleting=resource.delete,
    )


def _without_internal(properties: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in properties.items() if not k.startswith("__")}


def _login(stack: str, provider: StateResource) -> Login:
    plain = {k: v.value if isinstance(v, Secret) else v for k, v in provider.inputs.items()}
    return Login(
        stack=stack,
        name="" if provider.name == "default" or provider.name.startswith("default_") else provider.name,
        config={k: v for k, v in plain.items() if k.startswith("qstash:") and isinstance(v, str)},
        token_hidden=provider.inputs.get("qstash:token") is HIDDEN,
    )
