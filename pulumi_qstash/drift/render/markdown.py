"""The report for GitHub: an issue, a comment, a job's summary."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_qstash.drift.render import sentences
from pulumi_qstash.drift.report import Change, Entry, Report, Status

LIMIT = 60_000
"""Characters; GitHub takes 65,536 in a comment."""


def render(report: Report) -> str:
    """The report as Markdown, within the size of a comment: what is left out is counted."""
    head = [
        f"## QStash drift: {sentences.verdict(report)}",
        "",
        f"{report.headline} {_ignored(report)}".strip(),
        "",
    ]
    head += [f"Compared: {_plain(sentences.subject(report))}.", ""]
    body, left_out = _within([b for s in Status for b in _section(report, s)], LIMIT - 2000)
    tail = _pauses(report) + _unseen(report) + [f"> {_plain(n)}" for n in report.notes]
    tail, _ = _within(tail, 1500)
    if left_out:
        body.append(f"\n…and {left_out} more lines; `--format html` holds all.")
    if report.differs:
        tail += ["", sentences.REPAIR]
    return "\n".join(head + body + tail).rstrip() + "\n"


def _ignored(report: Report) -> str:
    return f"{report.ignored} ignored." if report.ignored else ""


def _within(lines: list[str], limit: int) -> tuple[list[str], int]:
    kept, size = [], 0
    for line in lines:
        size += len(line) + 1
        if size > limit:
            break
        kept.append(line)
    return kept, len(lines) - len(kept)


def _section(report: Report, status: Status) -> Iterator[str]:
    entries = report.of(status)
    if not entries or status is Status.IN_SYNC:
        return
    yield from (f"### {sentences.TITLES[status]}", "")
    if status is Status.CHANGED:
        yield from ("| object | property | declared | live |", "| --- | --- | --- | --- |")
        yield from (_row(report, e, c) for e in entries for c in e.changes)
    else:
        yield from (_line(report, e) for e in entries)
    yield ""


def _row(report: Report, entry: Entry, change: Change) -> str:
    cells = [_title(report, entry), _code(change.path), _cell(change.before, change.before_words)]
    return f"| {' | '.join([*cells, _cell(change.after, change.after_words)])} |"


def _cell(value: str | None, words: str) -> str:
    said = _code(value) if value else _plain(sentences.value(value))
    return f"{said}<br>{_plain(words)}" if words else said


def _line(report: Report, entry: Entry) -> str:
    about = f": {_plain(entry.about)}" if entry.about else ""
    notes = "".join(f"; {_plain(n)}" for n in entry.notes)
    return f"- {_title(report, entry)}{about}{notes}"


def _title(report: Report, entry: Entry) -> str:
    where = sentences.where(entry, report)
    return f"{entry.title.removesuffix(entry.id)}{_code(entry.id)}" + (f" ({_plain(where)})" if where else "")


def _pauses(report: Report) -> list[str]:
    lines = [f"- {_title(report, e)}: {_plain(sentences.pause(e))}" for e in report.paused_outside]
    return ["### Paused or resumed outside the program", "", *lines, ""] if lines else []


def _unseen(report: Report) -> list[str]:
    lines = [f"- {_title(report, e)}: {', '.join(map(_code, e.not_compared))}" for e in report.not_compared]
    if not lines:
        return []
    summary = "<details><summary>Not compared: secret here or redacted by QStash</summary>"
    return [summary, "", *lines, "", "</details>", ""]


def _code(text: str) -> str:
    """`text` as inline code inside a table: a pipe or backtick in it ends neither."""
    one_line = " ".join(text.split()) or " "
    fence = "``" if "`" in one_line else "`"
    pad = " " if fence == "``" else ""
    return f"{fence}{pad}{one_line}{pad}{fence}".replace("|", "\\|")


_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>|#"})


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)
