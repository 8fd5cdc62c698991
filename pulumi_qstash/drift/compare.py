"""One declared object beside the live one, by the same rules as the provider's own read and diff.

There is no second rule here: `parse`, `recall` and `compare` are the model's,
and they are called as a refresh calls them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_qstash.drift import shown, words
from pulumi_qstash.drift.declared import Declared
from pulumi_qstash.drift.live import Live
from pulumi_qstash.drift.opened import hidden_paths, opened, text_paths
from pulumi_qstash.drift.report import Change, Entry, Status
from pulumi_qstash.model import KINDS, Comparison, is_redacted

KIND = {kind.name: kind for kind in KINDS}
_CRON = ("cron", "timeZone")


def compare(declared: Declared, live: Live | None, account: str) -> Entry:
    """What became of one declared object.

    Args:
        declared: The object as the state has it.
        live: The object as QStash returned it; None where it is not there.
        account: The account's label.
    """
    if live is None and declared.kind == "FlowControl":
        # A key that no message used yet is not there; it reads as unpinned, never as gone.
        live = {"flowControlKey": declared.id}
    if live is None:
        return _entry(declared, account, Status.GONE)
    if declared.external:
        return _entry(declared, account, Status.IN_SYNC, notes=("only read by the stack, so not compared",))
    return _compared(declared, live, account)


def _compared(declared: Declared, live: Live, account: str) -> Entry:
    kind = KIND[declared.kind]
    live_inputs = kind.parse(live)
    inputs = opened(declared.inputs, live_inputs)
    recalled = kind.recall(live_inputs, opened(declared.outputs, live_inputs))
    # What is the same to the letter means the same: most objects are, and need no comparison by meaning.
    comparison = Comparison() if recalled == inputs else kind.compare(recalled, inputs)
    changed = [p for p in comparison.changed if not _is_ignored(p, declared.ignore_changes)]
    worded = next((p for p in changed if p in _CRON), None)
    changes = tuple(_change(declared, p, inputs, recalled, p == worded) for p in changed)
    unseen = [*hidden_paths(declared.inputs), *_redacted(live_inputs, inputs), *comparison.not_compared]
    return _entry(
        declared,
        account,
        Status.CHANGED if changes else Status.IN_SYNC,
        changes=changes,
        not_compared=tuple(dict.fromkeys(unseen)),
        **_pause(declared, live, live_inputs, changed),
    )


def _entry(declared: Declared, account: str, status: Status, **more: Any) -> Entry:
    return Entry(status, declared.kind, declared.id, account, declared.name, declared.urn, declared.stack, **more)


def _is_ignored(path: str, ignored: Iterable[str]) -> bool:
    """Whether `ignore_changes` covers a path, as a refresh has it."""
    return any(path == i or path.startswith((f"{i}.", f"{i}[")) for i in ignored)


def _change(declared: Declared, path: str, inputs: Mapping[str, Any], live: Mapping[str, Any], worded: bool) -> Change:
    secret = shown.is_secret(declared.inputs, path) or shown.is_credential(path, declared.inputs, live)
    return Change(
        path,
        shown.text_at(declared.inputs, path, secret=secret),
        shown.text_at(live, path, secret=secret),
        words.cron_words(inputs) if worded else "",
        words.cron_words(live) if worded else "",
    )


def _redacted(live_inputs: Any, inputs: Any) -> Iterable[str]:
    """What QStash hides and the program declares."""
    return [path for path, text in text_paths(live_inputs) if is_redacted(text) and shown.has(inputs, path)]


def _pause(declared: Declared, live: Live, live_inputs: Mapping[str, Any], changed: Iterable[str]) -> dict[str, Any]:
    managed = declared.inputs.get("paused") is not None
    paused = bool(live_inputs.get("paused"))
    if managed and "paused" not in changed:
        return {}
    if not managed and not paused:
        return {}
    return {
        "paused": paused,
        "pause_declared": managed,
        "last_failure": shown.shortened(words.last_failure(live)) if paused else "",
    }
