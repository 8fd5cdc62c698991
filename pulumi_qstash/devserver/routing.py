"""Which call a path means. Paths are taken raw: a destination stands in them verbatim."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from .api import flow_control, keys, messages, publish, queues, schedules, url_groups
from .call import Answer, Call

Handler = Callable[[Call], Answer]


class NoRoute(Exception):  # noqa: N818 - an answer, not an error
    """No call has this path: 404, or 405 where other methods have it.

    Attributes:
        methods: The methods that the path has.
    """

    def __init__(self, methods: list[str]) -> None:
        super().__init__()
        self.methods = methods


@dataclass(frozen=True)
class Route:
    """A path's pattern without `/v2/`, and its calls by method.

    In `template`, `{id}` is one part of the path and `{destination}` all the rest.
    """

    template: str
    methods: dict[str, Handler]
    pattern: re.Pattern[str]

    @property
    def counted(self) -> bool:
        """Whether the limit on calls a second holds for it."""
        return not self.template.startswith(("publish", "enqueue", "batch"))


_PARTS = {"{id}": "(?P<id>[^/]+)", "{queue}": "(?P<queue>[^/]+)", "{destination}": "(?P<destination>.*)"}


def _route(template: str, **methods: Handler) -> Route:
    pattern = re.escape(template).replace("\\{", "{").replace("\\}", "}")
    if template.startswith("schedules/{id}/"):
        # `schedules/{id}/pause` must not swallow the destination `https:/pause`.
        pattern = pattern.replace("{id}", "(?P<id>[^/:]+)")
    for part, expression in _PARTS.items():
        pattern = pattern.replace(part, expression)
    end = "" if "{destination}" in template else "/?"
    return Route(template, methods, re.compile(f"/v2/{pattern}{end}", re.IGNORECASE | re.DOTALL))


ROUTES = (
    _route("schedules", GET=schedules.list_all, POST=schedules.create),
    _route("schedules/{id}/pause", POST=schedules.pause, PATCH=schedules.pause),
    _route("schedules/{id}/resume", POST=schedules.resume, PATCH=schedules.resume),
    _route("schedules/{id}", GET=schedules.get, DELETE=schedules.delete),
    _route("schedules/{destination}", POST=schedules.create),
    _route("queues", GET=queues.list_all, POST=queues.upsert),
    _route("queues/{id}", GET=queues.get, DELETE=queues.delete),
    _route("queues/{id}/pause", POST=queues.pause),
    _route("queues/{id}/resume", POST=queues.resume),
    _route("topics", GET=url_groups.list_all),
    _route("topics/{id}", GET=url_groups.get, DELETE=url_groups.delete, PATCH=url_groups.set_headers),
    _route("topics/{id}/endpoints", POST=url_groups.add_endpoints, DELETE=url_groups.remove_endpoints),
    _route("keys", GET=keys.get),
    _route("keys/rotate", POST=keys.rotate),
    _route("flowControl", GET=flow_control.list_all),
    _route("flowControl/{id}", GET=flow_control.get),
    _route("flowControl/{id}/pause", POST=flow_control.pause),
    _route("flowControl/{id}/resume", POST=flow_control.resume),
    _route("flowControl/{id}/pin", POST=flow_control.pin),
    _route("flowControl/{id}/unpin", POST=flow_control.unpin),
    _route("flowControl/{id}/resetRate", POST=flow_control.reset_rate),
    _route("globalParallelism", GET=flow_control.global_parallelism),
    _route("publish", POST=publish.publish),
    _route("publish/{destination}", POST=publish.publish),
    _route("enqueue/{queue}", POST=publish.enqueue),
    _route("enqueue/{queue}/{destination}", POST=publish.enqueue),
    _route("batch", POST=publish.batch),
    _route("messages", DELETE=messages.cancel_many),
    _route("messages/{id}", GET=messages.get, DELETE=messages.cancel),
    _route("logs", GET=messages.logs),
    _route("events", GET=messages.logs),
    _route("dlq", GET=messages.no_dead_letters, DELETE=messages.nothing_deleted),
    _route("dlq/{id}", GET=messages.no_dead_letter, DELETE=messages.no_dead_letter),
)


def find(method: str, raw_path: str) -> tuple[Route, Handler, dict[str, str]]:
    """The route, its handler, and the named parts of the path.

    Raises:
        NoRoute: There is none.
    """
    elsewhere: list[str] = []
    for route in ROUTES:
        match = route.pattern.fullmatch(raw_path)
        if match is None:
            continue
        if method in route.methods:
            return route, route.methods[method], _decoded(match.groupdict())
        elsewhere += route.methods
    raise NoRoute(sorted(set(elsewhere)))


def _decoded(parts: dict[str, str]) -> dict[str, str]:
    return {name: text if name == "destination" else unquote(text) for name, text in parts.items()}
