"""How a property's value may be shown: secrets, bodies and header values never are, whatever they hold."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from pulumi_qstash.model.credential_values import is_credential

from .scrub import HIDDEN
from .values import DROPPED, SECRET, UNKNOWN, Opaque

NOT_SET = "not set"
_OPAQUE = {SECRET: "(secret)", UNKNOWN: "(known after apply)", DROPPED: HIDDEN}
_LONGEST = 160
_LONGEST_MESSAGE = 600
_QUERY_VALUE = re.compile(r"(?<==)[^&;#]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def value(path: str, found: Any) -> str:
    """The text for a property's value; `path` is its place, such as `callback.headers`."""
    if found is None:
        return NOT_SET
    if isinstance(found, Opaque):
        return _OPAQUE[found]
    key = path.rsplit(".", 1)[-1]
    show = _BY_KEY.get(key)
    return show(found) if show else HIDDEN


def opaque(found: Opaque) -> str:
    """The text for a value that is secret or not yet known."""
    return _OPAQUE[found]


def text(found: Any) -> str:
    """A plain value as text: no control characters, not too long, hidden where it looks like a credential."""
    if isinstance(found, Opaque):
        return _OPAQUE[found]
    if isinstance(found, bool):
        return "yes" if found else "no"
    clean = _CONTROL.sub(" ", str(found))
    if is_credential(clean):
        return "(hidden: it looks like a credential)"
    return clean if len(clean) <= _LONGEST else f"{clean[: _LONGEST - 1]}…"


def url(found: Any) -> str:
    """A destination without what may be a credential in it: user and password, query values, random path parts."""
    if isinstance(found, Opaque):
        return _OPAQUE[found]
    clean = _CONTROL.sub(" ", str(found))
    try:
        parts = urlsplit(clean)
    except ValueError:
        return HIDDEN
    if not parts.netloc:
        return text(clean)
    host = parts.netloc.rpartition("@")[2]
    path = "/".join(_segment(each) for each in parts.path.split("/"))
    query = f"?{_query(parts.query)}" if parts.query else ""
    shown = f"{parts.scheme}://{'…@' if '@' in parts.netloc else ''}{host}{path}{query}"
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def _query(query: str) -> str:
    return _QUERY_VALUE.sub("…", query) if "=" in query else "…"


def _segment(part: str) -> str:
    return "…" if is_credential(part) else part


def _headers(found: Any) -> str:
    if not isinstance(found, dict):
        return HIDDEN
    names = ", ".join(sorted(text(name) for name in found))
    return f"{names} (values hidden)" if names else "none"


def _hidden_body(_: Any) -> str:
    return "(a body, hidden)"


def _list(found: Any) -> str:
    return ", ".join(text(each) for each in found) if isinstance(found, list) else text(found)


def _endpoints(found: Any) -> str:
    if not isinstance(found, list):
        return HIDDEN
    return ", ".join(_endpoint(each) for each in found) or "none"


def _endpoint(found: Any) -> str:
    if not isinstance(found, dict):
        return _OPAQUE.get(found, HIDDEN) if isinstance(found, Opaque) else HIDDEN
    name = found.get("name")
    return f"{text(name)} = {url(found.get('url'))}" if name else url(found.get("url"))


def _callback(found: Any) -> str:
    return url(found.get("url")) if isinstance(found, dict) else url(found)


def _flow_control(found: Any) -> str:
    if not isinstance(found, dict):
        return text(found)
    return ", ".join(f"{key} {text(each)}" for key, each in sorted(found.items()) if key in _BY_KEY)


def _redact(found: Any) -> str:
    if not isinstance(found, dict):
        return text(found)
    parts = ["body"] if found.get("body") is True else []
    headers = found.get("headers")
    if headers is True:
        parts.append("all headers")
    elif isinstance(headers, list):
        parts.append(f"headers {_list(headers)}")
    return " and ".join(parts) or "nothing"


_BY_KEY = {
    **dict.fromkeys(
        ("cron", "timeZone", "scheduleId", "method", "contentType", "retries", "retryDelay", "delay", "timeout",
         "queue", "paused", "adopt", "queueName", "groupName", "parallelism", "key", "rate", "period", "account"),
        text,
    ),
    "destination": url,
    "url": url,
    "callback": _callback,
    "failureCallback": _callback,
    "headers": _headers,
    "body": _hidden_body,
    "bodyBase64": _hidden_body,
    "labels": _list,
    "endpoints": _endpoints,
    "flowControl": _flow_control,
    "redact": _redact,
}  # fmt: skip


def name(found: str) -> str:
    """A name or a URN without control characters."""
    return _CONTROL.sub(" ", found)


def message(found: str) -> str:
    """A message of the engine in one line of bearable length."""
    clean = " ".join(_CONTROL.sub(" ", _without_traceback(found)).split()).removeprefix("error: ")
    return clean if len(clean) <= _LONGEST_MESSAGE else f"{clean[: _LONGEST_MESSAGE - 1]}…"


def _without_traceback(found: str) -> str:
    """A program's failure as its first and its last line: what lies between is for its author."""
    head, marker, trace = found.partition("Traceback (most recent call last):")
    lines = [line for line in trace.splitlines() if line.strip()]
    return f"{head.strip()} {lines[-1].strip()}" if marker and lines else found
