"""Exports of stacks as an engine would have written them, without running one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pulumi_qstash.engine.values import SECRET_SIGNATURE, SIGNATURE
from pulumi_qstash.model import KINDS, Context

KIND = {kind.name: kind for kind in KINDS}


def secret(value: Any) -> dict[str, str]:
    """A secret as `--show-secrets` exports it."""
    return {SIGNATURE: SECRET_SIGNATURE, "plaintext": json.dumps(value)}


def closed(ciphertext: str) -> dict[str, str]:
    """A secret as an ordinary export has it."""
    return {SIGNATURE: SECRET_SIGNATURE, "ciphertext": ciphertext}


class Written:
    """A stack's state in the making."""

    def __init__(self, project: str = "shop", stack: str = "dev", account: str = "") -> None:
        self.project, self.stack, self.account = project, stack, account
        self.resources: list[dict[str, Any]] = []

    def provider(self, name: str = "default", **config: Any) -> str:
        """A provider with configuration (`token="t"` is `qstash:token`); returns its reference."""
        kind = "pulumi:providers:pulumi-python"
        urn = f"urn:pulumi:{self.stack}::{self.project}::{kind}::{name}"
        inputs = {f"qstash:{k}": v for k, v in config.items()}
        self.resources.append({"urn": urn, "custom": True, "id": f"id-{name}", "type": kind, "inputs": inputs})
        return f"{urn}::id-{name}"

    def add(self, kind: str, name: str, provider: str = "", secrets: dict[str, Any] | None = None,
            options: dict[str, Any] | None = None, **inputs: Any) -> Written:  # fmt: skip
        """An object as it was applied; `secrets` replaces properties by what the export shows of them."""
        checked = KIND[kind].check(inputs, {}, Context(loopback_allowed=True)).inputs
        inputs = checked | (secrets or {})
        outputs = inputs | ({"account": self.account} if self.account else {})
        type_ = f"pulumi-python:dynamic/qstash:{kind}"
        self.resources.append(
            {
                "urn": f"urn:pulumi:{self.stack}::{self.project}::{type_}::{name}",
                "custom": True,
                "id": checked[KIND[kind].id_property],
                "type": type_,
                "inputs": inputs | {"__provider": "x"},
                "outputs": outputs | {"__provider": "x"},
                "provider": provider,
            }
            | (options or {})
        )
        return self

    def schedule(self, id_: str, cron: str = "0 3 * * *", **more: Any) -> Written:
        """A schedule with ordinary inputs."""
        given = {"destination": "https://shop.example.com/run", "cron": cron, "scheduleId": id_} | more
        return self.add("Schedule", given.pop("name", id_), **given)

    def export(self, **more: Any) -> str:
        """What `stack export` would print."""
        return json.dumps({"version": 3, "deployment": {"resources": self.resources} | more})


def changes(report: dict[str, Any]) -> dict[str, list[str]]:
    """From drift's JSON: the changed paths by id."""
    return dict(_changes(report))


def _changes(report: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for entry in report["objects"]:
        if entry["status"] == "changed":
            yield entry["id"], [c["path"] for c in entry["changes"]]


def statuses(report: dict[str, Any]) -> dict[str, str]:
    """From drift's JSON: the status by id."""
    return {entry["id"]: entry["status"] for entry in report["objects"]}
