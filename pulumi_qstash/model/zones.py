"""The time zone of a cron expression: in the text as `CRON_TZ=`, or beside it as `timeZone`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from .. import cron as crons
from .answers import Inputs

_PREFIXES = ("CRON_TZ=", "TZ=")


def split_zone(text: Any) -> tuple[str | None, str]:
    """The zone that an expression names, or None, and the expression without it."""
    stripped = str(text).strip()
    if not stripped.startswith(_PREFIXES):
        return None, stripped
    zone, _, rest = stripped.partition("=")[2].partition(" ")
    return zone or None, rest.strip()


def has_zone(text: Any) -> bool:
    """True where an expression names its zone itself."""
    return isinstance(text, str) and text.strip().startswith(_PREFIXES)


def expression_meaning(inputs: Mapping[str, Any]) -> Any:
    """What the expression means, its zone aside: the sets of its fields, or its interval."""
    return _meaning(split_zone(inputs.get("cron") or "")[1])


@lru_cache(maxsize=8192)
def _meaning(text: str) -> Any:
    try:
        parsed = crons.parse(text)
    except crons.CronError:
        return " ".join(text.split())
    return (parsed.minutes, parsed.hours, parsed.days, parsed.months, parsed.interval)


def zone_meaning(inputs: Mapping[str, Any]) -> str:
    """The zone in which the expression is read."""
    zone = inputs.get("timeZone") or split_zone(inputs.get("cron") or "")[0] or "UTC"
    return "UTC" if zone in ("Etc/UTC", "Local") else zone


def in_own_style(recalled: Inputs, live: Mapping[str, Any], props: Mapping[str, Any]) -> Inputs:
    """Keeps the zone in the expression, where the user writes it there.

    Args:
        recalled: The inputs after a read, so far.
        live: What was read, its zone beside the expression.
        props: What is remembered.
    """
    if "timeZone" in props or not has_zone(props.get("cron")) or "cron" not in live:
        return recalled
    same = all(meaning(live) == meaning(props) for meaning in (expression_meaning, zone_meaning))
    zone = live.get("timeZone")
    written = f"CRON_TZ={zone} {live['cron']}" if zone else live["cron"]
    return {k: v for k, v in recalled.items() if k != "timeZone"} | {"cron": props["cron"] if same else written}
