"""QS5xx: credentials."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_qstash.model import bodies
from pulumi_qstash.model.credential_values import is_credential_body, is_credential_header, is_credential_url

from ..shown import text
from ..values import SECRET, holds
from .destinations import urls
from .registry import Hit, on_one
from .subject import Subject


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
            if isinstance(found, str) and is_credential_header(name, found):
                yield Hit(f"{path} holds the value of {text(name)} in plain text", path=f"{path}.{name}")
    body = bodies.content(subject.properties) or b""
    if is_credential_body(body.decode(errors="replace")):
        path = "bodyBase64" if "bodyBase64" in subject.properties else "body"
        yield Hit(f"{path} holds what looks like a credential in plain text", path=path)
    for path, url in urls(subject):
        if is_credential_url(url):
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


def _headers(properties: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, holder in (
        ("headers", properties),
        ("callback.headers", properties.get("callback")),
        ("failureCallback.headers", properties.get("failureCallback")),
    ):
        found = holder.get("headers") if isinstance(holder, dict) else None
        if isinstance(found, dict):
            yield path, found
