"""Files that are whole at every instant: written beside, synced, then renamed."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def make_folder(path: Path) -> None:
    """Make a folder and those above it, for the owner alone."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)


def write_whole(path: Path, text: str, mode: int | None = None) -> None:
    """Replace `path` by `text`: a reader or a crash sees the old file or the new one, never a part.

    A new file is readable by its owner alone; an old one keeps its mode.
    """
    make_folder(path.parent)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            os.fchmod(out.fileno(), mode if mode is not None else _mode_of(path))
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make a rename or a new file in `path` durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems cannot
            os.fsync(handle)
    finally:
        os.close(handle)


def _mode_of(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o600
