"""Rules for URLs that QStash is to call from outside."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from ..answers import Context
from .registry import rule

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?")
#: Brackets hold an IPv6 address, and nothing but a port follows them.
_AUTHORITY = re.compile(r"([^\[\]]*@)?(\[[^\[\]]*:[^\[\]]*\](:[^\[\]]*)?|[^\[\]]*)")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_PRIVATE_NAMES = ("localhost", "local", "internal", "localdomain", "home.arpa", "lan", "intranet")
_LONGEST = 8 * 1024
_REWRITTEN = re.compile(r"[\"<>]")
_REWRITTEN_IN_PATH = re.compile(r"[`{}]")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def is_group_name(text: str) -> bool:
    """True for what QStash reads as the name of a URL group."""
    return _NAME.fullmatch(text) is not None and text not in (".", "..")


@rule("group-name")
def group_name(text: str, _: Context) -> str | None:
    """A destination that is no URL is meant as the name of a URL group."""
    if not is_group_name(text):
        return _neither(text)
    if text.lower() == "localhost" or text.lower().startswith("www."):
        return f"{text} would be read as the name of a URL group: begin a URL with https://"
    if _is_address(text):
        return f"{text} is an address, and would be read as the name of a URL group: begin a URL with https://"
    return None


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _neither(text: str) -> str | None:
    if not text or ":" in text or "/" in text or text.lower().startswith("http"):
        return None
    return (
        "it is neither a URL nor the name of a URL group: begin a URL with https://, "
        "and write a name with letters, digits, hyphens, periods and underscores"
    )


@rule("url-text")
def url_text(text: str, _: Context) -> str | None:
    """Characters that reach QStash as they are written."""
    if not text:
        return "it is empty: write the URL that QStash is to call"
    if any(c.isspace() for c in text):
        return "it has white space in it: write %20 for a space inside, and strip the ends"
    if any(ord(c) < 32 or ord(c) == 127 for c in text):
        return "it has a control character in it: percent-encode it"
    if "\\" in text:
        return "it has a backslash in it: URLs are written with /"
    if not text.isascii():
        return (
            "it has characters beyond ASCII, which HTTP clients rewrite: percent-encode the path, write "
            "the host in punycode (xn--…)"
        )
    if len(text) > _LONGEST:
        return (
            f"it is {len(text)} characters long: QStash takes it in its own request line, so keep it under {_LONGEST}"
        )
    return None


@rule("url-scheme")
def url_scheme(text: str, _: Context) -> str | None:
    """http or https."""
    lower = text.lower()
    if lower.startswith(("http%3a", "https%3a")):
        return "it is percent-encoded: QStash takes the URL as it is, beginning with https://"
    if not text.startswith(("http://", "https://")):
        if lower.startswith(("http://", "https://")):
            return "it has its scheme in capitals: write http:// or https://"
        return "it has no scheme that QStash calls: begin it with https:// (or http://)"
    return None


@rule("url-host")
def url_host(text: str, _: Context) -> str | None:
    """A host, and perhaps a port, that can be read."""
    parts = _split(text)
    if parts is None or not _AUTHORITY.fullmatch(parts.netloc):
        return "it is no URL: its host or port cannot be read"
    if not parts.hostname:
        return "it has no host: write it like https://app.example.com/run"
    if parts.port == 0 or parts.netloc.endswith(":"):
        return "it has no usable port after the colon: leave both out, or write a port from 1 to 65535"
    labels = parts.hostname.removesuffix(".").split(".")
    legal = all(_HOST_LABEL.fullmatch(label) and len(label) <= 63 for label in labels) and len(parts.hostname) <= 253
    if not legal and not _is_address(parts.hostname):
        return "it has a host that is no host name: check its letters, digits, hyphens and periods"
    return None


@rule("url-user")
def url_user(text: str, _: Context) -> str | None:
    """Credentials travel in headers."""
    parts = _split(text)
    if parts and (parts.username is not None or parts.password is not None):
        return "it has a user or password before the host: send it in an Authorization header instead"
    return None


@rule("url-private")
def url_private(text: str, context: Context) -> str | None:
    """QStash calls from outside."""
    parts = _split(text)
    host = (parts and parts.hostname) or ""
    return (_address(host, context) if _is_address(host) else _host_name(host, context)) if host else None


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _ = parts.port, parts.hostname
    except ValueError:
        return None
    return parts


def _address(host: str, context: Context) -> str | None:
    address = ipaddress.ip_address(host)
    if isinstance(address, ipaddress.IPv6Address):
        # What carries an IPv4 address in it leads to that one.
        address = address.ipv4_mapped or address.sixtofour or address
    if address.is_global and not address.is_multicast and (address.version == 4 or address in _GLOBAL_UNICAST):
        return None
    if context.loopback_allowed and not (address.is_multicast or address.is_unspecified):
        return None
    return f"it points to {host}, which QStash cannot reach from outside: use a public host, or a tunnel to yours"


def _host_name(host: str, context: Context) -> str | None:
    if context.loopback_allowed:
        return None
    labels = host.removesuffix(".").split(".")
    if labels[-1].isdigit() or re.fullmatch(r"0[xX][0-9a-fA-F]+", labels[-1]):
        return f"it has the host {host}, which clients read as an address in different ways: write a host name"
    private = any(
        host.lower().removesuffix(".") == n or host.lower().removesuffix(".").endswith(f".{n}") for n in _PRIVATE_NAMES
    )
    if private:
        return (
            f"it points to {host}, a private name that QStash cannot reach from outside: use a public "
            "host, or a tunnel to yours"
        )
    if len(labels) == 1:
        return f"it has the host {host} without a domain, which QStash cannot reach from outside: write the whole name"
    return None


@rule("url-path")
def url_path(text: str, _: Context) -> str | None:
    """HTTP clients resolve dots before QStash sees them."""
    parts = _split(text)
    if parts is None:
        return None
    segments = [unquote(segment) for segment in parts.path.split("/")]
    if any(segment in (".", "..") for segment in segments):
        return (
            "it has a /./ or /../ in its path, which HTTP clients resolve before QStash sees it: write the "
            "resolved path"
        )
    return None


@rule("url-escapes")
def url_escapes(text: str, _: Context) -> str | None:
    """HTTP clients rewrite some signs on the way, so that QStash would get another URL than the one declared."""
    path = text.partition("?")[0]
    sign = _REWRITTEN.search(text) or _REWRITTEN_IN_PATH.search(path)
    if sign:
        return f"it has the sign {sign[0]} in it, which HTTP clients rewrite: write %{ord(sign[0]):02X}"
    if _BROKEN_ESCAPE.search(path):
        return "it has a % that begins no escape such as %20: write %25 for the sign itself"
    return None


@rule("url-fragment")
def url_fragment(text: str, _: Context) -> str | None:
    """A fragment never leaves the caller."""
    if "#" in text:
        return "it has a fragment (#…), which is never sent: leave it out, or write %23 for the sign itself"
    return None


@rule("url-query")
def url_query(text: str, _: Context) -> str | None:
    """QStash takes some query keys as its own settings, and an empty query does not reach it."""
    if text.endswith("?") and text.count("?") == 1:
        return "it ends in a question mark without a query, which is lost on the way: leave it out"
    parts = _split(text)
    for key, _value in parse_qsl(parts.query if parts else "", keep_blank_values=True):
        if key.lower().startswith("upstash-") or key.lower() == "qstash_token":
            return (
                f"it has {key} in its query, which QStash takes as a setting of its own: rename it, or use the property"
            )
    return None
