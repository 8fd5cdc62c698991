"""What the server keeps: one SQLite file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (account, kind, id)
);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

Document = dict[str, Any]


class UnusableFile(Exception):  # noqa: N818 - it says what the file is
    """The data file cannot be used; the text says why, and the way out."""


class Store:
    """Objects by account, kind and id, in the order in which they were made.

    What `write` has left without an error is on the disk.
    """

    def __init__(self, file: Path | None) -> None:
        self.file = file
        try:
            self._database = _open(file)
        except sqlite3.Error as error:
            raise UnusableFile(_explain(file, error)) from None

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction: all of it is kept, or nothing."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def get(self, account: str, kind: str, name: str) -> Document | None:
        """The object, None where there is none."""
        found = self._database.execute(
            "SELECT document FROM objects WHERE account = ? AND kind = ? AND id = ?", (account, kind, name)
        ).fetchone()
        return json.loads(found[0]) if found else None

    def list(self, account: str, kind: str, most: int = -1) -> list[Document]:
        """The objects of a kind, oldest first: all, or `most` of them."""
        rows = self._database.execute(
            "SELECT document FROM objects WHERE account = ? AND kind = ? ORDER BY position LIMIT ?",
            (account, kind, most),
        )
        return [json.loads(row[0]) for row in rows]

    def count(self, account: str, kind: str) -> int:
        """How many objects of a kind there are."""
        row = self._database.execute(
            "SELECT count(*) FROM objects WHERE account = ? AND kind = ?", (account, kind)
        ).fetchone()
        return int(row[0])

    def put(self, account: str, kind: str, name: str, document: Document) -> None:
        """Write an object, whole; an existing one keeps its place in the list."""
        self._database.execute(
            "INSERT INTO objects (account, kind, id, document) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (account, kind, id) DO UPDATE SET document = excluded.document",
            (account, kind, name, json.dumps(document)),
        )

    def delete(self, account: str, kind: str, name: str) -> bool:
        """Remove an object; False where there was none."""
        gone = self._database.execute(
            "DELETE FROM objects WHERE account = ? AND kind = ? AND id = ?", (account, kind, name)
        )
        return gone.rowcount > 0

    def clear(self) -> None:
        """Remove all objects of all accounts."""
        self._database.execute("DELETE FROM objects")

    def setting(self, name: str) -> Any:
        """A setting of the server, None where it was never made."""
        found = self._database.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return json.loads(found[0]) if found else None

    def set(self, name: str, value: Any) -> None:
        """Keep a setting of the server; None removes it."""
        if value is None:
            self._database.execute("DELETE FROM settings WHERE name = ?", (name,))
            return
        self._database.execute(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value)),
        )

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def _open(file: Path | None) -> sqlite3.Connection:
    # One thread serves all calls, which is not the one that makes this object.
    database = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False, timeout=0.2)
    # The file belongs to one server: a second one is told so instead of overwriting what the first has promised.
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    version = database.execute("PRAGMA user_version").fetchone()[0]
    tables = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if (version, bool(tables)) not in ((0, False), (_VERSION, True)):
        database.close()
        raise sqlite3.DatabaseError("it is a database of something else")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
    return database


def _explain(file: Path | None, error: sqlite3.Error) -> str:
    if "locked" in str(error):
        return f"{file} is in use by another server: stop that one, or give another file with --data."
    reason = "it is read-only" if file and _read_only(file) else str(error).removesuffix(".")
    return f"{file} cannot be used as the server's data ({reason}): give another file with --data."


def _read_only(file: Path) -> bool:
    """Whether the file is there and cannot be written, or nothing can be written beside it."""
    return file.exists() and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))
