"""Crons in words, and what a live object is in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from pulumi_qstash import cron
from pulumi_qstash.model.credential_values import is_credential


def cron_words(inputs: Mapping[str, Any]) -> str:
    """The runs of a schedule's inputs in words; empty where the cron cannot be read."""
    text = inputs.get("cron")
    if not isinstance(text, str):
        return ""
    zone = inputs.get("timeZone")
    try:
        return cron.runs(cron.parse(text, time_zone=zone) if zone else cron.parse(text))
    except ValueError:
        return ""


def about(kind: str, live: Mapping[str, Any]) -> str:
    """What an object that no stack declares is, in a few words; no value that can be secret."""
    if kind == "Schedule":
        words = cron_words({"cron": live.get("cron")}) or str(live.get("cron", ""))
        return f"{words}, to {_place(str(live.get('destination', '')))}"
    if kind == "Queue":
        return f"parallelism {live.get('parallelism', '?')}"
    if kind == "UrlGroup":
        count = len(live.get("endpoints") or [])
        return f"{count} endpoint{'' if count == 1 else 's'}"
    pinned = [n for n in ("parallelism", "rate") if live.get(f"isPinned{n.capitalize()}")]
    return f"{' and '.join(pinned)} pinned" if pinned else "limits not pinned"


def _place(destination: str) -> str:
    """A destination without what a URL can hide: user, password, query, a random step of its path."""
    if "://" not in destination:
        return destination
    try:
        parts = urlsplit(destination)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "a URL that cannot be read"
    path = "/".join("…" if is_credential(step) else step for step in parts.path.split("/"))
    return f"{parts.scheme}://{parts.hostname or ''}{port}{path}"


def last_failure(live: Mapping[str, Any]) -> str:
    """What QStash says of the last delivery of a schedule, where it failed; else empty."""
    if isinstance(live.get("error"), str) and live["error"]:
        return str(live["error"])
    states = live.get("lastScheduleStates")
    failed = isinstance(states, dict) and "FAIL" in states.values()
    return "the last delivery failed" if failed else ""
