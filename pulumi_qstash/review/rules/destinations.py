"""QS1xx: where messages go."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from .registry import Hit, on_one
from .subject import Subject

_PRIVATE_ENDINGS = (".local", ".internal", ".localhost", ".lan", ".home.arpa", ".test", ".invalid")


def urls(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yields (path, URL) for every URL to which a resource sends, as far as the preview shows it."""
    properties = subject.properties
    candidates: list[tuple[str, Any]] = [("destination", properties.get("destination"))]
    for key in ("callback", "failureCallback"):
        found = properties.get(key)
        candidates.append((f"{key}.url", found.get("url") if isinstance(found, dict) else found))
    endpoints = properties.get("endpoints")
    for index, each in enumerate(endpoints if isinstance(endpoints, list) else []):
        candidates.append((f"endpoints[{index}].url", each.get("url") if isinstance(each, dict) else None))
    for path, url in candidates:
        if isinstance(url, str) and "://" in url:
            yield path, url


def host_of(url: str) -> str:
    """The host of a URL in lower case, or nothing where it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


@on_one(
    "QS101",
    "warning",
    "Messages travel in the clear",
    reason="Over plain HTTP anybody on the way can read the message and its headers, and can answer in place of "
    "the endpoint.",
    remedy="Give the URL as https://.",
)
def plain_http(subject: Subject) -> Iterator[Hit]:
    """URLs that are not HTTPS."""
    for path, url in urls(subject):
        if url.lower().startswith("http://"):
            yield Hit(f"{path} goes to {host_of(url)} over plain HTTP", path=path)


@on_one(
    "QS102",
    "danger",
    "QStash cannot reach the destination",
    reason="QStash delivers over the public internet: a loopback or private address is refused or never answers.",
    remedy="Give a public address, or a tunnel's while developing.",
)
def not_public(subject: Subject) -> Iterator[Hit]:
    """URLs whose host is not on the public internet."""
    for path, url in urls(subject):
        host = host_of(url)
        if not _public(host):
            yield Hit(f"{path} goes to {host or 'no host'}, which is not on the public internet", path=path)


def _public(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." in host and not host.endswith(_PRIVATE_ENDINGS)
    return address.is_global
