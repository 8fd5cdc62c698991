"""What the running program declares, so that no deletion of the same run takes a declared object away."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from .run_ledger import RunLedger

Key = tuple[str, str]
"""A kind's name and an id."""


@dataclass
class Declarations:
    """The ids that this run declares, found in its state, and deleted.

    The engine checks every declared resource before it deletes anything: what was checked is declared. A resource
    that is to be replaced is checked a second time, without its old inputs; the second check holds.

    Args:
        account: the account, since ids of two accounts have nothing to do with each other.
        ledger: shares what is known with the other host processes of the same run.
    """

    account: str
    ledger: RunLedger
    _ids: dict[Key, str] = field(default_factory=dict)
    _declarers: dict[Key, str] = field(default_factory=dict)
    _owned: set[Key] = field(default_factory=set)
    _deleted: set[Key] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def declare(self, kind: str, logical_name: str, name: str) -> str | None:
        """Remember that `logical_name` declares the id `name`.

        Returns:
            The logical name of another declaration of the same id, or None.
        """
        with self._lock:
            before = self._ids.get((kind, logical_name))
            if before is not None and before != name:
                self._declarers.pop((kind, before), None)
            self._ids[kind, logical_name] = name
            other = self._declarers.setdefault((kind, name), logical_name)
        self.ledger.add("declared", self.account, kind, logical_name, name)
        others = {other}
        if "@" in self.account:  # a host alone may be that of several accounts
            others |= self.ledger.declarers(self.account, kind, name)
        return next(iter(sorted(others - {logical_name})), None)

    def own(self, kind: str, name: str) -> None:
        """Remember that the state holds `name`, so that writing it overwrites nobody's object."""
        self._owned.add((kind, name))

    def owns(self, kind: str, name: str) -> bool:
        """Whether the state of this run held `name`."""
        return (kind, name) in self._owned

    def declares(self, kind: str, name: str) -> bool:
        """Whether the running program declares `name`, here or in another process of this run."""
        return (kind, name) in self._declarers or bool(self.ledger.declarers(self.account, kind, name))

    def delete(self, kind: str, name: str) -> None:
        """Remember that `name` was deleted in this run."""
        self._deleted.add((kind, name))
        self.ledger.add("deleted", self.account, kind, "", name)

    def write(self, kind: str, name: str) -> None:
        """Remember that `name` was written in this run, after which it is no longer deleted."""
        self._owned.add((kind, name))
        if self.deleted(kind, name):
            self._deleted.discard((kind, name))
            self.ledger.add("written", self.account, kind, "", name)

    def deleted(self, kind: str, name: str) -> bool:
        """Whether this run has deleted `name` and not written it since."""
        return (kind, name) in self._deleted or self.ledger.deleted(self.account, kind, name)
