"""The report as JSON, for machines: the keys are kept, `version` tells of a changed meaning."""

from __future__ import annotations

import json
from typing import Any

from pulumi_qstash.drift.report import VERSION, Change, Entry, Report, Status


def render(report: Report) -> str:
    """The report as indented JSON text."""
    return json.dumps(as_json(report), indent=2, ensure_ascii=False) + "\n"


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "version": VERSION,
        "drift": report.has_drift,
        "summary": {_key(s): len(report.of(s)) for s in Status} | {"ignored": report.ignored},
        "stacks": list(report.stacks),
        "accounts": list(report.accounts),
        "objects": [_entry(e) for e in report.entries],
        "notes": list(report.notes),
    }


def _key(status: Status) -> str:
    return "inSync" if status is Status.IN_SYNC else status.value


def _entry(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = {
        "status": _key(entry.status),
        "kind": entry.kind,
        "id": entry.id,
        "account": entry.account,
        "name": entry.name,
        "urn": entry.urn,
        "stack": entry.stack,
        "about": entry.about,
        "changes": [_change(c) for c in entry.changes],
        "notCompared": list(entry.not_compared),
        "notes": list(entry.notes),
    }
    if entry.paused is not None:
        said["pause"] = {
            "paused": entry.paused,
            "declared": entry.pause_declared,
            "lastFailure": entry.last_failure,
        }
    return {k: v for k, v in said.items() if v not in ("", [])}


def _change(change: Change) -> dict[str, Any]:
    said: dict[str, Any] = {"path": change.path, "before": change.before, "after": change.after}
    if change.before_words or change.after_words:
        said |= {"beforeWords": change.before_words, "afterWords": change.after_words}
    return said
