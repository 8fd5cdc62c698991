"""Keeping web pages out: a page that somebody visits must not drive the server on their machine."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_CONTAINER = "host.docker.internal"


class Guard:
    """Tells calls of this machine's programs from those that a browser makes for a foreign page.

    Args:
        host: The address on which the server listens. Names of other hosts, which a page could point at this
            address, are refused; on a public address every address is allowed, and the machine's own name.
    """

    def __init__(self, host: str) -> None:
        self._public = _is_public(host)
        self._names = {*_LOOPBACK, _CONTAINER, host.lower(), socket.gethostname().lower()}

    def objection(self, headers: Mapping[str, str], *, is_page: bool) -> str | None:
        """Why a request is refused, None where it is welcome.

        Args:
            headers: The request's headers, names in lower case.
            is_page: Whether a person may come by a link.
        """
        if not self._is_ours(headers.get("host", "")):
            return "This server answers only under its own address. Call it as 127.0.0.1 or localhost."
        if is_page:
            return None
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower():
            return "This server takes no calls from web pages of other places."
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return "This server takes no calls from web pages of other places."
        return None

    def _is_ours(self, authority: str) -> bool:
        try:
            name = urlsplit(f"//{authority}").hostname or ""
        except ValueError:
            return False
        return name.lower() in self._names or (self._public and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_public(host: str) -> bool:
    return _is_address(host) and not ipaddress.ip_address(host).is_loopback
