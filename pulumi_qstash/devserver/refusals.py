"""An API call that QStash refuses."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of the server
    """Ends a call with a status and `{"error": text}`; nothing has been written by then.

    Attributes:
        status: The HTTP status.
        text: What QStash says.
        headers: More headers for the answer.
    """

    def __init__(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.headers = headers or {}


def bad_request(text: str) -> Refusal:
    """400: the call itself is wrong."""
    return Refusal(400, text)


def not_found(text: str) -> Refusal:
    """404: the object is not there."""
    return Refusal(404, text)


def quota_exceeded(limit: str) -> Refusal:
    """412: `limit` is the plan's limit in QStash's words, such as `maxSchedules`."""
    return Refusal(412, f"quota {limit} exceeded")
