"""What an operation tells while it runs, in the words of Pulumi's engine events (`apitype.EngineEvent`).

The deployment emits them in order to a `Sink`; the live table, the plain
lines, `--diff`, the JSON digest and the event lines are all made from them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi_qstash.engine.state import Resource


@dataclass(frozen=True)
class PropertyDiff:
    """How one property path changed: `add`, `update`, `delete`, or one of these with `-replace`."""

    kind: str
    input_diff: bool = True


@dataclass(frozen=True)
class StepMetadata:
    """What a step does to which resource.

    `op` is one of Pulumi's: same create update delete replace
    create-replacement delete-replaced read read-replacement refresh discard
    discard-replaced remove-pending-replace import import-replacement.
    """

    op: str
    urn: str
    type: str
    old: Resource | None
    new: Resource | None
    replace_keys: tuple[str, ...] = ()
    diff_keys: tuple[str, ...] = ()
    detailed_diff: dict[str, PropertyDiff] | None = None
    logical: bool = True
    provider: str = ""


@dataclass(frozen=True)
class Prelude:
    """The operation begins; configuration values as shown to people (secrets blinded)."""

    config: dict[str, str]


@dataclass(frozen=True)
class Diagnostic:
    """A message for people; `severity` is debug, info, info#err, warning or error."""

    severity: str
    message: str
    urn: str = ""
    prefix: str = ""
    ephemeral: bool = False
    stream_id: int = 0


@dataclass(frozen=True)
class ResourcePre:
    """A step begins."""

    metadata: StepMetadata
    planning: bool


@dataclass(frozen=True)
class ResourceOutputs:
    """A step has ended well; `metadata.new` holds the outcome."""

    metadata: StepMetadata
    planning: bool


@dataclass(frozen=True)
class ResourceOperationFailed:
    """A step has failed; its reason came before as a `Diagnostic`."""

    metadata: StepMetadata
    status: int = 0
    steps: int = 0


@dataclass(frozen=True)
class Summary:
    """The operation has ended: `succeeded`, `failed` or `canceled`."""

    is_preview: bool
    result: str
    duration_seconds: float
    changes: dict[str, int]
    maybe_corrupt: bool = False
    outputs: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Cancel:
    """The last event of all."""


Event = Prelude | Diagnostic | ResourcePre | ResourceOutputs | ResourceOperationFailed | Summary | Cancel
Sink = Callable[[Event], None]
