"""Deleting what no stack declares: by exact name, with a backup written first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pulumi_qstash.api import Client, QStashError
from pulumi_qstash.drift import backup
from pulumi_qstash.drift.backup import Kept
from pulumi_qstash.drift.check import Asked
from pulumi_qstash.drift.compare import KIND
from pulumi_qstash.drift.errors import DriftError
from pulumi_qstash.drift.ignore import PREFIXES
from pulumi_qstash.drift.live import Live
from pulumi_qstash.drift.opened import text_paths
from pulumi_qstash.drift.report import NOUNS, Entry, Report, Status
from pulumi_qstash.model import is_redacted

# Schedules first: what they deliver to must not go before them.
_ORDER = ("Schedule", "Queue", "UrlGroup", "FlowControl")


@dataclass(frozen=True)
class Doomed:
    """One object that is to be deleted."""

    client: Client
    kept: Kept
    entry: Entry


def choose(report: Report, asked: Sequence[Asked], names: Sequence[str]) -> list[Doomed]:
    """The unmanaged objects that `names` name exactly.

    Raises:
        DriftError: for a name that is not unmanaged or not unique, and for objects with redacted values.
    """
    found = [_doomed(asked, entry) for entry in dict.fromkeys(_entry(report, name) for name in names)]
    _refuse_redacted([d.kept for d in found])
    return sorted(found, key=lambda d: _ORDER.index(d.kept.kind))


def _entry(report: Report, name: str) -> Entry:
    named = [e for e in report.entries if _is_named(e, name)]
    free = [e for e in named if e.status is Status.UNMANAGED]
    if len(free) == 1:
        return free[0]
    if free:
        kinds = ", ".join(f"{_prefix(e.kind)}:{e.id} on {e.account}" for e in free)
        raise DriftError(f"{name!r} is the name of {len(free)} unmanaged objects ({kinds}): say which, with its prefix")
    if named:
        raise DriftError(
            f"{named[0].title} is declared by {named[0].stack}, so it is not unmanaged: nothing was deleted"
        )
    raise DriftError(
        f"there is no unmanaged object {name!r}: names are exact, globs are not taken; nothing was deleted"
    )


def _is_named(entry: Entry, name: str) -> bool:
    return name in (entry.id, f"{_prefix(entry.kind)}:{entry.id}")


def _prefix(kind: str) -> str:
    return next(p for p, k in PREFIXES.items() if k == kind)


def _doomed(asked: Sequence[Asked], entry: Entry) -> Doomed:
    one = next(a for a in asked if a.account.label == entry.account and a.account.get(entry.kind, entry.id))
    live = one.account.get(entry.kind, entry.id)
    return Doomed(one.client, Kept(entry.kind, entry.account, live or {}), entry)


def _refuse_redacted(kept: Sequence[Kept]) -> None:
    hidden = [k.title for k in kept if any(is_redacted(text) for _, text in text_paths(k.live))]
    if hidden:
        raise DriftError(
            f"{', '.join(hidden)}: QStash hides redacted values, so no backup could put them back; nothing was "
            "deleted. Delete them in QStash's console, or declare them and destroy them"
        )


def what_a_backup_lacks(kept: Kept) -> str:
    """What QStash does not give back of an object, so that no restore brings it back; empty where nothing."""
    lacking = []
    callbacks = [k for k in ("callback", "failureCallback") if kept.live.get(k)]
    if callbacks:
        lacking.append(
            f"the settings of its {' and '.join(callbacks)} beside the URL (method, retries, delay, timeout)"
        )
    if kept.kind == "Schedule" and "timeout" not in kept.live:
        lacking.append("its timeout, if it has one")
    waiting = kept.live.get("lag")
    if kept.kind == "Queue" and isinstance(waiting, int) and waiting > 0:
        lacking.append(f"its {waiting} waiting message{'' if waiting == 1 else 's'}")
    return " and ".join(lacking)


def delete(doomed: Sequence[Doomed], path: Path, now: datetime) -> None:
    """Delete objects, after a last look and after they were written to `path`.

    Raises:
        DriftError: where one changed since it was shown (nothing is deleted then), or a deletion failed.
    """
    fresh = [_last_look(d) for d in doomed]
    _refuse_redacted(fresh)
    backup.write(path, fresh, now)
    for count, one in enumerate(doomed):
        try:
            _delete(one.client, one.kept.kind, one.kept.id)
        except QStashError as error:
            rest = ", ".join(d.kept.title for d in doomed[count:])
            raise DriftError(f"{error} Not deleted: {rest}. All are kept in {path}") from error


def _last_look(doomed: Doomed) -> Kept:
    kind, kept = KIND[doomed.kept.kind], doomed.kept
    live = get(doomed.client, kept.kind, kept.id)
    if live is None or kind.parse(live) != kind.parse(kept.live):
        raise DriftError(f"{kept.title} changed since it was shown: nothing was deleted; look at it again")
    return Kept(kept.kind, kept.account, live)


def get(client: Client, kind: str, id_: str) -> Live | None:
    """One live object, None where it is gone."""
    nouns = {"Schedule": client.schedules, "Queue": client.queues, "UrlGroup": client.url_groups}
    return client.flow_control.get(id_) if kind == "FlowControl" else nouns[kind].get(id_)


def _delete(client: Client, kind: str, id_: str) -> None:
    if kind == "Schedule":
        client.schedules.delete(id_)
    elif kind == "Queue":
        client.queues.delete(id_)
    elif kind == "UrlGroup":
        client.url_groups.delete(id_)
    else:
        client.flow_control.unpin(id_)
        client.flow_control.resume(id_)


def describe(doomed: Doomed) -> str:
    """One line that shows what is to be deleted."""
    entry = doomed.entry
    return f"{NOUNS[entry.kind]} {entry.id} on {entry.account}: {', '.join((entry.about, *entry.notes))}"
