"""Where a message goes: a URL, or a URL group by its name."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import unquote, urlsplit

from .behaviour import Behaviour
from .call import is_name
from .refusals import bad_request

_URL = re.compile(r"https?://", re.IGNORECASE)
_NO_SCHEME = "endpoint has invalid scheme, add http:// or https://"


def check_destination(text: str, behaviour: Behaviour) -> str:
    """A destination as QStash stores it: a URL verbatim, or the name of a URL group.

    Raises:
        Refusal: 400.
    """
    if behaviour["decodesDestination"] and re.match(r"https?%3a", text, re.IGNORECASE):
        text = unquote(text)
    if not text.strip("/"):
        raise bad_request("a non-empty destination must be provided")
    if is_name(text.rstrip("/")):
        return text.rstrip("/")
    check_url(text, "destination", behaviour)
    return text


def is_url(destination: str) -> bool:
    """Whether a checked destination is a URL, and not a URL group."""
    return bool(_URL.match(destination))


def check_url(text: str, what: str, behaviour: Behaviour) -> None:
    """Refuse what is no http URL.

    Raises:
        Refusal: 400, saying what is wrong with the `what` (`destination`, `callback`, `endpoint`).
    """
    if not _URL.match(text):
        raise bad_request(f"invalid {what} url: {_NO_SCHEME}")
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _ = parts.port  # refuses one that is no number
    except ValueError:
        host = None
    if not host:
        raise bad_request(f"invalid {what} url: endpoint has no host")
    loopback = _loopback(host)
    if loopback and behaviour["loopbackFails"]:
        raise bad_request(f"invalid {what} url: endpoint resolves to a loopback address: {loopback}")


def _loopback(host: str) -> str | None:
    if host == "localhost" or host.endswith(".localhost"):
        return "127.0.0.1"
    try:
        return host if ipaddress.ip_address(host).is_loopback else None
    except ValueError:
        return None
