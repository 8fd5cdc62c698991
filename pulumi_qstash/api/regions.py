"""Where QStash lives, and which account a token belongs to."""

from __future__ import annotations

import base64
import binascii
import json
from urllib.parse import urlsplit

from .errors import NotConfigured

DEFAULT_URL = "https://qstash.upstash.io"
REGIONS = {
    "eu-central-1": "https://qstash-eu-central-1.upstash.io",
    "us-east-1": "https://qstash-us-east-1.upstash.io",
}
# The default host is the European one, so that both names mean the same account.
_SAME_HOST = {"qstash.upstash.io": "qstash-eu-central-1.upstash.io"}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def region_url(region: str) -> str:
    """The URL of `region`.

    Raises:
        NotConfigured: there is no such region.
    """
    try:
        return REGIONS[region]
    except KeyError:
        known = " or ".join(REGIONS)
        raise NotConfigured(
            f"QStash has no region {region!r}; set qstash:region to {known}, or set qstash:url."
        ) from None


def clean_url(url: str) -> str:
    """`url` without a trailing slash or `/v2`.

    Raises:
        NotConfigured: it is no http or https URL.
    """
    text = url.strip().rstrip("/").removesuffix("/v2/publish").removesuffix("/v2")
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise NotConfigured(f"The QStash URL must look like {DEFAULT_URL}; check qstash:url or QSTASH_URL.")
    return text


def host_of(url: str) -> str:
    """The host (with a port that is not the scheme's own) that names the account's region."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return f"{host}:{parts.port}" if parts.port else _SAME_HOST.get(host, host)


def is_loopback(url: str) -> bool:
    """Whether `url` is a server on this machine."""
    return (urlsplit(url).hostname or "") in _LOOPBACK


def user_id(token: str) -> str | None:
    """The user id inside `token`, or None where it is not of the usual form."""
    try:
        told = json.loads(base64.b64decode(token.strip() + "=" * (-len(token.strip()) % 4), validate=True))
    except (binascii.Error, ValueError):
        return None
    found = told.get("UserID") if isinstance(told, dict) else None
    return found if isinstance(found, str) and found else None
