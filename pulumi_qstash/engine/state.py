"""What a stack's state is made of: resources, pending operations, a snapshot.

The names are those of Pulumi's deployment format (`apitype.ResourceV3`), in
snake_case. Property values are plain JSON values, in which a secret is a
`values.Secret` and an unknown is `values.UNKNOWN`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(eq=False)
class Resource:
    """One resource as the state records it; compared by identity, since a state may hold a URN twice.

    A replaced resource whose old half still has to go stands beside the new
    one with `delete=True`.
    """

    urn: str
    type: str
    custom: bool
    id: str = ""
    inputs: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    parent: str = ""
    provider: str = ""
    """`<urn of the provider resource>::<its id>`, empty for components and providers."""
    dependencies: list[str] = field(default_factory=list)
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    delete: bool = False
    external: bool = False
    protect: bool = False
    taint: bool = False
    retain_on_delete: bool = False
    pending_replacement: bool = False
    deleted_with: str = ""
    replace_with: list[str] = field(default_factory=list)
    additional_secret_outputs: list[str] = field(default_factory=list)
    init_errors: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    ignore_changes: list[str] = field(default_factory=list)
    replace_on_changes: list[str] = field(default_factory=list)
    hide_diff: list[str] = field(default_factory=list)
    custom_timeouts: dict[str, float] = field(default_factory=dict)
    import_id: str = ""
    created: str = ""
    modified: str = ""
    source_position: str = ""
    other: dict[str, Any] = field(default_factory=dict)
    """Fields of newer CLIs that this engine does not interpret: kept and written back as they came."""

    @property
    def name(self) -> str:
        """The logical name: the last part of the URN."""
        return self.urn.split("::", 3)[3]

    def but(self, **changes: Any) -> Resource:
        """A copy with `changes`."""
        return replace(self, **changes)


@dataclass(frozen=True)
class PendingOperation:
    """An operation that was begun and whose end was never recorded."""

    resource: Resource
    type: str
    """`creating`, `updating`, `deleting`, `reading` or `importing`."""


@dataclass
class Snapshot:
    """The state of one stack between two operations."""

    resources: list[Resource] = field(default_factory=list)
    pending_operations: list[PendingOperation] = field(default_factory=list)
    secrets_providers: dict[str, Any] | None = None
    manifest: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
