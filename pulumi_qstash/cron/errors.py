"""The one error of this room."""

from __future__ import annotations


class CronError(ValueError):
    """An expression that QStash would refuse.

    Attributes:
        reason: What is wrong, as a sentence without its full stop.
        suggestion: What to write instead, or None where no guess is safe.
    """

    def __init__(self, reason: str, suggestion: str | None = None) -> None:
        self.reason = reason
        self.suggestion = suggestion
        super().__init__(f"{reason}: {suggestion}" if suggestion else reason)

    def __reduce__(self) -> tuple[type[CronError], tuple[str, str | None]]:
        return CronError, (self.reason, self.suggestion)
