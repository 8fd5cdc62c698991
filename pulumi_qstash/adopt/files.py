"""Writing the files: nothing is overwritten, and what holds a secret is its owner's alone and ignored by git."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pulumi_qstash.adopt.errors import AdoptError

SECRET_FILES = ("import.json", "secrets.sh")
"""Files that may hold secrets in clear."""


@dataclass(frozen=True)
class Place:
    """Where the files go."""

    folder: Path
    into: bool
    """The folder holds a program already, which is added to."""
    program: Path = Path()
    """Where in the folder the program's own files are: `main` of its Pulumi.yaml."""


def check(place: Place, names: Iterable[str]) -> None:
    """Look whether the files can be written.

    Raises:
        AdoptError: where one is there already, or the folder is not what it should be.
    """
    if not place.into and place.folder.is_dir() and any(place.folder.iterdir()):
        raise AdoptError(f"--out {place.folder} is not empty: name a new folder, or use --into for an existing program")
    if place.folder.exists() and not place.folder.is_dir():
        raise AdoptError(f"{place.folder} is a file: name a folder")
    there = [name for name in names if (place.folder / name).exists()]
    if there:
        raise AdoptError(
            f"{place.folder} holds {', '.join(there)} already: give it another name first (a module in its import "
            "too); nothing was written"
        )


def write(place: Place, texts: Mapping[str, str]) -> None:
    """Write the files, what git must ignore said first.

    Raises:
        AdoptError: where the disk says no.
    """
    try:
        place.folder.mkdir(parents=True, exist_ok=True)
        _ignore(place.folder)
        for name, text in texts.items():
            _write_new(place.folder / name, text, 0o600 if name in SECRET_FILES else 0o666)
    except OSError as error:
        raise AdoptError(f"{error.filename or place.folder} cannot be written: {error.strerror}") from error


def _ignore(folder: Path) -> None:
    """Have git ignore the files with secrets; lines that are there already stay."""
    path = folder / ".gitignore"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    missing = [f"/{name}" for name in SECRET_FILES if f"/{name}" not in before.splitlines()]
    if missing:
        joint = "" if not before or before.endswith("\n") else "\n"
        path.write_text(f"{before}{joint}" + "".join(f"{line}\n" for line in missing), encoding="utf-8")


def _write_new(path: Path, text: str, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
        out.write(text)
