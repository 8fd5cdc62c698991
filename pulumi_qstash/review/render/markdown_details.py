"""The folded part of a comment: one block for each resource, as many as there is room for."""

from __future__ import annotations

from ..report import Item, Report, Setting
from ..say import plural
from .escape import code, plain
from .rows import ABSENT, Row, comparison

_SETTINGS = 30
#: Nobody unfolds more.
_BLOCKS = 60


def details(items: list[Item], report: Report, room: int) -> str:
    """Blocks for the items in their order, within `room` bytes, with a line on those left out."""
    blocks: list[str] = []
    for item in items[:_BLOCKS]:
        block = _block(item, report)
        room -= len(block.encode()) + 2
        if room < 0:
            break
        blocks.append(block)
    left = len(items) - len(blocks)
    if left:
        blocks.append(
            f"Details of {plural(left, 'more resource')} are left out here: they are on the page (`--format html`)."
        )
    return "\n\n".join(blocks)


def _block(item: Item, report: Report) -> str:
    parts = [_comparison(item, report), _settings(item), _losses(item), _findings(item, report)]
    body = "\n\n".join(part for part in parts if part)
    identity = f" · {code(item.identity)}" if item.identity and item.identity != item.name else ""
    summary = f"{item.noun} {code(item.name)}: {item.action}{identity}"
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"


def _comparison(item: Item, report: Report) -> str:
    rows = comparison(item)
    if not rows:
        return ""
    lines = "\n".join(f"| {row.label} | {_cell(row, row.before)} | {_cell(row, row.after)} |" for row in rows)
    return f"| | {' | '.join(report.labels)} |\n| :-- | :-- | :-- |\n{lines}"


def _cell(row: Row, lines: tuple[str, ...]) -> str:
    show = code if row.label in ("cron", "destination") and lines != (ABSENT,) else plain
    return "<br>".join(show(line) for line in lines)


def _settings(item: Item) -> str:
    shown = [each for each in item.settings if each.name not in ("cron", "timeZone", "destination")]
    if not shown:
        return ""
    lines = "\n".join(_setting(item, each) for each in shown[:_SETTINGS])
    more = f"\n- … and {plural(len(shown) - _SETTINGS, 'more setting')}" if len(shown) > _SETTINGS else ""
    return lines + more


def _setting(item: Item, setting: Setting) -> str:
    both = item.action not in ("create", "take over", "import", "delete", "let go", "gone", "back")
    gone = item.action in ("delete", "let go", "gone")
    value = setting.before if gone else setting.after
    values = f"{code(setting.before)} → {code(setting.after)}" if both else code(value)
    meaning = f" — {plain(setting.meaning)}" if setting.meaning else ""
    replaces = " **forces the replacement**" if setting.replaces else ""
    return f"- {code(setting.name)}: {values}{meaning}{replaces}"


def _losses(item: Item) -> str:
    return "\n".join(f"> {plain(each)}" for each in item.losses)


def _findings(item: Item, report: Report) -> str:
    mine = [each for each in report.findings if each.urn == item.urn]
    return "\n".join(f"- {each.rule.code} {each.severity}: {plain(each.message)}" for each in mine)
