"""The report as a comment on GitHub: grasped in ten seconds, details folded, never too long for a comment."""

from __future__ import annotations

from collections.abc import Iterable

from ..report import Item, Report
from ..say import instant, number, plural
from ..shown import NOT_SET
from ..week import BusiestMinute
from . import blocks
from .escape import code, plain
from .markdown_details import details
from .rows import ABSENT, Group, grouped, words
from .sums import sums, worth_showing

#: GitHub refuses a comment of more than 65,536 characters; bytes are counted here, which are more.
LIMIT = 65_000
MARKER = "<!-- pulumi-qstash review -->"
_ROWS = 40
_STRIPS = 12
_NAMES = 8
_OTHERS = 12
_SIGNS = {
    "create": "🟢", "take over": "🟢", "import": "🟢", "back": "🟢", "update": "🟡", "changed outside": "🟡",
    "replace": "🟠", "delete": "🔴", "gone": "🔴", "let go": "⚪",
}  # fmt: skip
_ALERTS = {"danger": "🛑", "warning": "⚠️", "note": "💡"}
_STATES = {"over": "🛑 over", "near": "⚠️ near", "fine": "fine"}


def markdown(report: Report) -> str:
    """The Markdown text; at most `LIMIT` bytes, and it says what it left out."""
    items = list(report.items)
    fixed = [
        MARKER,
        f"### {plain(report.title)}",
        f"**{plain(report.headline)}**",
        *_problems(report),
        *_table(report, items),
        *_strips(report, items),
        *_findings(report),
        *_sums(report),
    ]
    closing = [*_others(report), *_notes(report)]
    body = "\n\n".join(fixed)
    end = "\n\n".join(closing)
    folded = details(items, report, LIMIT - len(body.encode()) - len(end.encode()) - 400)
    return "\n\n".join(part for part in (body, folded, end) if part) + "\n"


def _problems(report: Report) -> list[str]:
    if not report.failed:
        return []
    lines = "\n".join(f"> - {plain(each[:400])}" for each in report.problems[:10])
    return [f"> [!CAUTION]\n> The preview failed, and resources may be missing here.\n{lines}"]


def _table(report: Report, items: list[Item]) -> list[str]:
    if not items:
        return []
    rows = [_table_row(each) for each in items[:_ROWS]]
    left = len(items) - len(rows)
    head = f"| | resource | {' | '.join(report.labels)} | messages a day |\n| :-- | :-- | :-- | :-- | --: |"
    more = [f"… and {plural(left, 'more resource')}, with smaller changes."] if left > 0 else []
    return ["\n".join([head, *rows]), *more]


def _table_row(item: Item) -> str:
    cells = (
        f"{_SIGNS.get(item.action, '')} {item.action}",
        f"{code(item.name[:80])}{'' if item.noun == 'schedule' else f' {item.noun}'}",
        _side_cell(item, "before"),
        _side_cell(item, "after"),
        _messages_cell(item),
    )
    return f"| {' | '.join(cells)} |"


def _side_cell(item: Item, side: str) -> str:
    found = getattr(item, side)
    if item.noun == "schedule":
        return plain(words(found)[:160])
    values = [(each.name, getattr(each, side)) for each in item.settings]
    return plain(", ".join(f"{name} {value}" for name, value in values if value != NOT_SET)[:160])


def _messages_cell(item: Item) -> str:
    if item.noun != "schedule":
        return ""
    before, after = (
        (number(side.volume.messages_per_day) if side.volume.known else "?") if side else ABSENT
        for side in (item.before, item.after)
    )
    if before == after:
        return after
    return f"{before} → **{after}**"


def _strips(report: Report, items: list[Item]) -> list[str]:
    drawn = [(item, blocks.day_to_show(item)) for item in items if item.before or item.after]
    shown = [(item, day) for item, day in drawn if day is not None and _differs(item)][:_STRIPS]
    if not shown:
        return []
    lines = [f"{'hour, UTC':<34}{blocks.SCALE}"]
    for item, day in shown:
        lines += _strip_lines(report, item, day)
    left = sum(day is not None and _differs(item) for item, day in drawn) - len(shown)
    more = [f"… and the hours of {plural(left, 'more schedule')}."] if left > 0 else []
    text = "\n".join(lines)
    return [f"```text\n{text}\n```", *more]


