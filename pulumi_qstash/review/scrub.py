"""Keeps what a preview must not show out of the messages that an engine or a program printed."""

from __future__ import annotations

import re
from typing import Any

from pulumi_qstash.model.credential_values import is_credential, is_credential_name

HIDDEN = "(hidden)"
_SHORTEST = 4
#: Properties whose values a message may repeat: the report shows them itself.
_OPEN = frozenset(
    {
        "destination", "cron", "timeZone", "scheduleId", "method", "contentType", "retries", "retryDelay", "delay",
        "timeout", "queue", "flowControl", "labels", "paused", "adopt", "runs", "queueName", "groupName", "endpoints",
        "parallelism", "key", "rate", "period", "redact", "url", "name", "account",
    }
)  # fmt: skip
_COLOUR = re.compile(r"<\{%[^%]*%\}>|\x1b\[[0-9;]*m")
_SCHEME = re.compile(r"\b(?:[Bb]earer|Basic|Token)\s+[^\s'\"]{6,}")
#: A name, and a colon or an equals sign that a value follows (no URL, no part of a URN).
_NAME = re.compile(r"""([\w-]+)['"]?\s*[:=]\s*['"]?(?![:/])""")
_VALUE = re.compile(r"""[^\s'",;{}()\[\]]+""")
_WORD = re.compile(r"[^\s'\"`<>{}()\[\],]+")


def sensitive_texts(document: dict[str, Any]) -> frozenset[str]:
    """Texts of a digest that a message might repeat and that must not be shown: bodies, header values, configuration,
    all properties of other providers."""
    found: set[str] = set()
    for raw in document.get("steps") or []:
        for side in ("oldState", "newState"):
            state = raw.get(side) if isinstance(raw, dict) else None
            if isinstance(state, dict):
                _properties(state.get("inputs"), found)
                _properties(state.get("outputs"), found)
    _all(document.get("config"), found)
    return frozenset(text for text in found if len(text) >= _SHORTEST and text != "[secret]")


def scrubbed(message: str, sensitive: frozenset[str]) -> str:
    """A message without colour marks, without the sensitive texts and without what looks like a credential."""
    clean = _COLOUR.sub("", message)
    for text in sorted(sensitive, key=len, reverse=True):
        clean = clean.replace(text, HIDDEN)
    return _WORD.sub(_hide_credential, _without_named(_SCHEME.sub(HIDDEN, clean)))


def _without_named(message: str) -> str:
    """A message without what follows the names of credentials."""
    kept, at = [], 0
    for name in _NAME.finditer(message):
        value = _VALUE.match(message, name.end())
        if value and name.end() >= at and is_credential_name(name[1]):
            kept += [message[at : name.end()], HIDDEN]
            at = value.end()
    return "".join([*kept, message[at:]])


def _hide_credential(match: re.Match[str]) -> str:
    word = match.group()
    if not word.isidentifier() and "://" in word and "urn:" not in word:
        from .shown import url

        return url(word)
    return HIDDEN if is_credential(word) else word


def _properties(properties: object, found: set[str]) -> None:
    if not isinstance(properties, dict):
        return
    for key, value in properties.items():
        if key in ("callback", "failureCallback"):
            _properties(value, found)
        elif key not in _OPEN:
            _all(value, found)


def _all(value: object, found: set[str]) -> None:
    if isinstance(value, str):
        found.add(value)
    elif isinstance(value, dict):
        for each in value.values():
            _all(each, found)
    elif isinstance(value, list):
        for each in value:
            _all(each, found)
