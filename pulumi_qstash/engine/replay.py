"""What a journal says that an operation had done when it was cut off, laid over the checkpoint that it began on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pulumi_qstash.engine.ledger import Ledger
from pulumi_qstash.engine.renaming import with_present_urns


@dataclass
class JournalFile:
    """A journal that an operation left behind."""

    base: str
    """The digest of the checkpoint it was begun on."""
    folded: str = ""
    """The digest of the checkpoint it was folded into, if it came so far."""
    entries: list[dict[str, Any]] = field(default_factory=list)


def read_journal(path: Path) -> JournalFile | None:
    """The journal at `path`; None if there is none, or it was cut off before its first line was whole."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    lines = _whole_lines(raw)
    if not lines or lines[0].get("journal") != 1:
        return None
    journal = JournalFile(base=str(lines[0].get("base", "")))
    for line in lines[1:]:
        if "folded" in line:
            journal.folded = str(line["folded"])
        else:
            journal.entries.append(line)
    return journal


def replay(deployment: dict[str, Any] | None, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """The deployment as it stood when the journal ended; nothing is decrypted for it."""
    base = dict(deployment or {})
    resources = dict(enumerate(base.get("resources") or []))
    ledger, pending = Ledger(len(resources)), dict[int, dict[str, Any]]()
    for entry in entries:
        _apply(entry, ledger, resources, pending)
    interrupted = [p for p in base.get("pending_operations") or [] if p.get("type") == "creating"]
    if not entries:
        interrupted = base.get("pending_operations") or []
    base["resources"] = with_present_urns([resources[number] for number in ledger.standing()])
    base["pending_operations"] = [*pending.values(), *interrupted]
    return base


def _apply(
    entry: dict[str, Any], ledger: Ledger, resources: dict[int, Any], pending: dict[int, dict[str, Any]]
) -> None:
    if "begin" in entry:
        resource = entry["resource"] if "resource" in entry else resources[entry["ref"]]
        pending[entry["begin"]] = {"resource": resource, "type": entry["type"]}
        return
    new = entry.get("id")
    if new is not None:
        resources[new] = entry["new"] if "new" in entry else resources[entry["like"]]
    if "put" in entry:
        ledger.replace(entry["put"], entry["id"])
        return
    if "mark" in entry:
        resources[entry["mark"]] = entry["marked"]
    pending.pop(entry["end"], None)
    ledger.succeed(new, entry.get("old"))


def _whole_lines(raw: bytes) -> list[dict[str, Any]]:
    found = []
    for line in raw.split(b"\n")[:-1]:
        try:
            said = json.loads(line)
        except ValueError:
            break
        if not isinstance(said, dict):
            break
        found.append(said)
    return found
