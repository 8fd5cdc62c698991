"""Reading the content of requests, with bounds on size, time and memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.types import Receive

#: Seconds that a client has for its whole content.
PATIENCE = 60.0
_SMALL = 64 * 1024
_DRAINED = 256 * 1024 * 1024


class TooLarge(Exception):  # noqa: N818 - an answer, not an error
    """The content is larger than the plan's messages; it was read and thrown away."""


class TooSlow(Exception):  # noqa: N818 - an answer, not an error
    """The content did not come in time."""


class Gone(Exception):  # noqa: N818 - nobody is left to answer
    """The client went away before its content was whole."""


class Room:
    """The memory for contents that are being read or handled: others wait until there is room.

    Args:
        size: Bytes of all contents together.
    """

    def __init__(self, size: int) -> None:
        self._size = self._free = size
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def take(self, wanted: int) -> AsyncIterator[None]:
        """Hold room for `wanted` bytes; small contents do not wait."""
        if wanted <= _SMALL:
            yield
            return
        wanted = min(wanted, self._size)
        async with self._changed:
            await self._changed.wait_for(lambda: self._free >= wanted)
            self._free -= wanted
        try:
            yield
        finally:
            async with self._changed:
                self._free += wanted
                self._changed.notify_all()


def announced(scope: Any, most: int) -> int:
    """The size that a request needs: its Content-Length, or `most` where that is not said."""
    headers = dict(scope["headers"])
    if b"content-length" in headers:
        return min(int(headers[b"content-length"]), most)
    return most if b"transfer-encoding" in headers else 0


async def read(receive: Receive, most: int, patience: float = PATIENCE) -> bytes:
    """The content, whole.

    Raises:
        TooLarge: It has more than `most` bytes.
        TooSlow: It takes longer than `patience` seconds.
        Gone: The client is no longer there.
    """
    try:
        return await asyncio.wait_for(_read(receive, most), patience)
    except TimeoutError:
        raise TooSlow from None


async def _read(receive: Receive, most: int) -> bytes:
    content, size = bytearray(), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size <= most:
            content += chunk
        else:
            content.clear()
        if size > most + _DRAINED:
            raise TooLarge
        if not message.get("more_body"):
            break
    if size > most:
        raise TooLarge
    return bytes(content)
