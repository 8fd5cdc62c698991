"""What an answer of QStash means: the error that it stands for, and the JSON that it carries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import errors

_PLAIN_SUCCESS = {b"", b"ok", b"success"}
_LONGEST_TEXT = 300


@dataclass(frozen=True)
class Answer:
    """An answer as it came: status, headers (lower-case names) and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def read_json(answer: Answer, about: str) -> Any:
    """The JSON of a successful answer; None where the body is empty.

    Raises:
        Garbled: the body is no JSON.
    """
    if answer.body.strip().lower() in _PLAIN_SUCCESS:
        return None
    try:
        return json.loads(answer.body)
    except ValueError:
        raise errors.Garbled(f"QStash's answer to {about} could not be read.", status=answer.status) from None


def failure(answer: Answer, about: str, where: str, secrets: Iterable[str]) -> errors.QStashError | None:
    """The error that `answer` stands for, or None where it is a success."""
    if 200 <= answer.status < 300:
        return None
    text = error_text(answer.body)
    said = scrub(text or "", secrets)
    quoted = f': "{said}"' if said else ""
    status = answer.status
    if "not found in this region" in (text or ""):
        return errors.WrongRegion(
            f"{where} does not know the account of this token{quoted}. "
            "Set qstash:region (or qstash:url, QSTASH_URL) to the region of the token.",
            status=status,
        )
    if status in (401, 403):
        return _unauthorized(status, about, where, quoted)
    if status == 404:
        return _not_found(answer, text, about, where, quoted)
    if status == 429:
        return errors.RateLimited(f"QStash is limiting the rate of calls ({about}){quoted}.", status=status)
    if status >= 500 or status == 408:
        return errors.Unavailable(f"QStash failed on {about} (HTTP {status}){quoted}.", status=status)
    if status == 412 or "quota" in said.lower():
        return errors.QuotaExceeded(
            f"The QStash plan does not allow {about}{quoted}. Declare less, or choose a larger plan.",
            status=status,
        )
    if 300 <= status < 400:
        return errors.NotQStash(f"{where} redirects instead of answering; set the URL it leads to.")
    return errors.Refused(f"QStash refused {about} (HTTP {status}){quoted}.", status=status)


def _unauthorized(status: int, about: str, where: str, quoted: str) -> errors.QStashError:
    if status == 401:
        message = (
            f"{where} refused the token{quoted}. Set qstash:token (or QSTASH_TOKEN) to the token shown in the "
            "Upstash console; after a rotation run refresh or destroy with --run-program, "
            "since they otherwise use the token of the last update."
        )
    else:
        message = f"The token may not do this: {about} at {where}{quoted}. Use a token that is not read-only."
    return errors.Unauthorized(message, status=status)


def _not_found(answer: Answer, text: str | None, about: str, where: str, quoted: str) -> errors.QStashError:
    if text is None and answer.body.strip():
        return errors.NotQStash(f"{where} does not answer as QStash does; check qstash:url or QSTASH_URL.")
    return errors.NotFound(f"QStash has no such object: {about}{quoted}.", status=404)


def error_text(body: bytes) -> str | None:
    """The text of QStash's `{"error": text}`, or None where the body is something else."""
    try:
        told = json.loads(body)
    except ValueError:
        return None
    text = told.get("error") if isinstance(told, dict) else None
    return text if isinstance(text, str) else None


def scrub(text: str, secrets: Iterable[str]) -> str:
    """`text` in one short line, with every one of `secrets` blacked out."""
    for secret in sorted((s for s in secrets if len(s) > 3), key=len, reverse=True):
        text = text.replace(secret, "[secret]")
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"
