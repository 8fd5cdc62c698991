"""Putting objects back from a backup file: each exactly, none over another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pulumi_qstash.api import Client
from pulumi_qstash.drift.backup import Kept
from pulumi_qstash.drift.compare import KIND
from pulumi_qstash.drift.errors import DriftError
from pulumi_qstash.drift.opened import text_paths
from pulumi_qstash.drift.unmanaged import get
from pulumi_qstash.model import flow_control, is_redacted

# A group is there before the schedule that delivers to it.
_ORDER = ("UrlGroup", "Queue", "FlowControl", "Schedule")
_VOLATILE = frozenset(
    ["createdAt", "updatedAt", "lastScheduleTime", "nextScheduleTime", "lastScheduleStates", "error",
     "lag", "callerIP", "waitListSize", "parallelismCount", "rateCount", "ratePeriodStart"]
)  # fmt: skip
"""What a live object tells of its history: no setting."""


@dataclass(frozen=True)
class Plan:
    """What a restore would do."""

    missing: tuple[Kept, ...]
    """To be written, in this order."""
    there: tuple[Kept, ...]
    """Already there, as in the file."""
    running: tuple[Kept, ...] = ()
    """There as in the file but for the pause, as a restore leaves them that was cut off: to be paused."""


def plan(client: Client, account: str, kept: Sequence[Kept]) -> Plan:
    """Look at what is there.

    Raises:
        DriftError: where an object is there and differs, holds redacted values or belongs to another account;
            nothing is written then.
    """
    _refuse(account, kept)
    found = [(k, get(client, k.kind, k.id)) for k in sorted(kept, key=lambda k: _ORDER.index(k.kind))]
    running = tuple(k for k, live in found if live is not None and _lacks_its_pause(k, live))
    differing = [k.title for k, live in found if live is not None and k not in running and not _is_as_kept(k, live)]
    if differing:
        raise DriftError(
            f"{', '.join(differing)}: exists and differs from the file, so nothing was written. Delete it first, or "
            "take it out of the file"
        )
    # A flow-control key that is there unpinned is not there as a configuration.
    missing = tuple(k for k, live in found if k not in running and (live is None or not _same(k, live)))
    return Plan(missing, tuple(k for k, _ in found if k not in missing and k not in running), running)


def _refuse(account: str, kept: Sequence[Kept]) -> None:
    others = sorted({k.account for k in kept} - {account})
    if others:
        raise DriftError(
            f"the file was written for {', '.join(others)}, but the token and URL belong to {account}: nothing was "
            "written; set QSTASH_TOKEN and QSTASH_URL to those of the file's account"
        )
    hidden = [k.title for k in kept if any(is_redacted(text) for _, text in text_paths(k.live))]
    if hidden:
        raise DriftError(f"{', '.join(hidden)}: the file holds redacted values, which cannot be written back")


def _is_as_kept(kept: Kept, live: dict[str, Any]) -> bool:
    if kept.kind == "FlowControl" and not _is_set(live):
        return True
    return _same(kept, live)


def _lacks_its_pause(kept: Kept, live: dict[str, Any]) -> bool:
    now, then = (KIND[kept.kind].parse(side) for side in (live, kept.live))
    return bool(then.get("paused")) and not now.get("paused") and {**now, "paused": True} == then


def _is_set(live: dict[str, Any]) -> bool:
    return any(live.get(key) for key in ("isPinnedParallelism", "isPinnedRate", "isPaused"))


def _same(kept: Kept, live: dict[str, Any]) -> bool:
    kind = KIND[kept.kind]
    return kind.parse(live) == kind.parse(kept.live)


def put_back(client: Client, kept: Kept) -> list[str]:
    """Write one object; returns the keys in which the live object then differs from the file, none as a rule."""
    kind = KIND[kept.kind]
    inputs = kind.parse(kept.live)
    if kept.kind != "FlowControl" or flow_control.pins(inputs):
        client.send(kind.request(inputs), f"restoring {kept.title}")
    if inputs.get("paused"):
        pause(client, kept)
    return list(_differences(kept, get(client, kept.kind, kept.id) or {}))


def pause(client: Client, kept: Kept) -> None:
    """Pause an object that is there."""
    nouns = {"Schedule": client.schedules, "Queue": client.queues, "FlowControl": client.flow_control}
    nouns[kept.kind].pause(kept.id)


def _differences(kept: Kept, live: dict[str, Any]) -> Iterator[str]:
    if _same(kept, live) and kept.kind == "FlowControl":
        return
    for key in sorted({*kept.live, *live} - _VOLATILE):
        if kept.live.get(key) != live.get(key):
            yield key
