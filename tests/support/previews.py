"""Recorded previews, and small ones made on the spot, for the tests of reviews."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pulumi_qstash.review.assemble import assemble
from pulumi_qstash.review.changes import stack_of
from pulumi_qstash.review.digest import read
from pulumi_qstash.review.report import Report

RECORDINGS = Path(__file__).parent.parent / "review" / "recordings"
#: A Monday; the clocks of Europe and America are on winter time.
AT = datetime(2026, 11, 23, 10, 17, 30, tzinfo=UTC)
NAMES = sorted(path.name.split(".")[0] for path in RECORDINGS.iterdir() if ".json" in path.name)


def recording(name: str) -> str:
    """What the Pulumi CLI printed for a preview (see the README beside the recordings)."""
    packed = RECORDINGS / f"{name}.json.gz"
    return (
        gzip.decompress(packed.read_bytes()).decode() if packed.exists() else (RECORDINGS / f"{name}.json").read_text()
    )


def report_of(
    digest: str | dict[str, Any], *, at: datetime = AT, plan: str = "payg", ignore: tuple[str, ...] = ()
) -> Report:
    """The report on a digest."""
    found = read(digest if isinstance(digest, str) else json.dumps(digest))
    return assemble(found, stack_of(found), at=at, plan=plan, ignored=ignore)


@cache
def recorded(name: str) -> Report:
    """The report on a recorded preview."""
    return report_of(recording(name))


def urn(name: str, kind: str = "Schedule") -> str:
    """The URN of a resource of the stack shop/prod."""
    return f"urn:pulumi:prod::shop::pulumi-python:dynamic/qstash:{kind}::{name}"


def step(
    op: str,
    name: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    *,
    kind: str = "Schedule",
    **extra: Any,
) -> dict[str, Any]:
    """One step of a digest."""
    found: dict[str, Any] = {"op": op, "urn": urn(name, kind), "detailedDiff": None, **extra}
    for key, properties in (("oldState", before), ("newState", after)):
        if properties is not None:
            token = f"pulumi-python:dynamic/qstash:{kind}"
            found[key] = {"urn": urn(name, kind), "custom": True, "type": token, "inputs": properties}
    return found


def digest(*steps: dict[str, Any], same: int | None = None, **extra: Any) -> dict[str, Any]:
    """A digest of these steps; `same` says how many resources the engine counted as unchanged."""
    stack = {"op": "same", "urn": "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod", "detailedDiff": None}
    summary = {} if same is None else {"changeSummary": {"same": same + 1}}
    return {"steps": [stack, *steps], **summary, **extra}


def schedule(cron: str = "0 9 * * *", **properties: Any) -> dict[str, Any]:
    """The properties of a schedule that no rule has anything to say about."""
    quiet = {
        "destination": "https://api.shop.example/job",
        "retries": 0,
        "failureCallback": {"url": "https://api.shop.example/alarm"},
    }
    return {key: found for key, found in {**quiet, "cron": cron, **properties}.items() if found is not None}


def created(**properties: Any) -> Report:
    """The report on a change that creates one schedule named job."""
    return report_of(digest(step("create", "job", None, schedule(**properties))))


def changed(before: dict[str, Any], after: dict[str, Any]) -> Report:
    """The report on a change that updates one schedule named job, the unchanged known (there are none)."""
    return report_of(digest(step("update", "job", schedule(**before), schedule(**after)), same=0))


def codes(report: Report) -> set[str]:
    """The rules that a report's findings name, those that held before left out."""
    return {each.rule.code for each in report.findings if not each.already}
