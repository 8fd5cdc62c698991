"""What the processes of a run print, line by line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

_CHUNK = 64 * 1024


async def lines(stream: asyncio.StreamReader | None) -> AsyncIterator[str]:
    """The lines of `stream` without their ends, of any length; a last line may lack its end."""
    # Not `readline`: it gives up at a long line, and then nobody empties the pipe.
    pieces: list[bytes] = []
    while stream is not None and (chunk := await stream.read(_CHUNK)):
        first, *others = chunk.split(b"\n")
        pieces.append(first)
        for other in others:
            yield b"".join(pieces).decode(errors="replace")
            pieces = [other]
    if last := b"".join(pieces):
        yield last.decode(errors="replace")


def let_go(process: asyncio.subprocess.Process) -> None:
    """Close the pipes of a process that has ended: one that it started may hold their other ends for ever."""
    transport = getattr(process, "_transport", None)  # asyncio has no public way
    if transport is not None:
        transport.close()
