"""When a schedule runs, as far as a preview tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from .. import cron as crons
from ..cron import Cron, CronError
from . import shown
from .values import Opaque

_REFUSED = "refused: "


@dataclass(frozen=True, slots=True)
class Timing:
    """One side's time table.

    Attributes:
        text: The expression as it may be shown.
        zone: The name of the zone in which it is read.
        cron: The expression, or None where it is secret, not yet known or refused.
        reason: Why `cron` is None.
        paused: Whether QStash leaves its runs out.
    """

    text: str
    zone: str
    cron: Cron | None
    reason: str = ""
    paused: bool = False

    @property
    def words(self) -> str:
        """The time table in words with its rate, or why there is none."""
        return _words(self.cron) if self.cron else self.reason

    @property
    def why_unknown(self) -> str:
        """Why there is no time table, as a clause."""
        return "QStash refuses its expression" if self.refused else "its time table is not shown"

    @property
    def refused(self) -> bool:
        """Whether QStash refuses the expression."""
        return self.reason.startswith(_REFUSED)

    @property
    def description(self) -> str:
        """The time table in words alone."""
        return _description(self.cron) if self.cron else self.reason

    def next_runs(self, after: datetime, count: int) -> list[datetime]:
        """The next runs in UTC, were it not paused."""
        return self.cron.next_runs(after, count) if self.cron else []

    def local(self, run: datetime) -> datetime:
        """A run on the schedule's own clock."""
        return run if self.cron is None or self.cron.in_utc else run.astimezone(ZoneInfo(self.zone))


def timing(properties: dict[str, Any], *, stays_paused: bool = False) -> Timing:
    """The time table that a schedule's properties give.

    Args:
        properties: The schedule's properties.
        stays_paused: Whether the live schedule is paused where the properties do not say.
    """
    expression, zone = properties.get("cron"), properties.get("timeZone")
    paused = properties.get("paused") is True or (stays_paused and properties.get("paused") is None)
    for found in (expression, zone):
        if isinstance(found, Opaque):
            return Timing(shown.opaque(found), shown.text(zone or "UTC"), None, shown.opaque(found), paused)
    if not isinstance(expression, str) or not expression:
        return Timing(shown.NOT_SET, shown.text(zone or "UTC"), None, "no cron is set", paused)
    try:
        cron = _parsed(expression, zone if isinstance(zone, str) else None)
    except CronError as error:
        return Timing(shown.text(expression), shown.text(zone or "UTC"), None, f"{_REFUSED}{error}", paused)
    return Timing(shown.text(expression), cron.time_zone or "UTC", cron, "", paused)


@lru_cache(maxsize=4096)
def _parsed(expression: str, zone: str | None) -> Cron:
    return crons.parse(expression, time_zone=zone) if zone else crons.parse(expression)


@lru_cache(maxsize=4096)
def _words(cron: Cron) -> str:
    return crons.runs(cron)


@lru_cache(maxsize=4096)
def _description(cron: Cron) -> str:
    return crons.describe(cron)
