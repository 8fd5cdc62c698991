"""Asking the account at preview what the creates would meet (`qstash:checkLive`)."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ..model import FLOW_CONTROL, PLANS, Inputs, Kind, Problem, contains_unknown
from .objects import Objects
from .ownership import differences, foreign

_LIMITS = {"Schedule": "schedules", "Queue": "queues", "UrlGroup": "url_groups"}


class LiveCheck:
    """Looks at the account before anything is made.

    Args:
        objects: gives the objects of a kind.
        plan: the plan from `qstash:plan`, None where it is not said.
        note: told what is good to know and no reason to refuse.
    """

    def __init__(self, objects: Callable[[Kind], Objects], plan: str | None, note: Callable[[str], None]) -> None:
        self._objects, self._plan, self._note = objects, plan, note
        self._lock = threading.Lock()
        self._created: dict[str, set[str]] = {}

    def problems(self, kind: Kind, inputs: Inputs) -> list[Problem]:
        """What stands against creating `inputs`."""
        name = inputs[kind.id_property]
        objects = self._objects(kind)
        if kind is not FLOW_CONTROL and objects.snapshot.get(name) is None:
            return self._beyond_plan(kind, objects, name)
        live = objects.live(name)
        if live is None or inputs.get("adopt") or contains_unknown(inputs):
            return []
        if paths := differences(kind, live, inputs):
            if kind is FLOW_CONTROL and not set(live) & {"parallelism", "rate"}:
                return []
            return [Problem(kind.id_property, foreign(kind, live, inputs, paths).message)]
        if kind is not FLOW_CONTROL:
            self._note(f"The {kind.noun} {name!r} exists already, as declared: it will be taken over.")
        return []

    def _beyond_plan(self, kind: Kind, objects: Objects, name: str) -> list[Problem]:
        with self._lock:
            created = self._created.setdefault(kind.name, set())
            created.add(name)
            number = len(created)
        limit = getattr(PLANS[self._plan], _LIMITS[kind.name]) if self._plan else None
        total = objects.snapshot.count() + number
        if limit is None or total <= limit:
            return []
        reason = (
            f"would be {kind.noun} number {total} of the account, and the plan {self._plan} allows {limit}: "
            "delete others first, or choose a larger plan"
        )
        return [Problem(kind.id_property, reason)]
