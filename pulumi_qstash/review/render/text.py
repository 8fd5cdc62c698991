"""The report for a terminal."""

from __future__ import annotations

from io import StringIO

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..report import Item, Report
from ..say import instant, number, plural
from ..week import BusiestMinute
from . import blocks
from .rows import Group as FindingGroup
from .rows import comparison, grouped
from .sums import sums, worth_showing

_WIDTH = 120
_MOST = 30
_NAMES = 8
_FEW = 4
_STYLES = {
    "create": "green", "take over": "green", "import": "green", "back": "green", "update": "yellow",
    "changed outside": "yellow", "replace": "dark_orange", "delete": "red", "gone": "red", "let go": "dim",
}  # fmt: skip
_SEVERITIES = {"danger": "bold red", "warning": "yellow", "note": "cyan"}
_WHOLE = "The whole stack"
_PART = "Changed resources only (--show-sames or --state gives the whole stack)"


def text(report: Report, *, width: int | None = None, colour: bool = False) -> str:
    """The report as text, at most `width` columns wide."""
    out = StringIO()
    console = Console(
        file=out, width=width or _WIDTH, force_terminal=colour, no_color=not colour, highlight=False, emoji=False,
        markup=False, legacy_windows=False,
    )  # fmt: skip
    console.print(Text(report.title, style="bold"))
    console.print(Text(report.headline))
    for problem in report.problems:
        console.print(Text(f"error: {problem}", style="red"))
    for item in report.items[:_MOST]:
        console.print()
        console.print(_item(item, report))
    if len(report.items) > _MOST:
        console.print(
            f"\n… and {plural(len(report.items) - _MOST, 'more resource')}: --format html or json has them all."
        )
    _print_findings(console, report)
    _print_sums(console, report)
    _print_rest(console, report)
    lines = (line.rstrip() for line in out.getvalue().splitlines())
    return "\n".join(lines) + "\n"


def _item(item: Item, report: Report) -> Group:
    head = Text.assemble((item.action, _STYLES.get(item.action, "")), f" {item.noun} ", (item.name, "bold"))
    if item.identity and item.identity != item.name:
        head.append(f"  {item.identity}", style="dim")
    if item.new_identity:
        head.append(f" → {item.new_identity}", style="dim")
    parts: list[object] = [head]
    if comparison(item):
        parts.append(Padding(_comparison(item, report), (0, 0, 0, 2)))
    settings = _settings(item)
    if settings.row_count:
        parts.append(Padding(settings, (0, 0, 0, 2)))
    parts += [Padding(Text(each, style="italic"), (0, 0, 0, 2)) for each in item.losses]
    return Group(*parts)  # type: ignore[arg-type]  # all of them can be printed


def _comparison(item: Item, report: Report) -> Table:
    table = _grid()
    sides = [each is not None for each in (item.before, item.after)]
    table.add_row("", *(Text(label, style="dim") for label, there in zip(report.labels, sides, strict=True) if there))
    for row in comparison(item):
        cells = [cell for cell, there in zip((row.before, row.after), sides, strict=True) if there]
        style = "" if row.same or not all(sides) else "bold"
        table.add_row(Text(row.label, style="dim"), *(Text("\n".join(cell), style=style) for cell in cells))
    day = blocks.day_to_show(item)
    if day is not None:
        strips = [blocks.strip_of(side, day) for side in (item.before, item.after) if side is not None]
        label = f"{report.week.moment(day * 1440):%a %d %b}, UTC"
        table.add_row(Text(label, style="dim"), *(Text(f"{blocks.SCALE}\n{strip}") for strip in strips))
    return table


def _settings(item: Item) -> Table:
    table = _grid()
    both = item.action in ("update", "replace", "changed outside", "import")
    gone = item.action in ("delete", "let go", "gone")
    for each in item.settings:
        if item.noun == "schedule" and each.name in ("cron", "timeZone", "destination"):
            continue
        value = f"{each.before} → {each.after}" if both else each.before if gone else each.after
        forced = " (forces the replacement)" if each.replaces else ""
        meaning = f"\n{each.meaning}" if each.meaning else ""
        table.add_row(Text(each.name, style="dim"), Text.assemble(value + forced, (meaning, "italic")))
    return table


def _grid() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=16, no_wrap=True, overflow="ellipsis")
    return table


def _print_findings(console: Console, report: Report) -> None:
    groups = grouped(report.findings)
    if not groups:
        return
    console.print()
    console.print(Text(plural(len(report.findings), "finding"), style="bold"))
    for group in groups:
        console.print(Padding(_finding(group), (0, 0, 0, 2)))


def _finding(group: FindingGroup) -> Text:
    rule = group.rule
    line = Text.assemble((f"{rule.severity:<8}", _SEVERITIES[rule.severity]), f"{rule.code} ", (rule.title, "bold"))
    if group.already:
        line.append(" (held before too)", style="dim")
    for found in _said(group):
        line.append(f"\n{found}")
    line.append(f"\n{rule.remedy}", style="italic")
    return line


def _said(group: FindingGroup) -> list[str]:
    """Each finding where they are few, else the names."""
    if len(group.findings) <= _FEW:
        return [f"{each.name}: {each.message}" if each.name else each.message for each in group.findings]
    names = group.names
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return [f"{', '.join(names[:_NAMES])}{more}: {group.rule.reason}"]


def _print_sums(console: Console, report: Report) -> None:
    if not worth_showing(report):
        return
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for name in ("", *report.labels, ""):
        table.add_column(name, justify="left" if not table.columns else "right")
    for line in sums(report):
        table.add_row(line.label, line.before, line.after, line.difference)
    table.add_row("busiest minute", _busiest(report.busiest_before), _busiest(report.busiest_after))
    for limit in report.limits:
        table.add_row(limit.name, number(limit.before), f"{number(limit.after)} of {number(limit.limit)}", limit.state)
    console.print()
    console.print(Text(_WHOLE if report.complete else _PART, style="bold"))
    console.print(Padding(table, (0, 0, 0, 2)))
    sharing = report.busiest_after.sharing
    if len(sharing) > 1:
        more = f" and {len(sharing) - _NAMES} more" if len(sharing) > _NAMES else ""
        console.print(Padding(Text(f"sharing the busiest minute: {', '.join(sharing[:_NAMES])}{more}"), (0, 0, 0, 2)))


def _busiest(found: BusiestMinute) -> str:
    first = "first " if found.times > 1 else ""
    return f"{plural(found.deliveries, 'delivery')}, {first}{found.at:%a %H:%M}" if found.at else "none"


def _print_rest(console: Console, report: Report) -> None:
    changed = [each for each in report.others if each.action != "same"]
    console.print()
    if changed:
        listed = ", ".join(f"{each.count} {each.type} {each.action}" for each in changed)
        console.print(f"Also in this preview, not reviewed here: {listed}")
    for note in report.notes[:_NAMES]:
        console.print(Text(note, style="dim"))
    console.print(Text(f"Counted from {instant(report.at)}.", style="dim"))
