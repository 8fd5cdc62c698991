"""The account behind a stack, for what happens behind the stack's back."""

from __future__ import annotations

from typing import Any

from pulumi_qstash.lifecycle.lifecycle import Lifecycle
from pulumi_qstash.lifecycle.objects import Objects
from pulumi_qstash.lifecycle.settings import Settings
from pulumi_qstash.model import KINDS, Context, Kind


class Account:
    """Writes and deletes live objects, past any stack; kinds are given by the names of their resource classes."""

    def __init__(self, url: str, token: str) -> None:
        self._settings = Settings(token=token, url=url)

    def schedules(self) -> dict[str, dict[str, Any]]:
        """The live schedules as QStash returns them, by id."""
        return {found["scheduleId"]: found for found in self._objects("Schedule").client.schedules.list()}

    def queues(self) -> dict[str, dict[str, Any]]:
        """The live queues, by name."""
        return {found["name"]: found for found in self._objects("Queue").client.queues.list()}

    def url_groups(self) -> dict[str, dict[str, Any]]:
        """The live URL groups, by name."""
        return {found["name"]: found for found in self._objects("UrlGroup").client.url_groups.list()}

    def put(self, kind: str, inputs: dict[str, Any]) -> None:
        """Make the live object what `inputs` say."""
        objects = self._objects(kind)
        objects.write(inputs, objects.live(inputs[objects.kind.id_property]))

    def change(self, kind: str, inputs: dict[str, Any], changes: dict[str, Any]) -> None:
        """Make the live object what `inputs` say, but for `changes` (named as the resource's arguments are).

        Raises:
            AssertionError: There is no such argument, or the value is one that QStash would refuse.
        """
        declared = _kind(kind)
        wanted = inputs | {_wire_name(declared, name): value for name, value in changes.items()}
        checked = declared.check(wanted, inputs, Context(loopback_allowed=True))
        if checked.problems:
            raise AssertionError("; ".join(f"{p.path}: {p.reason}" for p in checked.problems))
        self.put(kind, checked.inputs)

    def delete(self, kind: str, object_id: str) -> None:
        """Delete the live object."""
        self._objects(kind).delete(object_id, {})

    def _objects(self, kind: str) -> Objects:
        # A lifecycle lists once and remembers: what happens behind a stack's back must look anew.
        return Lifecycle(self._settings).objects(_kind(kind))


def _kind(name: str) -> Kind:
    return next(kind for kind in KINDS if kind.name == name)


def _wire_name(kind: Kind, python_name: str) -> str:
    names = {field.name: field.wire for field in kind.fields}
    if python_name not in names:
        raise AssertionError(f"a {kind.noun} has no {python_name!r}; it has: {', '.join(names)}")
    return names[python_name]
