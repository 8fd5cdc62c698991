"""The live account, read until two readings agree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from pulumi_qstash.adopt.errors import AdoptError
from pulumi_qstash.api import Client
from pulumi_qstash.model import FLOW_CONTROL, KINDS, QUEUE, SCHEDULE, URL_GROUP, Inputs, Kind

READINGS: Final = 4
"""How often the account is read before it is said to change all the time."""
_ID_KEYS = {"Schedule": "scheduleId", "Queue": "name", "UrlGroup": "name", "FlowControl": "flowControlKey"}


@dataclass(frozen=True)
class Found:
    """One live object."""

    kind: Kind
    id: str
    inputs: Inputs
    """What can be read of it, as the model parses it; redacted values read `REDACTED:…`."""

    @property
    def title(self) -> str:
        """`schedule nightly`."""
        return f"{self.kind.noun} {self.id}"


def read_account(client: Client) -> list[Found]:
    """Everything in the account: groups and queues first, each kind in the order of its ids.

    Raises:
        AdoptError: where the account is different at each reading.
        QStashError: where it cannot be read.
    """
    before = _reading(client)
    for _ in range(READINGS - 1):
        again = _reading(client)
        if again == before:
            return [f for kind in (URL_GROUP, QUEUE, FLOW_CONTROL, SCHEDULE) for f in again if f.kind is kind]
        changed, before = _changed(before, again), again
    raise AdoptError(
        f"the account changes while it is read ({', '.join(changed)}): wait until nobody writes to it, or leave these "
        "out with --exclude"
    )


def _reading(client: Client) -> list[Found]:
    lists = {
        "Schedule": client.schedules.list,
        "Queue": client.queues.list,
        "UrlGroup": client.url_groups.list,
        "FlowControl": client.flow_control.list,
    }
    with ThreadPoolExecutor(len(lists)) as pool:
        asked = {name: pool.submit(ask) for name, ask in lists.items()}
        listed = {name: future.result() for name, future in asked.items()}
    return [f for kind in KINDS for f in _objects(kind, listed[kind.name])]


def _objects(kind: Kind, listed: Iterable[dict[str, Any]]) -> list[Found]:
    found = [Found(kind, str(live[_ID_KEYS[kind.name]]), kind.parse(live)) for live in listed]
    return sorted((f for f in found if _is_configuration(f)), key=lambda f: _natural(f.id))


def _natural(id_: str) -> list[tuple[int, str]]:
    """Orders as people count: `job-2` before `job-10`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", id_)]


def _is_configuration(found: Found) -> bool:
    """A flow-control key is there because a message used it; only a pin or a pause is somebody's choice."""
    if found.kind is not FLOW_CONTROL:
        return True
    return bool(found.inputs.get("paused") or {"parallelism", "rate"} & found.inputs.keys())


def _changed(before: list[Found], after: list[Found]) -> list[str]:
    one, other = ({(f.kind.name, f.id): f for f in reading} for reading in (before, after))
    keys = [key for key in {**one, **other} if one.get(key) != other.get(key)]
    titles = [(one.get(key) or other[key]).title for key in keys[:5]]
    return titles + (["…"] if len(keys) > len(titles) else [])
