"""One dialect's reading of an expression."""

from __future__ import annotations

from dataclasses import dataclass

CRONTAB = "crontab"
QUARTZ = "Quartz"
EVENTBRIDGE = "EventBridge"
GITHUB = "GitHub Actions"
CRONITER = "croniter"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one dialect makes of an expression.

    Attributes:
        dialect: Its name: crontab (Vixie and its children), Quartz, EventBridge, GitHub Actions, croniter.
        accepted: Whether it takes the expression as it stands.
        text: How it differs from QStash, as a clause without its full stop.
    """

    dialect: str
    accepted: bool
    text: str
