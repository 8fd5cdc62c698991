"""The whole comparison: every stack given, with every account that they live in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pulumi_qstash.api import Client
from pulumi_qstash.drift import words
from pulumi_qstash.drift.compare import compare
from pulumi_qstash.drift.declared import Declared, Login, declared_in
from pulumi_qstash.drift.export import StackState
from pulumi_qstash.drift.ignore import Globs
from pulumi_qstash.drift.live import Account, Live, read_account
from pulumi_qstash.drift.logins import Logins
from pulumi_qstash.drift.report import NOUNS, Entry, Report, Status
from pulumi_qstash.lifecycle.account import account_of, require_same
from pulumi_qstash.lifecycle.settings import Settings


@dataclass(frozen=True)
class Asked:
    """One account, what it holds, and what the stacks declare in it."""

    client: Client
    account: Account
    declared: tuple[Declared, ...]


def ask(states: Sequence[StackState], logins: Logins) -> list[Asked]:
    """Read every account that the stacks live in, each once.

    Raises:
        DriftError: where a token is missing.
        QStashError: where an account cannot be read, or is not the one that a stack was made in.
    """
    reached: dict[str, tuple[Settings, list[Declared]]] = {}
    for login, declared in _by_login(states):
        settings = logins.settings(login)
        for one in declared:
            require_same(settings, {"account": one.account}, f"{NOUNS[one.kind]} {one.id!r} of stack {one.stack}")
        reached.setdefault(_key(settings), (settings, []))[1].extend(declared)
    return [_read(settings, declared) for settings, declared in reached.values()]


def _by_login(states: Sequence[StackState]) -> Iterator[tuple[Login, list[Declared]]]:
    for state in states:
        groups: dict[str, tuple[Login, list[Declared]]] = {}
        for one in declared_in(state):
            groups.setdefault(one.login.name, (one.login, []))[1].append(one)
        yield from groups.values() if groups else [(Login(state.label, ""), [])]


def _key(settings: Settings) -> str:
    label = account_of(settings) or ""
    return label if "@" in label else f"{label} {settings.token}"


def _read(settings: Settings, declared: list[Declared]) -> Asked:
    client = Client(settings.url, settings.token or "", timeout=settings.timeout, budget=settings.budget)
    return Asked(client, read_account(client, account_of(settings) or client.host), tuple(declared))


def report_on(
    states: Sequence[StackState],
    asked: Sequence[Asked],
    ignore: Globs,
    notes: Iterable[str] = (),
    *,
    unmanaged_is_drift: bool = False,
) -> Report:
    """The answer for what was read."""
    everything = [e for one in asked for e in _entries(one)]
    kept = [e for e in everything if not ignore.matches(e.kind, e.id)]
    order = list(Status)
    return Report(
        stacks=tuple(s.label for s in states),
        accounts=tuple(one.account.label for one in asked),
        entries=tuple(sorted(kept, key=lambda e: (order.index(e.status), list(NOUNS).index(e.kind), e.id))),
        ignored=len(everything) - len(kept),
        notes=(*notes, *(n for one in asked for n in _notes(one))),
        unmanaged_is_drift=unmanaged_is_drift,
    )


def _entries(asked: Asked) -> Iterator[Entry]:
    label, account = asked.account.label, asked.account
    known = {(d.kind, d.id) for d in asked.declared}
    for one in asked.declared:
        if not one.deleting:
            yield compare(one, account.get(one.kind, one.id), label)
    for kind, objects in account.objects.items():
        for id_, live in objects.items():
            if (kind, id_) not in known and _is_configuration(kind, live):
                yield _unmanaged(kind, id_, live, label)


def _is_configuration(kind: str, live: Live) -> bool:
    """A flow-control key is there because a message used it; only a pin or a pause is somebody's choice."""
    if kind != "FlowControl":
        return True
    return any(live.get(key) for key in ("isPinnedParallelism", "isPinnedRate", "isPaused"))


def _unmanaged(kind: str, id_: str, live: Live, label: str) -> Entry:
    paused = bool(live.get("isPaused") or live.get("paused"))
    failure = words.last_failure(live) if kind == "Schedule" else ""
    notes = tuple(n for n in ("paused" if paused else "", failure) if n)
    return Entry(Status.UNMANAGED, kind, id_, label, about=words.about(kind, live), notes=notes)


def _notes(asked: Asked) -> Iterator[str]:
    twice = Counter((d.kind, d.id) for d in asked.declared if not d.deleting and not d.external)
    for (kind, id_), count in twice.items():
        if count > 1:
            stacks = ", ".join(sorted({d.stack for d in asked.declared if (d.kind, d.id) == (kind, id_)}))
            yield f"the {NOUNS[kind]} {id_} is declared {count} times, in {stacks}: each up of one undoes the other's"
    yield from _dangling(asked.account.objects)


def _dangling(objects: Mapping[str, Mapping[str, Live]]) -> Iterator[str]:
    for id_, live in objects["Schedule"].items():
        destination = str(live.get("destination", ""))
        if "://" not in destination and destination not in objects["UrlGroup"]:
            yield (
                f"the schedule {id_} delivers to the URL group {destination}, which is not in the account: it was "
                "deleted, or the account changed while it was read"
            )
