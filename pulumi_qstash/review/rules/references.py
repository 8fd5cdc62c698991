"""QS4xx: schedules and what they name."""

from __future__ import annotations

from collections.abc import Iterator

from .. import shown
from ..changes import KINDS, Change
from ..volume import is_group
from .registry import Hit, on_all
from .subject import Scene

_DELETED = {
    "delete": "this change deletes",
    "replace": "this change deletes",
    "gone": "was deleted outside of Pulumi",
}


@on_all(
    "QS401",
    "danger",
    "A schedule is left without its destination",
    reason="QStash lets a URL group or a queue go that a schedule names: runs to the group then fail, and the queue "
    "comes back with QStash's own settings.",
    remedy="Keep the URL group or the queue, or give the schedule another destination in the same change.",
)
def deletes_what_is_used(scene: Scene) -> Iterator[Hit]:
    """Schedules that name a URL group or a queue which this change deletes."""
    for path, kind in (("destination", "UrlGroup"), ("queue", "Queue")):
        deleted = _deleted(scene, kind)
        for schedule in scene.stack.of("Schedule"):
            name = (schedule.after or {}).get(path)
            if isinstance(name, str) and name in deleted:
                message = f"{path} names the {KINDS[kind]} {shown.text(name)}, which {deleted[name]}"
                yield Hit(message, schedule.name, path, schedule.urn)


@on_all(
    "QS402",
    "note",
    "A URL group that this stack does not hold",
    reason="Whether the group exists, and how many endpoints it has, cannot be seen from here.",
    remedy="Declare the group in this program, or check that the other place which does keeps it.",
)
def foreign_group(scene: Scene) -> Iterator[Hit]:
    """Changed schedules to a URL group that a completely known stack does not hold."""
    if not scene.stack.complete:
        return
    known = _names(scene.stack.of("UrlGroup"), "after") | _names(scene.stack.of("UrlGroup"), "before")
    for schedule in scene.touched:
        destination = (schedule.after or {}).get("destination")
        if schedule.kind == "Schedule" and is_group(destination) and destination not in known:
            yield Hit(
                f"destination names the URL group {shown.text(destination)}", schedule.name, "destination", schedule.urn
            )


def _deleted(scene: Scene, kind: str) -> dict[str, str]:
    """Names that are deleted and that no other resource of the stack has afterwards, with who deletes them."""
    resources = scene.stack.of(kind)
    kept = _names(resources, "after")
    return {
        name: _DELETED[each.action]
        for each in resources
        if each.action in _DELETED
        for name in _names((each,), "before") - kept
    }


def _names(resources: tuple[Change, ...], side: str) -> set[str]:
    key = {"UrlGroup": "groupName", "Queue": "queueName"}
    found = ((getattr(each, side) or {}).get(key[each.kind]) for each in resources)
    return {each for each in found if isinstance(each, str)}
