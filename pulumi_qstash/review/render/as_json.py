"""The report as JSON for other tools; docs/review/json.md describes it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from ..report import Item, Report, Setting, Side
from ..rules import Finding
from ..totals import Limit, Totals
from ..week import BusiestMinute

VERSION = 1


def as_json(report: Report) -> str:
    """The JSON text, with a line feed at its end."""
    return json.dumps(document(report), indent=2, ensure_ascii=False) + "\n"


def document(report: Report) -> dict[str, Any]:
    """The JSON document."""
    return {
        "version": VERSION,
        "kind": "drift" if report.drift else "change",
        "project": report.project,
        "stack": report.stack,
        "headline": report.headline,
        "at": _instant(report.at),
        "plan": report.plan.code,
        "complete": report.complete,
        "failed": report.failed,
        "problems": list(report.problems),
        "resources": [_item(each) for each in report.items],
        "others": [{"type": each.type, "action": each.action, "count": each.count} for each in report.others],
        "totals": {
            "before": _totals(report.before),
            "after": _totals(report.after),
            "limits": [_limit(each) for each in report.limits],
        },
        "busiestMinute": {"before": _busiest(report.busiest_before), "after": _busiest(report.busiest_after)},
        "load": {
            "start": _instant(report.week.start),
            "before": list(report.load_before),
            "after": list(report.load_after),
        },
        "findings": [_finding(each) for each in report.findings],
        "notes": list(report.notes),
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "kind": item.noun,
        "name": item.name,
        "urn": item.urn,
        "action": item.action,
        "id": item.identity,
        "newId": item.new_identity or None,
        "before": _side(item.before),
        "after": _side(item.after),
        "settings": [_setting(each) for each in item.settings],
        "losses": list(item.losses),
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    when, volume = side.timing, side.volume
    return {
        "cron": when.text,
        "timeZone": when.zone,
        "words": when.words,
        "known": when.cron is not None,
        "paused": when.paused,
        "nextRuns": [{"utc": _instant(run), "local": when.local(run).isoformat()} for run in side.next_runs],
        "runsPerDay": _rounded(volume.runs_per_day),
        "runsPerMonth": _rounded(volume.runs_per_month),
        "endpoints": volume.endpoints,
        "messagesPerRun": volume.per_run,
        "messagesPerRunAtWorst": {"retriesFree": volume.worst_free, "retriesBilled": volume.worst_billed},
        "messagesPerDay": _rounded(volume.messages_per_day),
        "messagesPerMonth": _rounded(volume.messages_per_month),
        "destination": side.destination,
    }


def _setting(setting: Setting) -> dict[str, Any]:
    return {
        "name": setting.name,
        "before": setting.before,
        "after": setting.after,
        "meaning": setting.meaning,
        "replaces": setting.replaces,
    }


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "schedules": totals.schedules,
        "activeSchedules": totals.active,
        "queues": totals.queues,
        "urlGroups": totals.url_groups,
        "runsPerDay": _rounded(totals.runs_per_day),
        "messagesPerDay": _rounded(totals.messages_per_day),
        "messagesPerMonth": _rounded(totals.messages_per_month),
        "messagesPerMonthAtWorst": {
            "retriesFree": _rounded(totals.worst_free_per_month),
            "retriesBilled": _rounded(totals.worst_billed_per_month),
        },
        "dollarsPerMonth": {
            "expected": _rounded(totals.cost.expected),
            "worstRetriesFree": _rounded(totals.cost.worst_free),
            "worstRetriesBilled": _rounded(totals.cost.worst_billed),
        },
        "unknown": list(totals.unknown),
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "name": limit.name,
        "before": limit.before,
        "after": limit.after,
        "limit": limit.limit,
        "state": limit.state,
    }


def _busiest(busiest: BusiestMinute) -> dict[str, Any]:
    return {
        "at": _instant(busiest.at) if busiest.at else None,
        "deliveries": busiest.deliveries,
        "schedules": list(busiest.sharing),
        "times": busiest.times,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    rule = finding.rule
    return {
        "code": rule.code,
        "severity": rule.severity,
        "title": rule.title,
        "resource": finding.name,
        "urn": finding.urn or None,
        "path": finding.path,
        "message": finding.message,
        "reason": rule.reason,
        "remedy": rule.remedy,
        "page": rule.page,
        "already": finding.already,
    }


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _rounded(number: float) -> float:
    return round(number, 6)
