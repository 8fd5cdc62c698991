"""What the account holds, asked once per kind and run, and shared by the threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

Object = dict[str, Any]


class Snapshot:
    """The live objects of one kind by id: one list call, made when first needed.

    What this process writes afterwards is forgotten here, and asked for singly where it is needed again.

    Args:
        fetch: lists the objects.
        fetch_one: reads one object, None where it is gone.
        key: the JSON key of an object's id.
    """

    def __init__(self, fetch: Callable[[], list[Object]], fetch_one: Callable[[str], Object | None], key: str) -> None:
        self._fetch, self._fetch_one, self._key = fetch, fetch_one, key
        self._lock = threading.Lock()
        self._asked: Future[dict[str, Object]] | None = None
        self._written: set[str] = set()

    def get(self, name: str) -> Object | None:
        """The live object `name`, None where there is none."""
        if name in self._written:
            return self._fetch_one(name)
        return self._all().get(name)

    def count(self) -> int:
        """How many objects the account held when it was asked."""
        return len(self._all())

    def written(self, name: str) -> None:
        """What was known of `name` no longer holds."""
        self._written.add(name)

    def _all(self) -> dict[str, Object]:
        """Threads that ask while the list is on its way share its answer, and its failure."""
        with self._lock:
            asks, asked = self._asked is None, self._asked or Future()
            self._asked = asked
        if asks:
            self._ask(asked)
        return asked.result()

    def _ask(self, asked: Future[dict[str, Object]]) -> None:
        try:
            asked.set_result({str(one[self._key]): one for one in self._fetch()})
        except BaseException as error:
            self._asked = None
            asked.set_exception(error)
