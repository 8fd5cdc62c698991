"""QS4xx: schedules and what they name."""

from __future__ import annotations

from collections.abc import Iterator

from .. import shown
from ..changes import Change
from ..volume import is_group
from .registry import Hit, on_all
from .subject import Scene

_DELETED = ("delete", "gone")


@on_all(
    "QS401",
    "danger",
    "A schedule is left without its destination",
    reason="QStash does not refuse to delete a URL group or a queue that a schedule names; the runs fail afterwards.",
    remedy="Keep the URL group or the queue, or give the schedule another destination in the same change.",
)
def deletes_what_is_used(scene: Scene) -> Iterator[Hit]:
    """Schedules that name a URL group or a queue which this change deletes."""
    groups, queues = _deleted(scene, "UrlGroup"), _deleted(scene, "Queue")
    for schedule in scene.stack.of("Schedule"):
        after = schedule.after or {}
        if after.get("destination") in groups and is_group(after.get("destination")):
            yield _hit(schedule, "destination", "URL group")
        if isinstance(after.get("queue"), str) and after["queue"] in queues:
            yield _hit(schedule, "queue", "queue")


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
            yield Hit(f"destination names the URL group {shown.text(destination)}", schedule.name, "destination")


def _hit(schedule: Change, path: str, noun: str) -> Hit:
    name = shown.text((schedule.after or {}).get(path))
    return Hit(f"{path} names the {noun} {name}, which this change deletes", schedule.name, path)


def _deleted(scene: Scene, kind: str) -> set[str]:
    """Names that this change deletes and that no other resource of the stack has afterwards."""
    resources = scene.stack.of(kind)
    removed = tuple(each for each in resources if each.action in _DELETED or each.action == "replace")
    return _names(removed, "before") - _names(resources, "after")


def _names(resources: tuple[Change, ...], side: str) -> set[str]:
    key = {"UrlGroup": "groupName", "Queue": "queueName"}
    found = ((getattr(each, side) or {}).get(key[each.kind]) for each in resources)
    return {each for each in found if isinstance(each, str)}
