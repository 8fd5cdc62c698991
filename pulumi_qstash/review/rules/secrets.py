"""QS5xx: credentials."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ..credentials import looks_like_credential, named_like_credential
from ..shown import text
from ..values import SECRET, holds
from .destinations import urls
from .registry import Hit, on_one
from .subject import Subject

_SHORTEST = 6


@on_one(
    "QS501",
    "danger",
    "A credential in plain text",
    reason="What is not marked as a secret stands readable in the program, in the state and in every preview.",
    remedy="Read it with config.require_secret(), or wrap it with pulumi.Output.secret(), and change the credential.",
)
def credential_in_plain_text(subject: Subject) -> Iterator[Hit]:
    """Header values, bodies and URLs that hold what looks like a credential and are not marked as secret."""
    for path, headers in _headers(subject.properties):
        for name, found in headers.items():
            if isinstance(found, str) and _credential(name, found):
                yield Hit(f"{path} holds the value of {text(name)} in plain text", path=f"{path}.{name}")
    for path in ("body", "bodyBase64"):
        found = subject.properties.get(path)
        if isinstance(found, str) and _in_body(found):
            yield Hit(f"{path} holds what looks like a credential in plain text", path=path)
    for path, url in urls(subject):
        if in_url(url):
            yield Hit(f"{path} carries a credential in the URL", path=path)


@on_one(
    "QS502",
    "note",
    "A secret that QStash shows",
    reason="QStash keeps headers and bodies readable in its console, its logs and its API unless they are redacted.",
    remedy="Set redact for the header or the body.",
)
def secret_not_redacted(subject: Subject) -> Iterator[Hit]:
    """Schedules with a secret header or body that QStash is not told to redact."""
    if subject.kind != "Schedule":
        return
    redact = subject.properties.get("redact")
    redacted = redact if isinstance(redact, dict) else {}
    for path in ("headers", "body", "bodyBase64"):
        if holds(subject.properties.get(path), SECRET) and not redacted.get(path.removesuffix("Base64")):
            yield Hit(f"{path} hold a secret and are not redacted".replace("body hold", "body holds"), path=path)


def in_url(url: str) -> bool:
    """Whether a URL carries a password or a key."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.password or looks_like_credential(parts.path):
        return True
    query = parse_qsl(parts.query)
    return any(_credential(name, found) for name, found in query)


def _headers(properties: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, holder in (
        ("headers", properties),
        ("callback.headers", properties.get("callback")),
        ("failureCallback.headers", properties.get("failureCallback")),
    ):
        found = holder.get("headers") if isinstance(holder, dict) else None
        if isinstance(found, dict):
            yield path, found


def _credential(name: str, found: str) -> bool:
    return looks_like_credential(found) or (named_like_credential(name) and len(found) >= _SHORTEST)


def _in_body(body: str) -> bool:
    try:
        document = json.loads(body)
    except ValueError:
        return looks_like_credential(body)
    return _in_document(document)


def _in_document(document: Any, name: str = "") -> bool:
    if isinstance(document, dict):
        return any(_in_document(each, str(key)) for key, each in document.items())
    if isinstance(document, list):
        return any(_in_document(each, name) for each in document)
    return isinstance(document, str) and _credential(name, document)
