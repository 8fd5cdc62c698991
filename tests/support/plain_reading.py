"""A reading of the upsert call as QStash's documents tell it: small, plain, and sharing no code with what it tests."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def schedule(path: str, headers: list[tuple[str, str]], content: bytes | None) -> dict[str, Any]:
    """The live schedule that a request makes. What QStash does not give back is not in it."""
    given = {name.lower(): value for name, value in headers}
    assert len(given) == len(headers), "a header is sent twice"
    live: dict[str, Any] = {
        "scheduleId": given["upstash-schedule-id"],
        "destination": path.removeprefix("/v2/schedules/"),
        "cron": given["upstash-cron"],
        "method": given.get("upstash-method", "POST"),
        "retries": int(given.get("upstash-retries", "3")),
        "isPaused": False,
        "createdAt": 1,
    }
    plain = {"upstash-callback": "callback", "upstash-failure-callback": "failureCallback"}
    plain |= {"upstash-queue-name": "queueName", "upstash-retry-delay": "retryDelayExpression"}
    live |= {key: given[header] for header, key in plain.items() if header in given}
    forwarded = {canonical(n[len("Upstash-Forward-") :]): [v] for n, v in headers if n.startswith("Upstash-Forward-")}
    if "content-type" in given:
        forwarded["Content-Type"] = [given["content-type"]]
    if forwarded:
        live["header"] = forwarded
    if "upstash-delay" in given and seconds(given["upstash-delay"]):
        live["delay"] = seconds(given["upstash-delay"])
    if "upstash-label" in given:
        live["labels"] = given["upstash-label"].split(",")
        live["label"] = live["labels"][0]
    return live | _flow_control(given) | _body(content)


def _flow_control(given: dict[str, str]) -> dict[str, Any]:
    if "upstash-flow-control-key" not in given:
        return {}
    pairs = dict(part.strip().split("=") for part in given["upstash-flow-control-value"].split(","))
    live: dict[str, Any] = {"flowControlKey": given["upstash-flow-control-key"]}
    live |= {key: int(pairs[key]) for key in ("parallelism", "rate") if key in pairs}
    return live | {"period": seconds(pairs.get("period", "1s"))}


def _body(content: bytes | None) -> dict[str, Any]:
    if not content:
        return {}
    try:
        return {"body": content.decode()}
    except UnicodeDecodeError:
        return {"bodyBase64": base64.b64encode(content).decode()}


def redacted(headers: list[tuple[str, str]], live: dict[str, Any]) -> dict[str, Any]:
    """What QStash shows of a live schedule whose request asks for redactions."""
    asked = dict(headers).get("Upstash-Redact-Fields", "")
    names = {n.lower() for n in re.findall(r"header\[([^\]]+)\]", asked)}
    everything = "header" in asked.split(",")
    shown = dict(live)
    if "body" in asked.split(",") and "body" in shown:
        shown["body"] = "REDACTED:1234"
    if "header" in shown:
        shown["header"] = {
            n: ["REDACTED:1234"] if everything or n.lower() in names else v for n, v in shown["header"].items()
        }
    return shown


def seconds(text: str) -> int:
    """The seconds of a duration."""
    return sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"(\d+)([smhd])", text))


def canonical(name: str) -> str:
    """A header's name as Go writes it."""
    return "-".join(part[:1].upper() + part[1:].lower() for part in name.split("-"))


def url_group(path: str, content: bytes) -> dict[str, Any]:
    """The live URL group that an add call makes out of nothing."""
    name = path.removeprefix("/v2/topics/").removesuffix("/endpoints")
    return {"name": name, "endpoints": json.loads(content)["endpoints"], "createdAt": 1, "updatedAt": 1}


def queue(content: bytes) -> dict[str, Any]:
    """The live queue that an upsert makes."""
    told = json.loads(content)
    live = {"name": told["queueName"], "parallelism": told["parallelism"], "paused": told.get("paused", False)}
    return live | {"lag": 3, "createdAt": 1, "updatedAt": 1}
