"""What the page's scripts draw, as compact JSON: a thousand schedules take well under a megabyte.

The runs of a week are exact: for every hour the minutes at which a schedule runs. Hours that are alike share one
list of minutes, hours in a row are counted, and schedules with the same runs share one entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby, pairwise
from typing import Any

from ..clocks import changes
from ..report import Item, Report, Side
from ..week import HOURS
from . import rows
from .rows import comparison

#: More rows than these make no page that anybody reads; changed ones come first.
MOST_ROWS = 1_500
_SAME = 0


def page_data(report: Report) -> dict[str, Any]:
    """The data of a page."""
    weeks = _Weeks()
    findings = defaultdict(list)
    for each in report.findings:
        findings[each.urn].append([each.rule.code, each.severity, each.message, int(each.already)])
    clocks = _Clocks(report)
    return {
        "start": int(report.week.start.timestamp()),
        "deploy": int(report.week.deploy.timestamp()),
        "drift": report.drift,
        "rows": [_row(each, weeks, findings[each.urn], clocks) for each in _rows(report)],
        "weeks": weeks.found,
        "load": [list(report.load_before), list(report.load_after)],
    }


def left_out(report: Report) -> int:
    """Schedules for which the page has no room."""
    return max(0, len(_schedules(report)) - MOST_ROWS)


def _schedules(report: Report) -> list[Item]:
    changed = [each for each in report.items if each.before or each.after]
    return [*sorted(changed, key=lambda each: -abs(each.messages_change)), *report.unchanged]


def _rows(report: Report) -> list[Item]:
    return _schedules(report)[:MOST_ROWS]


def _row(item: Item, weeks: _Weeks, findings: list[list[Any]], clocks: _Clocks) -> dict[str, Any]:
    before, after = _side(item.before, weeks), _side(item.after, weeks)
    row = {
        "n": item.name,
        "a": item.action,
        "i": "" if item.identity == item.name else item.identity,
        "c": round(item.messages_change, 3),
        "f": after,
        "b": _SAME if before == after else before,
        "s": [[s.name, s.before, s.after, s.meaning, int(s.replaces)] for s in item.settings if s.name not in _SHOWN],
        "l": list(item.losses),
        "q": findings,
        "k": clocks.of(item),
        "j": item.new_identity,
    }
    return {key: found for key, found in row.items() if found not in ("", [], None)}


_SHOWN = ("cron", "timeZone", "destination")


def _side(side: Side | None, weeks: _Weeks) -> dict[str, Any] | None:
    if side is None:
        return None
    when = side.timing
    first = int(side.next_runs[0].timestamp()) if side.next_runs else 0
    runs = [int(run.timestamp()) for run in side.next_runs]
    return {
        "r": weeks.index(side.minutes),
        "w": rows.words(side),
        "x": when.words,
        "t": when.text,
        "z": when.zone if when.cron and not when.cron.in_utc else "",
        "p": int(side.paused),
        "d": side.destination,
        "e": [first, *(later - earlier for earlier, later in pairwise(runs))] if runs else [],
        "v": [row.after[0] for row in comparison(_alone(side)) if row.label in ("runs", "messages", "at worst")],
        "m": round(side.volume.messages_per_day, 3) if side.volume.known else -1,
    }


def _alone(side: Side) -> Item:
    return Item("schedule", "", "", "create", "", None, side)


class _Weeks:
    """The weeks of runs, each kept once."""

    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []
        self._indexes: dict[tuple[int, ...], int] = {}

    def index(self, minutes: tuple[int, ...]) -> int:
        """Where a week of runs is kept."""
        if minutes not in self._indexes:
            self._indexes[minutes] = len(self.found)
            self.found.append(packed(minutes))
        return self._indexes[minutes]


def packed(minutes: Sequence[int]) -> dict[str, Any]:
    """A week of runs as `{"p": lists of minutes, "h": [[index of a list, hours in a row], ...]}`."""
    hours: list[list[int]] = [[] for _ in range(HOURS)]
    for minute in minutes:
        hours[minute // 60].append(minute % 60)
    patterns: dict[tuple[int, ...], int] = {}
    indexes = [patterns.setdefault(tuple(each), len(patterns)) for each in hours]
    return {
        "p": [list(each) for each in patterns],
        "h": [[index, sum(1 for _ in alike)] for index, alike in groupby(indexes)],
    }


class _Clocks:
    """Clock changes within the report's week, by zone."""

    def __init__(self, report: Report) -> None:
        self._week = report.week
        self._found: dict[str, list[list[Any]]] = {}

    def of(self, item: Item) -> list[list[Any]]:
        """[minute of the week, zone, seconds that the clock jumps] for the zones of an item."""
        zones = {
            side.timing.zone
            for side in (item.before, item.after)
            if side is not None and side.timing.cron is not None and not side.timing.cron.in_utc
        }
        return [change for zone in sorted(zones) for change in self._in(zone)]

    def _in(self, zone: str) -> list[list[Any]]:
        if zone not in self._found:
            week = self._week
            self._found[zone] = [
                [(each.at - week.start) // timedelta(minutes=1), zone, each.seconds]
                for each in changes(zone, week.start, week.end)
            ]
        return self._found[zone]
