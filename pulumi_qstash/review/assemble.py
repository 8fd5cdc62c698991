"""Works a report out of a change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from . import shown
from .changes import ID_PROPERTIES, KINDS, NO_SETTING, Change, Stack
from .digest import Digest
from .headline import headline
from .meaning import losses, meaning
from .plans import PLANS, Plan
from .report import NEXT_RUNS, Item, Other, Report, Setting, Side
from .rules import Finding, Scene, Subject, check
from .say import plural
from .scrub import scrubbed
from .timing import Timing, timing
from .totals import Totals, limits, totals
from .volume import Volume, volume
from .week import BusiestMinute, Runs, Sender, Week, busiest, busiest_day, hourly

_ORDER = tuple(KINDS.values())
_SIDES = ("before", "after")


def assemble(digest: Digest, stack: Stack, *, at: datetime, plan: str = "payg", ignored: Iterable[str] = ()) -> Report:
    """The report on a change.

    Args:
        digest: The preview.
        stack: Its change, with what is known of the unchanged.
        at: The instant of the deploy, aware, in UTC.
        plan: Code of the plan under which costs and limits are worked out.
        ignored: Codes of rules that are switched off.
    """
    return _Assembly(digest, stack, at, PLANS[plan], tuple(ignored)).report()


class _Assembly:
    """The parts of one report; each is worked out once."""

    def __init__(self, digest: Digest, stack: Stack, at: datetime, plan: Plan, ignored: tuple[str, ...]) -> None:
        self.digest, self.stack, self.at, self.plan, self.ignored = digest, stack, at, plan, ignored
        self.runs = Runs(Week.around(at))

    def report(self) -> Report:
        items = sorted((self._item(each) for each in self.stack.touched), key=_order)
        unchanged = [each for each in self.stack.of("Schedule") if not each.touched]
        return Report(
            headline=headline(items, self.before, self.after, self.digest),
            project=self.digest.project,
            stack=self.digest.stack,
            drift=self.digest.drift,
            failed=self.digest.failed,
            problems=self._problems(),
            complete=self.stack.complete,
            plan=self.plan,
            week=self.runs.week,
            items=tuple(items),
            unchanged=tuple(self._item(each) for each in unchanged),
            others=tuple(Other(*each) for each in self.stack.others),
            before=self.before,
            after=self.after,
            limits=self.limits,
            busiest_before=self.busiest["before"],
            busiest_after=self.busiest["after"],
            load_before=tuple(hourly(self.runs, self.senders["before"])),
            load_after=tuple(hourly(self.runs, self.senders["after"])),
            findings=tuple(self._findings()),
            notes=self._notes(),
        )

    @cached_property
    def groups(self) -> dict[str, dict[str, int | None]]:
        """Endpoints of each URL group, by side."""
        return {side: dict(_groups(self.stack, side)) for side in _SIDES}

    @cached_property
    def timings(self) -> dict[tuple[str, str], Timing]:
        """Time tables by side and URN."""
        found: dict[tuple[str, str], Timing] = {}
        for each in self.stack.of("Schedule"):
            if each.before is not None:
                found["before", each.urn] = timing(each.before)
            if each.after is not None:
                # An update never resumes what somebody paused, unless the program says so.
                paused = (each.before or {}).get("paused") is True and each.action == "update"
                found["after", each.urn] = timing(each.after, stays_paused=paused)
        return found

    @cached_property
    def volumes(self) -> dict[str, dict[str, Volume]]:
        """What each schedule sends, by side and URN."""
        found: dict[str, dict[str, Volume]] = {side: {} for side in _SIDES}
        for each in self.stack.of("Schedule"):
            for side in _SIDES:
                properties = getattr(each, side)
                if properties is not None:
                    when = self.timings[side, each.urn]
                    deleted = self.groups["before"] if side == "after" else ()
                    found[side][each.urn] = volume(properties, when, self.groups[side], deleted)
        return found

    @cached_property
    def senders(self) -> dict[str, list[Sender]]:
        """Schedules that run, by side."""
        names = {each.urn: each.name for each in self.stack.resources}
        return {
            side: [
                Sender(names[urn], when.cron, self.volumes[side][urn].endpoints, self.volumes[side][urn].per_run)
                for (its_side, urn), when in self.timings.items()
                if its_side == side and not when.paused and when.cron is not None
            ]
            for side in _SIDES
        }

    @cached_property
    def before(self) -> Totals:
        return totals(self.stack, self.volumes["before"], "before", self.plan)

    @cached_property
    def after(self) -> Totals:
        return totals(self.stack, self.volumes["after"], "after", self.plan)

    @cached_property
    def limits(self) -> tuple[Any, ...]:
        days = [busiest_day(self.runs, self.senders[side]) for side in _SIDES]
        minutes = [self.busiest[side].deliveries for side in _SIDES]
        return tuple(limits((self.before, self.after), days, minutes, self.plan))

    @cached_property
    def busiest(self) -> dict[str, BusiestMinute]:
        """The busiest minute, by side."""
        return {side: busiest(self.runs, self.senders[side]) for side in _SIDES}

    def _item(self, change: Change) -> Item:
        identity = shown.text(change.old_identity or change.identity or "")
        renamed = change.action == "replace" and change.identity != change.old_identity
        return Item(
            noun=change.noun,
            name=change.name,
            urn=change.urn,
            action=change.action,
            identity=identity,
            before=self._side(change, "before"),
            after=self._side(change, "after"),
            settings=tuple(_settings(change)) if change.touched else (),
            losses=losses(
                change.kind,
                change.action,
                renamed=renamed,
                kept_elsewhere=self._kept(change),
                retained=change.retained,
            ),
            new_identity=shown.text(change.identity or "") if renamed else "",
        )

    def _kept(self, change: Change) -> bool:
        """Whether a deleted object is declared by another resource of the same change."""
        return change.action == "delete" and any(
            each.kind == change.kind and each.identity == change.identity and each.after is not None
            for each in self.stack.resources
            if change.identity
        )

    def _side(self, change: Change, side: str) -> Side | None:
        properties = getattr(change, side)
        if change.kind != "Schedule" or properties is None:
            return None
        when = self.timings[side, change.urn]
        return Side(
            timing=when,
            volume=self.volumes[side][change.urn],
            next_runs=tuple(when.next_runs(self.at, NEXT_RUNS)),
            minutes=self.runs.of(when.cron),
            destination=shown.value("destination", properties.get("destination")),
        )

    def _findings(self) -> list[Finding]:
        senders, peak = tuple(self.senders["after"]), self.busiest["after"]
        scene = Scene(self.stack, self.plan, self.at, self.runs, senders, peak, self.limits, self.digest.drift)
        return check(self._subjects(), scene, self.ignored)

    def _subjects(self) -> list[Subject]:
        return [
            self._subject(each, "after", self._subject(each, "before", None) if each.before is not None else None)
            for each in self.stack.touched
            if each.after is not None
        ]

    def _subject(self, change: Change, side: str, previous: Subject | None) -> Subject:
        return Subject(
            kind=change.kind,
            name=change.name,
            urn=change.urn,
            properties=getattr(change, side),
            timing=self.timings.get((side, change.urn)),
            volume=self.volumes[side].get(change.urn),
            plan=self.plan,
            at=self.at,
            previous=previous,
        )

    def _problems(self) -> tuple[str, ...]:
        found = (each for each in self.digest.diagnostics if each.severity == "error")
        messages = (scrubbed(each.message, self.digest.sensitive) for each in found)
        return tuple(dict.fromkeys(shown.message(each) for each in messages))

    def _notes(self) -> tuple[str, ...]:
        names = {each.urn: each.name for each in self.stack.resources}
        after = self.volumes["after"].items()
        notes = [f"{names[urn]}: {guess}." for urn, each in after for guess in each.guesses]
        notes += [
            f"{names[urn]}: {self.timings[side, urn].why_unknown}, so that it is not in the sums."
            for side in _SIDES
            for urn, each in self.volumes[side].items()
            if not each.known
        ]
        if self.digest.not_shown:
            notes.append(
                f"The engine counts {plural(self.digest.not_shown, 'more changed resource')} and does not show how."
            )
        return tuple(dict.fromkeys(notes))


def _order(item: Item) -> tuple[int, float, str]:
    """Schedules first, those whose messages change most first."""
    return _ORDER.index(item.noun), -abs(item.messages_change), item.name


def _groups(stack: Stack, side: str) -> Iterable[tuple[str, int | None]]:
    for each in stack.of("UrlGroup"):
        properties = getattr(each, side) or {}
        name, endpoints = properties.get("groupName"), properties.get("endpoints")
        if isinstance(name, str):
            yield name, len(endpoints) if isinstance(endpoints, list) else None


def _settings(change: Change) -> Iterable[Setting]:
    before, after = change.before or {}, change.after or {}
    both = change.before is not None and change.after is not None
    keys = change.changed if both else sorted(before | after)
    for key in keys:
        if key in NO_SETTING or (key == ID_PROPERTIES.get(change.kind) and not both):
            continue
        old, new = shown.value(key, before.get(key)), shown.value(key, after.get(key))
        yield Setting(
            name=shown.name(key),
            before=old,
            after=f"{new}, changed" if both and old == new else new,
            meaning=meaning(change.kind, key, before, after) if both else "",
            replaces=key in change.replaces,
        )
