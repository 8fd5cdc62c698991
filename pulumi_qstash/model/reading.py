"""Taking values out of a live object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import durations

REDACTED = "REDACTED:"
_NANOSECONDS = 10**9


def is_redacted(value: Any) -> bool:
    """True for what QStash shows instead of a redacted value."""
    return isinstance(value, str) and value.startswith(REDACTED)


def single(value: Any) -> Any:
    """A header's value: QStash lists values, and joins repeated ones with commas."""
    return ", ".join(str(v) for v in value) if isinstance(value, list) else value


def forwarded_headers(live: Any) -> dict[str, str] | None:
    """The headers that a program gave, out of a live header map."""
    if not isinstance(live, Mapping):
        return None
    ours = {name: single(value) for name, value in live.items() if not _is_added(name)}
    return ours or None


def content_type(live: Any) -> str | None:
    """The content type out of a live header map."""
    if not isinstance(live, Mapping):
        return None
    return next((single(value) for name, value in live.items() if name.lower() == "content-type"), None)


def text(value: Any) -> str | None:
    """A text that is not empty."""
    return value if isinstance(value, str) and value else None


def positive(value: Any) -> int | None:
    """A count, where zero stands for none."""
    return int(value) if isinstance(value, (int, float)) and value > 0 else None


def seconds(value: Any) -> str | None:
    """A duration that QStash returns in seconds, or as text."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return durations.format_seconds(int(value)) if value > 0 else None
    return text(value)


def timeout(value: Any) -> str | None:
    """A timeout: as `seconds`, though a number beyond all timeouts counts in nanoseconds, as Go does."""
    nanoseconds = isinstance(value, (int, float)) and value >= _NANOSECONDS
    return seconds(value // _NANOSECONDS if nanoseconds else value)


def same_timeout(live: Any, remembered: Any) -> bool:
    """True where a timeout that is read in milliseconds is the one that we remember.

    QStash does not document whether it returns timeouts, nor in which unit; its logs count in milliseconds.
    """
    try:
        return durations.parse(live) == 1000 * durations.parse(remembered)
    except (durations.DurationError, TypeError):
        return False


def texts(value: Any) -> list[str] | None:
    """A list of texts that is not empty."""
    return [str(v) for v in value] or None if isinstance(value, list) else None


def _is_added(name: str) -> bool:
    lower = name.lower()
    return lower == "content-type" or lower.startswith("upstash-")
