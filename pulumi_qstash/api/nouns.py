"""The objects of an account: each noun with the calls that it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from .calls import part
from .errors import Garbled, NotFound

Object = dict[str, Any]
Caller = Callable[..., Any]


def _object(answer: Any, key: str, about: str) -> Object:
    """`answer` as an object that has `key`.

    Raises:
        Garbled: it is something else; never read as "gone".
    """
    if isinstance(answer, dict) and isinstance(answer.get(key), str) and answer[key]:
        return answer
    raise Garbled(f"QStash's answer to {about} is not as it should be.")


def _objects(answer: Any, key: str, about: str) -> list[Object]:
    if not isinstance(answer, list):
        raise Garbled(f"QStash's answer to {about} is not as it should be.")
    return [_object(one, key, about) for one in answer]


class _Noun:
    """One kind of object: `root` is its path, `key` the JSON key of its id."""

    noun, root, key = "", "", ""

    def __init__(self, call: Caller) -> None:
        self._call = call

    def list(self) -> list[Object]:
        """All objects of this kind, in one call."""
        about = f"listing the {self.noun}s"
        try:
            found: list[Object] = self._call("GET", self.root, about, shape=lambda a: _objects(a, self.key, about))
        except NotFound as error:
            raise error.as_wrong_server() from None
        return found

    def get(self, name: str) -> Object | None:
        """The object `name`, or None where it is gone."""
        about = f"reading {self.noun} {name!r}"
        path = f"{self.root}/{part(name)}"
        try:
            found: Object = self._call("GET", path, about, shape=lambda a: _object(a, self.key, about))
        except NotFound:
            return None
        return found

    def delete(self, name: str) -> None:
        """Delete the object `name`; one that is gone already is deleted."""
        try:
            self._call("DELETE", f"{self.root}/{part(name)}", f"deleting {self.noun} {name!r}")
        except NotFound:
            return


class _Pausable(_Noun):
    def pause(self, name: str) -> None:
        """Pause the object `name`; no change where it is paused."""
        self._call("POST", f"{self.root}/{part(name)}/pause", f"pausing {self.noun} {name!r}")

    def resume(self, name: str) -> None:
        """Resume the object `name`; no change where it runs."""
        self._call("POST", f"{self.root}/{part(name)}/resume", f"resuming {self.noun} {name!r}")


class Schedules(_Pausable):
    """The account's schedules."""

    noun, root, key = "schedule", "/v2/schedules", "scheduleId"


class Queues(_Pausable):
    """The account's queues."""

    noun, root, key = "queue", "/v2/queues", "name"


class UrlGroups(_Noun):
    """The account's URL groups."""

    noun, root, key = "URL group", "/v2/topics", "name"

    def remove_endpoints(self, name: str, urls: list[str]) -> None:
        """Remove endpoints by their URLs; those that are gone already are removed."""
        about = f"removing endpoints of URL group {name!r}"
        try:
            payload = {"endpoints": [{"url": url} for url in urls]}
            self._call("DELETE", f"{self.root}/{part(name)}/endpoints", about, payload)
        except NotFound:
            return

    def remove_endpoint(self, name: str, url: str) -> None:
        """Remove one endpoint by its URL."""
        self.remove_endpoints(name, [url])


class FlowControl(_Pausable):
    """The account's flow-control keys."""

    noun, root, key = "flow control key", "/v2/flowControl", "flowControlKey"

    def pin(
        self, name: str, *, parallelism: int | None = None, rate: int | None = None, period: int | None = None
    ) -> None:
        """Pin limits of a key: calls at a time, calls in each period, and the period in seconds."""
        given = {"parallelism": parallelism, "rate": rate, "period": period}
        query = urlencode({k: v for k, v in given.items() if v is not None})
        path = f"{self.root}/{part(name)}/pin?{query}"
        self._call("POST", path, f"pinning {self.noun} {name!r}")

    def unpin(self, name: str, *, parallelism: bool = True, rate: bool = True) -> None:
        """Unpin limits of a key; a key that is not there is unpinned."""
        query = urlencode({k: "true" for k, v in {"parallelism": parallelism, "rate": rate}.items() if v})
        try:
            path = f"{self.root}/{part(name)}/unpin?{query}"
            self._call("POST", path, f"unpinning {self.noun} {name!r}")
        except NotFound:
            return

    def resume(self, name: str) -> None:
        """Resume a key; one that is not there is not paused."""
        try:
            super().resume(name)
        except NotFound:
            return


class Keys:
    """The account's signing keys. Rotation is no configuration, and is not offered."""

    def __init__(self, call: Caller) -> None:
        self._call = call

    def get(self) -> Object:
        """The current and the next signing key: `{"current": …, "next": …}`."""
        about = "reading the signing keys"
        keys: Object = self._call(
            "GET", "/v2/keys", about, shape=lambda a: _object(_object(a, "current", about), "next", about)
        )
        return keys
