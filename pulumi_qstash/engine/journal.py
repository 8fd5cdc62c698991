"""The journal: every finished step of a running operation, durable beside the checkpoint without rewriting it.

One JSON line an entry, appended before the call that records it returns; that
an operation begins is on disk before the world is changed, that it ended a
moment after. A reader replays the lines over the checkpoint that they were
begun on; a torn last line (the process was killed while it wrote) is left out.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path

from pulumi_qstash.engine import checkpoint
from pulumi_qstash.engine.appended import AppendedFile
from pulumi_qstash.engine.ledger import Ledger
from pulumi_qstash.engine.renaming import with_present_urns
from pulumi_qstash.engine.state import PendingOperation, Resource, Snapshot
from pulumi_qstash.engine.values import equal


class Journal:
    """Implements `recorder.Recorder` for one operation on one stack; its methods may be called from any thread.

    Args:
        path: the journal file; it must not exist.
        base: the snapshot that the operation starts from.
        digest: that of the checkpoint file which `base` was read from.
        write: the JSON text of a resource, secrets encrypted.
        texts: texts of `base`'s resources that may be written again as they are.
    """

    def __init__(
        self, path: Path, base: Snapshot, digest: str, write: Callable[[Resource], str], texts: dict[Resource, str]
    ) -> None:
        self.path, self.base = path, base
        self._write, self._texts = write, dict(texts)
        self._lock = threading.Lock()
        self._ledger = Ledger(len(base.resources))
        self._resources: dict[int, Resource] = dict(enumerate(base.resources))
        self._numbers = {resource: number for number, resource in self._resources.items()}
        self._pending: dict[int, PendingOperation] = {}
        self._tickets = 0
        self._file = AppendedFile(path)
        self._append(f'{{"journal":1,"base":"{digest}"}}')

    def begin(self, operation: str, resource: Resource) -> int:
        """Record a pending operation; returns its ticket."""
        with self._lock:
            self._tickets += 1
            ticket = self._tickets
            self._pending[ticket] = PendingOperation(resource, operation)
            known = self._numbers.get(resource)
            what = f'"ref":{known}' if known is not None else f'"resource":{self._write(resource)}'
            written = self._file.append(f'{{"begin":{ticket},"type":"{operation}",{what}}}')
        self._file.sync(written)
        return ticket

    def succeed(
        self,
        ticket: int | None,
        *,
        new: Resource | None = None,
        old: Resource | None = None,
        marked: Resource | None = None,
    ) -> None:
        """Close `ticket`: `new` joins the state, `old` leaves it, `marked` was changed where it stands."""
        with self._lock:
            unchanged = new is not None and old is not None and self._unchanged(new, old)
            parts = [f'"end":{"null" if ticket is None else ticket}']
            if new is not None:
                parts.append(self._enter(new, old if unchanged else None))
            if old is not None:
                parts.append(f'"old":{self._numbers[old]}')
            if marked is not None:
                self._texts.pop(marked, None)
                parts.append(f'"mark":{self._numbers[marked]},"marked":{self._text(marked)}')
            self._ledger.succeed(self._number_of(new), self._number_of(old))
            if ticket is not None:
                self._pending.pop(ticket, None)
            self._file.append("{" + ",".join(parts) + "}")
        if ticket is not None or not unchanged:
            self._file.sync_soon()

    def fail(self, ticket: int) -> None:
        """Close `ticket`; the state stays as it was."""
        with self._lock:
            self._pending.pop(ticket, None)
            self._file.append(f'{{"end":{ticket}}}')
        self._file.sync_soon()

    def replace_in_place(self, old: Resource, new: Resource) -> None:
        """Put `new` where `old` stands; it may be `old` itself, changed."""
        if new is old:
            self.outputs(old)
            return
        with self._lock:
            place = self._numbers[old]
            entry = self._enter(new, None)
            self._ledger.replace(place, self._numbers[new])
            self._file.append(f'{{"put":{place},{entry}}}')
        self._file.sync_soon()

    def outputs(self, resource: Resource) -> None:
        """A recorded resource was changed: its outputs are now complete."""
        with self._lock:
            number, before = self._numbers[resource], self._texts.pop(resource, None)
            text = self._text(resource)
            if text == before:
                return
            self._file.append(f'{{"put":{number},"id":{number},"new":{text}}}')
        self._file.sync_soon()

    def snapshot(self) -> Snapshot:
        """The state as it stands."""
        with self._lock:
            interrupted = [p for p in self.base.pending_operations if p.type == "creating"]
            return Snapshot(
                resources=[self._resources[n] for n in self._ledger.standing()],
                pending_operations=[*self._pending.values(), *interrupted],
                secrets_providers=self.base.secrets_providers,
                manifest=self.base.manifest,
                metadata=self.base.metadata,
            )

    def fold(self, stack: str, save: Callable[[str], None]) -> None:
        """Write the state as one checkpoint through `save` and end the journal."""
        snapshot = self.snapshot()
        self._mend_references(snapshot)
        latest = checkpoint.deployment_text(snapshot, self._text, checkpoint.manifest())
        text = checkpoint.checkpoint_text(stack, latest, checkpoint.features_of(snapshot))
        self._append(f'{{"folded":"{hashlib.sha256(text.encode()).hexdigest()}"}}')
        save(text)
        self.close()
        self.path.unlink(missing_ok=True)

    def _mend_references(self, snapshot: Snapshot) -> None:
        if any(resource.aliases for resource in snapshot.resources):
            said = [json.loads(self._text(resource)) for resource in snapshot.resources]
            for resource, mended in zip(snapshot.resources, with_present_urns(said), strict=True):
                self._texts[resource] = checkpoint.json_text(mended)

    def close(self) -> None:
        """Let go of the file; it stays for the next start."""
        self._file.close()

    def _number_of(self, resource: Resource | None) -> int | None:
        return None if resource is None else self._numbers[resource]

    def _append(self, line: str) -> None:
        self._file.sync(self._file.append(line))

    def _enter(self, new: Resource, like: Resource | None) -> str:
        number = self._ledger.next_number()
        self._resources[number] = new
        self._numbers[new] = number
        if like is not None:
            self._texts[new] = self._texts[like]
            return f'"id":{number},"like":{self._numbers[like]}'
        return f'"id":{number},"new":{self._text(new)}'

    def _text(self, resource: Resource) -> str:
        text = self._texts.get(resource)
        if text is None:
            text = self._texts[resource] = self._write(resource)
        return text

    def _unchanged(self, new: Resource, old: Resource) -> bool:
        return old in self._texts and same_content(new, old)


_PLAIN_FIELDS = tuple(name for _, name in checkpoint.FIELDS if name not in ("inputs", "outputs"))


def same_content(a: Resource, b: Resource) -> bool:
    """Whether two resources would be written alike (but for the encryption of secrets)."""
    return (
        all(getattr(a, name) == getattr(b, name) for name in _PLAIN_FIELDS)
        and a.other == b.other
        and equal(a.inputs, b.inputs)
        and equal(a.outputs, b.outputs)
    )
