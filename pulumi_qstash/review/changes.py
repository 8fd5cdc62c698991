"""The change that a digest describes, resource by resource, in QStash's terms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import shown
from .digest import Digest, Step

_QSTASH = re.compile(r"(?:pulumi-python:dynamic/qstash|qstash:index(?:/\w+)?|qstash):(\w+)\Z")
KINDS = {
    "Schedule": "schedule",
    "Queue": "queue",
    "UrlGroup": "URL group",
    "FlowControl": "flow control key",
    "SigningKeys": "signing keys",
}
ID_PROPERTIES = {"Schedule": "scheduleId", "Queue": "queueName", "UrlGroup": "groupName", "FlowControl": "key"}
_BOOKKEEPING = ("pulumi:pulumi:Stack", "pulumi:providers:")
_UNTOUCHED = frozenset({"same", "refresh", "read", "read-replacement"})
#: Properties that say nothing about the live object.
NO_SETTING = frozenset({"runs", "account", "adopt"})


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one resource of this package.

    Attributes:
        kind: `Schedule`, `Queue`, `UrlGroup`, `FlowControl` or `SigningKeys`.
        action: same, create, take over, import, update, replace, delete, let go, changed outside, gone, back.
        before: Its properties before, or None where it was not there.
        after: Its properties after, or None where it will not be there; what is let go stays as it is.
        changed: Top-level properties that differ, in alphabetical order.
        identity: The name by which QStash knows the object, where known.
        old_identity: The one before, where a replacement changes it.
        retained: Whether QStash keeps the old object of a replacement.
    """

    kind: str
    name: str
    urn: str
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    changed: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    identity: str | None = None
    old_identity: str | None = None
    retained: bool = False

    @property
    def noun(self) -> str:
        """The kind in a person's words."""
        return KINDS[self.kind]

    @property
    def touched(self) -> bool:
        """Whether anything happens to it."""
        return self.action != "same"


@dataclass(frozen=True, slots=True)
class Stack:
    """Everything that a review knows of a stack before and after the change.

    Attributes:
        resources: The resources of this package, changed and (where known) unchanged.
        complete: True where the unchanged are known too.
        others: Resources of other providers and components, as (type, action, count).
    """

    resources: tuple[Change, ...]
    complete: bool
    others: tuple[tuple[str, str, int], ...] = ()

    @property
    def touched(self) -> tuple[Change, ...]:
        """The resources to which something happens."""
        return tuple(each for each in self.resources if each.touched)

    def of(self, kind: str) -> tuple[Change, ...]:
        """The resources of one kind."""
        return tuple(each for each in self.resources if each.kind == kind)


def kind_of(type_token: str) -> str | None:
    """The kind of a Pulumi type token, or None where it is none of this package."""
    found = _QSTASH.match(type_token)
    return found.group(1) if found and found.group(1) in KINDS else None


def stack_of(digest: Digest, unchanged: Iterable[Step] = (), *, complete: bool = False) -> Stack:
    """The change of a digest, with resources of a stack's state that the digest does not name."""
    steps = [*digest.steps, *_unnamed(digest, unchanged)]
    ours = [_change(step, digest.drift) for step in steps if kind_of(step.type)]
    others = Counter(
        (step.type, "same" if step.operation in _UNTOUCHED else _other_action(step.operation))
        for step in steps
        if not kind_of(step.type) and not step.type.startswith(_BOOKKEEPING)
    )
    return Stack(tuple(ours), complete or digest.unchanged_known, tuple((*key, others[key]) for key in sorted(others)))


def _unnamed(digest: Digest, unchanged: Iterable[Step]) -> list[Step]:
    named = {step.urn for step in digest.steps}
    return [step for step in unchanged if step.urn not in named]


def _other_action(operation: str) -> str:
    return {"create-replacement": "replace", "import-replacement": "replace"}.get(operation, operation)


def _change(step: Step, drift: bool) -> Change:
    kind = kind_of(step.type) or ""
    action = _action(step, drift)
    before, after = _before(step, action), _after(step, action)
    return Change(
        kind=kind,
        name=shown.name(step.name),
        urn=shown.name(step.urn),
        action=action,
        before=before,
        after=after,
        changed=_changed(step, before, after),
        replaces=tuple(path for path in step.replaces if not path.startswith("__")),
        identity=_identity(kind, after) or _identity(kind, before) or _state_id(step),
        old_identity=_identity(kind, before),
        retained=step.old is not None and step.old.retain,
    )


def _action(step: Step, drift: bool) -> str:
    operation = step.operation
    if operation in _UNTOUCHED:
        return "same"
    if drift:
        return {"delete": "gone", "create": "back"}.get(operation, "changed outside")
    if operation == "create" and step.new and step.new.inputs.get("adopt") is True:
        return "take over"
    if operation == "delete" and step.old and step.old.retain:
        return "let go"
    return {"create-replacement": "replace", "import-replacement": "replace"}.get(operation, operation)


def _before(step: Step, action: str) -> dict[str, Any] | None:
    if action in ("create", "take over", "import") or step.old is None:
        return None if action != "same" else _after(step, action)
    return step.old.inputs or step.old.outputs


def _after(step: Step, action: str) -> dict[str, Any] | None:
    if action in ("delete", "gone"):
        return None
    state = step.old if action == "let go" else step.new or step.old
    return (state.inputs or state.outputs) if state else None


def _changed(step: Step, before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[str, ...]:
    if before is None or after is None:
        return ()
    named = {re.split(r"[.\[]", path, maxsplit=1)[0] for path in step.changed or ()}
    differing = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return tuple(sorted((named | differing if step.changed else differing) - NO_SETTING))


def _identity(kind: str, properties: dict[str, Any] | None) -> str | None:
    found = (properties or {}).get(ID_PROPERTIES.get(kind, ""))
    return found if isinstance(found, str) else None


def _state_id(step: Step) -> str | None:
    for state in (step.new, step.old):
        if state and state.id:
            return state.id
    return None
