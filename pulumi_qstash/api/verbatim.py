"""A URL whose path and query go out as they stand."""

from __future__ import annotations

from .httpx_alone import httpx


class VerbatimURL(httpx.URL):
    """httpx would encode a destination in the path anew; this URL hands its target on byte for byte.

    httpcore's `target` extension would do the same, but it is sent to a proxy's CONNECT as well.

    Args:
        url: the server.
        target: path and query.
    """

    def __init__(self, url: httpx.URL, target: bytes) -> None:
        super().__init__(url)
        self._target = target

    @property
    def raw_path(self) -> bytes:
        """The path and query on the wire."""
        return self._target
