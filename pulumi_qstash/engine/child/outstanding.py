"""Waiting for a program's outputs at a cost that does not grow with their number.

At its end a program waits until every output is known: the SDK waits for the
first of all that are under way, again and again, and each time touches every
one. That is most of the time of a program with thousands of resources. Here
its loop sees what has ended, and one future that ends with the next output:
it wakes at the same moments and sees the same failures.

Needs nothing but asyncio, since it runs in the program's own python.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any


class Outstanding(set[Any]):
    """The outputs under way; an output that ends well is taken out by the SDK, one that fails stays."""

    def __init__(self) -> None:
        super().__init__()
        self._ended: set[Any] = set()
        self._shown: list[Any] = []
        self._next: asyncio.Future[None] | None = None

    def add(self, output: Any) -> None:
        """Follow an output; what is put back after a wait is followed already."""
        if output is self._next or output in self:
            return
        super().add(output)
        output.add_done_callback(self._note)

    def discard(self, output: Any) -> None:
        """Follow an output no more."""
        super().discard(output)
        self._ended.discard(output)

    def remove(self, output: Any) -> None:
        """Follow an output no more; raises KeyError where it was not followed."""
        super().remove(output)
        self._ended.discard(output)

    def __iter__(self) -> Iterator[Any]:
        """What the next wait is for: all that has ended, and the next one that will."""
        if self._next is None or self._next.done():
            self._next = asyncio.get_running_loop().create_future()
        self._shown = list(self._ended)
        return iter([*self._shown, self._next])

    def clear(self) -> None:
        """Let go of what has been shown as ended."""
        for output in self._shown:
            self.discard(output)

    def _note(self, output: Any) -> None:
        if output in self:
            self._ended.add(output)
        if self._next is not None and not self._next.done():
            self._next.set_result(None)


def install(settings: Any) -> None:
    """Let the SDK keep a new run's outputs here; an SDK that keeps them otherwise is left alone."""
    if type(settings.outputs) is set and not settings.outputs:
        settings.outputs = Outstanding()
