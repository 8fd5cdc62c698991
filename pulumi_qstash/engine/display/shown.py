"""Which steps are shown at all, and how ops read, as in the Pulumi CLI."""

from __future__ import annotations

from dataclasses import dataclass

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.events import Event, ResourceOperationFailed, ResourceOutputs, ResourcePre, StepMetadata

STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Shown:
    """What is to be shown."""

    show_sames: bool = False
    show_replacement_steps: bool = False
    show_secrets: bool = False
    suppress_outputs: bool = False
    debug: bool = False
    color: bool = False


OPS = (
    "same", "create", "update", "delete", "replace", "create-replacement", "delete-replaced", "read",
    "read-replacement", "refresh", "discard", "discard-replaced", "remove-pending-replace", "import",
    "import-replacement",
)  # fmt: skip
"""Every op, in the order in which summaries list them."""

_PREFIX = {
    "same": "  ", "create": "+ ", "delete": "- ", "update": "~ ", "replace": "+-", "create-replacement": "++",
    "delete-replaced": "--", "read": "> ", "read-replacement": ">>", "refresh": "~ ", "discard": "< ",
    "discard-replaced": "<<", "import": "= ", "import-replacement": "=>", "remove-pending-replace": "~ ",
}  # fmt: skip
_COLOUR = {
    "same": "", "create": "green", "delete": "red", "update": "yellow", "replace": "magenta",
    "create-replacement": "green", "delete-replaced": "red", "read": "cyan", "read-replacement": "magenta",
    "refresh": "yellow", "discard": "red", "discard-replaced": "magenta", "import": "blue",
    "import-replacement": "magenta", "remove-pending-replace": "yellow",
}  # fmt: skip
_PAST = {
    "create": "created", "delete": "deleted", "update": "updated", "replace": "replaced", "refresh": "refreshed",
    "read": "read", "import": "imported", "discard": "discarded", "create-replacement": "created replacement",
    "delete-replaced": "deleted original", "read-replacement": "read for replacement", "same": "unchanged",
    "import-replacement": "imported replacement", "discard-replaced": "discarded original",
    "remove-pending-replace": "removed pending replace",
}  # fmt: skip
_PRESENT = {
    "create": "creating", "delete": "deleting", "update": "updating", "replace": "replacing",
    "refresh": "refreshing", "read": "reading", "import": "importing", "discard": "discarding",
    "create-replacement": "creating replacement", "delete-replaced": "deleting original",
    "read-replacement": "reading for replacement", "same": "", "import-replacement": "importing replacement",
    "discard-replaced": "discarding original", "remove-pending-replace": "removing pending replace",
}  # fmt: skip
_PREVIEW = {
    "create-replacement": "create replacement", "delete-replaced": "delete original", "same": "",
    "read-replacement": "read for replacement", "import-replacement": "import replacement",
    "discard-replaced": "discard original", "remove-pending-replace": "remove pending replace",
}  # fmt: skip


def prefix(op: str) -> str:
    """The two characters before a resource."""
    return _PREFIX.get(op, "  ")


def colour(op: str) -> str:
    """The colour of an op, for rich; empty for none."""
    return _COLOUR.get(op, "")


def past(op: str) -> str:
    """`created`."""
    return _PAST.get(op, op)


def present(op: str) -> str:
    """`creating`."""
    return _PRESENT.get(op, op)


def planned(op: str) -> str:
    """`create`."""
    return _PREVIEW.get(op, op)


def is_root(metadata: StepMetadata) -> bool:
    """Whether a step is about the stack itself."""
    return metadata.type == STACK_TYPE


def is_replacement_half(op: str) -> bool:
    """Whether an op is a part of a replacement, or the whole."""
    return op in ("replace", "create-replacement", "delete-replaced", "read-replacement", "discard-replaced",
                  "remove-pending-replace", "import-replacement")  # fmt: skip


def is_internal(event: Event) -> bool:
    """Whether nobody is told: steps of default providers."""
    if isinstance(event, ResourcePre | ResourceOutputs | ResourceOperationFailed):
        return event.metadata.op == "remove-pending-replace" or urns.is_default_provider(event.metadata.urn)
    return False


def is_shown(metadata: StepMetadata, shown: Shown, *, halves: bool) -> bool:
    """Whether a step is shown; `halves` says that a replacement's halves are, too (the live table)."""
    if metadata.op == "same":
        old, new = metadata.old, metadata.new
        return shown.show_sames or (old is not None and new is not None and old.protect != new.protect)
    if not halves and not shown.show_replacement_steps:
        return metadata.logical or not is_replacement_half(metadata.op)
    return True


def retained(metadata: StepMetadata) -> str:
    """`[retain]` where a step ends an object for the stack alone; it stays in the world."""
    ends = metadata.op in ("delete", "replace", "create-replacement", "delete-replaced")
    return "[retain]" if ends and metadata.old is not None and metadata.old.retain_on_delete else ""


def is_known(outputs: dict[str, object]) -> bool:
    """Whether a resource has outputs to show."""
    return bool(outputs)
