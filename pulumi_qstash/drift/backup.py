"""The file that deleted objects are kept in: written before anything is deleted, readable by its owner alone."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pulumi_qstash.drift.compare import KIND
from pulumi_qstash.drift.errors import DriftError
from pulumi_qstash.drift.live import ID_KEYS, Live
from pulumi_qstash.drift.report import NOUNS

FORMAT: Final = "pulumi-qstash backup"
VERSION: Final = 1
FOLDER: Final = Path(".qstash-backups")


@dataclass(frozen=True)
class Kept:
    """One object as QStash returned it."""

    kind: str
    account: str
    live: Live

    @property
    def id(self) -> str:
        """Its id or name."""
        return str(self.live[ID_KEYS[self.kind]])

    @property
    def title(self) -> str:
        """`schedule nightly`."""
        return f"{NOUNS[self.kind]} {self.id}"


def default_path(now: datetime) -> Path:
    """A new file in a folder of its own, which git ignores."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    ignore = FOLDER / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")
    return FOLDER / f"{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}.json"


def write(path: Path, kept: Sequence[Kept], now: datetime) -> None:
    """Write a backup file, durably, with access for its owner alone.

    Raises:
        DriftError: where the file exists or cannot be written.
    """
    document = {
        "format": FORMAT,
        "version": VERSION,
        "taken": now.astimezone(UTC).isoformat(),
        "objects": [{"kind": k.kind, "account": k.account, "live": k.live} for k in kept],
    }
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(document, out, indent=2, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
    except FileExistsError as error:
        raise DriftError(f"{path} exists: name another file with --backup, so that no backup is lost") from error
    except OSError as error:
        raise DriftError(f"{path} cannot be written ({error.strerror}), so nothing was deleted") from error


def read(path: Path) -> list[Kept]:
    """The objects of a backup file.

    Raises:
        DriftError: where it is none, or of a version that is not known.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DriftError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise DriftError(f"{path} is no backup: it is not JSON") from error
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise DriftError(f"{path} is no backup that `pulumi-qstash drift --delete-unmanaged` wrote")
    if document.get("version") != VERSION:
        raise DriftError(f"{path} is a backup of version {document.get('version')!r}: update pulumi-qstash")
    objects = document.get("objects")
    if not isinstance(objects, list):
        raise DriftError(f"{path} is damaged: it has no list of objects")
    return [_kept(path, one) for one in objects]


def _kept(path: Path, one: Any) -> Kept:
    live = one.get("live") if isinstance(one, Mapping) else None
    kind = one.get("kind") if isinstance(one, Mapping) else None
    if not isinstance(live, dict) or kind not in ID_KEYS or not _is_name(live.get(ID_KEYS[kind])):
        raise DriftError(f"{path} is damaged: one of its objects has no kind or no id")
    kept = Kept(kind, str(one.get("account", "")), live)
    inputs = KIND[kind].parse(live)
    lacking = [f.wire for f in KIND[kind].fields if f.required and not isinstance(inputs.get(f.wire), (str, list))]
    if lacking:
        raise DriftError(f"{path} is damaged: {kept.title} has no {', '.join(lacking)}")
    return kept


def _is_name(text: Any) -> bool:
    return isinstance(text, str) and bool(text)
