"""URNs and provider references: how resources are named across a stack."""

from __future__ import annotations

from typing import Final

STACK_TYPE: Final = "pulumi:pulumi:Stack"
PROVIDER_PREFIX: Final = "pulumi:providers:"
UNKNOWN_ID: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def make(stack: str, project: str, parent: str, type_: str, name: str) -> str:
    """The URN of a resource: its type carries the types of its parents, save the stack's."""
    chain = qualified_type(parent) if parent else ""
    qualified = f"{chain}${type_}" if chain and chain != STACK_TYPE else type_
    return f"urn:pulumi:{stack}::{project}::{qualified}::{name}"


def stack_urn(stack: str, project: str) -> str:
    """The URN of the stack's own resource."""
    return make(stack, project, "", STACK_TYPE, f"{project}-{stack}")


def _parts(urn: str) -> list[str]:
    return urn.split("::", 3)


def qualified_type(urn: str) -> str:
    """`Parent$Child` types."""
    return _parts(urn)[2]


def type_of(urn: str) -> str:
    """The resource's own type."""
    return qualified_type(urn).rsplit("$", 1)[-1]


def name_of(urn: str) -> str:
    """The logical name."""
    return _parts(urn)[3]


def is_provider_type(type_: str) -> bool:
    """Whether resources of that type are providers."""
    return type_.startswith(PROVIDER_PREFIX)


def is_default_provider(urn: str) -> bool:
    """Whether the engine itself made that provider, so that people need not hear of it."""
    name = name_of(urn)
    return is_provider_type(type_of(urn)) and (name == "default" or name.startswith("default_"))


def package_of(type_: str) -> str:
    """The package of a resource type, or that which a provider type provides."""
    return type_.removeprefix(PROVIDER_PREFIX) if is_provider_type(type_) else type_.split(":", 1)[0]


def reference(urn: str, id_: str) -> str:
    """How a resource names its provider."""
    return f"{urn}::{id_ or UNKNOWN_ID}"


def split_reference(reference: str) -> tuple[str, str]:
    """The provider's URN and id."""
    urn, _, id_ = reference.rpartition("::")
    return urn, id_
