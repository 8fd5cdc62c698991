"""What every format says of one item, as rows of (label, before, after), and findings put together by rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from ..report import Item, Side
from ..rules import Finding, Rule
from ..say import number, plural, short

ABSENT = "—"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison; each side may have several lines."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether both sides say the same."""
        return self.before == self.after


def comparison(item: Item) -> list[Row]:
    """Before and after of a schedule, side by side; empty for other kinds."""
    if item.before is None and item.after is None:
        return []
    return [
        Row("when", _one(item.before, _when), _one(item.after, _when)),
        Row("cron", _one(item.before, _cron), _one(item.after, _cron)),
        Row("next runs", next_runs(item.before), next_runs(item.after)),
        Row("runs", _one(item.before, _runs), _one(item.after, _runs)),
        Row("messages", _one(item.before, _messages), _one(item.after, _messages)),
        Row("at worst", _one(item.before, _worst), _one(item.after, _worst)),
        Row("destination", _one(item.before, _destination), _one(item.after, _destination)),
    ]


def _one(side: Side | None, say: object) -> tuple[str, ...]:
    return (say(side),) if side is not None and callable(say) else (ABSENT,)


def _when(side: Side) -> str:
    words = side.timing.words
    return f"paused ({words})" if side.paused else words


def _cron(side: Side) -> str:
    return side.timing.text


def _destination(side: Side) -> str:
    return side.destination


def next_runs(side: Side | None) -> tuple[str, ...]:
    """The next runs in UTC, and on the schedule's own clock where that is another."""
    if side is None:
        return (ABSENT,)
    if side.paused:
        return ("none while paused",)
    if not side.next_runs:
        return ("none",) if side.timing.cron else (side.timing.reason,)
    when = side.timing
    if when.cron is None or when.cron.in_utc:
        return tuple(f"{short(run)} UTC" for run in side.next_runs)
    return tuple(_local_and_utc(when.local(run), run) for run in side.next_runs)


def _local_and_utc(local: datetime, run: datetime) -> str:
    utc = short(run) if local.date() != run.date() else short(run)[len("Mon 23 Nov ") :]
    return f"{short(local)} · {utc} UTC"


def _runs(side: Side) -> str:
    if not side.volume.known:
        return "not known"
    return f"{number(side.volume.runs_per_day)} a day, {number(side.volume.runs_per_month)} a month"


def _messages(side: Side) -> str:
    volume = side.volume
    if not volume.known:
        return "not known"
    each = f" ({plural(volume.per_run, 'message')} a run)" if volume.per_run != 1 else ""
    return f"{number(volume.messages_per_day)} a day, {number(volume.messages_per_month)} a month{each}"


def _worst(side: Side) -> str:
    volume = side.volume
    if not volume.known:
        return "not known"
    counts = [volume.runs_per_day * each for each in (volume.worst_free, volume.worst_billed)]
    if number(counts[0]) == number(counts[1]):
        return f"{number(counts[0])} a day"
    return f"{number(counts[0])} a day, {number(counts[1])} where retries count"


def words(side: Side | None) -> str:
    """A schedule's time table in a few words."""
    if side is None:
        return ABSENT
    return f"paused ({side.timing.description})" if side.paused else side.timing.description


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one rule; `new` ones first."""

    rule: Rule
    findings: tuple[Finding, ...]

    @property
    def already(self) -> bool:
        """True where each of them held before the change."""
        return all(each.already for each in self.findings)

    @property
    def names(self) -> tuple[str, ...]:
        """The resources that it is about."""
        return tuple(dict.fromkeys(each.name for each in self.findings if each.name))


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Findings put together by rule, the most severe first; those that held before come last."""
    ordered = list(findings)
    return [
        Group(rule, tuple(each))
        for (_, rule), each in groupby(ordered, key=lambda finding: (finding.already, finding.rule))
    ]