def _differs(item: Item) -> bool:
    before, after = item.before, item.after
    return before is None or after is None or before.minutes != after.minutes or before.paused != after.paused


def _strip_lines(report: Report, item: Item, day: int) -> Iterable[str]:
    name = item.name.replace("`", "'")[:22]
    date = f"{report.week.moment(day * 1440):%a %d %b}"
    for label, side in zip(report.labels, (item.before, item.after), strict=True):
        if side is not None:
            drawn = blocks.strip_of(side, day)
            yield f"{name:<22} {label:<6} {'':<4}{drawn:<24}  {date}"
            name = ""


def _findings(report: Report) -> list[str]:
    groups = grouped(report.findings)
    now = [each for each in groups if not each.already]
    parts = []
    if now:
        lines = "\n".join(_group_line(each) for each in now)
        parts.append(f"**{_counted(now)}**\n\n{lines}")
    held = [each for each in groups if each.already]
    if held:
        lines = "\n".join(_group_line(each) for each in held)
        summary = f"{plural(sum(len(each.findings) for each in held), 'finding')} that held before this change too"
        parts.append(f"<details><summary>{summary}</summary>\n\n{lines}\n\n</details>")
    return parts


def _counted(groups: list[Group]) -> str:
    counts = [
        plural(sum(len(each.findings) for each in groups if each.rule.severity == severity), severity)
        for severity in ("danger", "warning", "note")
        if any(each.rule.severity == severity for each in groups)
    ]
    return ", ".join(counts)


def _group_line(group: Group) -> str:
    rule, names = group.rule, group.names
    listed = ", ".join(code(name[:60]) for name in names[:_NAMES])
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    where = f" — {listed}{more}" if names else ""
    messages = list(dict.fromkeys(each.message for each in group.findings))
    what = f": {plain(messages[0][:300])}" if len(messages) == 1 else ""
    return f"- {_ALERTS[rule.severity]} **{rule.title}** ({rule.code}){where}{what}. {rule.remedy}"


def _sums(report: Report) -> list[str]:
    if not worth_showing(report):
        return []
    title = "The whole stack" if report.complete else "Changed resources only (add `--show-sames` for the whole stack)"
    rows = [(line.label, line.before, line.after, line.difference) for line in sums(report)]
    rows.append(("busiest minute", _busiest(report.busiest_before), _busiest(report.busiest_after), ""))
    rows += [
        (each.name, number(each.before), f"{number(each.after)} of {number(each.limit)}", _STATES[each.state])
        for each in report.limits
        if each.state != "fine"
    ]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return [f"**{title}**\n\n| | {' | '.join(report.labels)} | |\n| :-- | --: | --: | --: |\n{table}"]


def _busiest(found: BusiestMinute) -> str:
    if found.at is None:
        return "none"
    first = "first " if found.times > 1 else ""
    by = plural(len(found.sharing), "schedule")
    return f"{plural(found.deliveries, 'delivery')} by {by}, {first}{found.at:%a %H:%M}"


def _others(report: Report) -> list[str]:
    changed = [each for each in report.others if each.action != "same"]
    if not changed:
        return []
    listed = ", ".join(f"{code(each.type)} {each.action} {each.count}" for each in changed[:_OTHERS])
    more = f" and {plural(len(changed) - _OTHERS, 'more kind')}" if len(changed) > _OTHERS else ""
    return [f"Also in this preview, not reviewed here: {listed}{more}."]


def _notes(report: Report) -> list[str]:
    notes = [plain(each) for each in report.notes[:_NAMES]]
    if len(report.notes) > _NAMES:
        notes.append(f"… and {plural(len(report.notes) - _NAMES, 'more assumption')}.")
    at = f"Counted from {instant(report.at)}. Whether a retry is billed, QStash's own texts disagree: hence the range."
    return [f"<sub>{' '.join([at, *notes])}</sub>"]
