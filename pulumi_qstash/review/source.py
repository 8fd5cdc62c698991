"""Where a preview comes from: a file, standard input, or a program that the embedded engine previews now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .digest import Digest, State, Step, load_json, read
from .errors import ReviewError
from .values import plain

_NEWEST_STATE = 4


def digest_of(source: str, *, stack: str | None = None) -> Digest:
    """The digest in a file (`-` is standard input), or of a program in a folder.

    Raises:
        ReviewError: Where there is none, or it cannot be read.
    """
    if source == "-":
        if sys.stdin.isatty():
            raise ReviewError(
                "no preview is given: name a file or a program's folder, or pipe `pulumi preview --json` in"
            )
        return read(sys.stdin.buffer.read(), "standard input")
    path = Path(source)
    if path.is_dir():
        return read(_preview(path, stack), f"the preview of {source}")
    return read(_bytes(path), source)


def state_steps(source: str) -> list[Step]:
    """The resources of a stack's export, as steps that change nothing.

    Raises:
        ReviewError: Where the file is no export, is cut off, or comes from a newer engine.
    """
    text = _bytes(Path(source)).decode("utf-8-sig", "replace")
    document = load_json(text, source, "stack export")
    deployment = document.get("deployment", (document.get("checkpoint") or {}).get("latest"))
    if not isinstance(deployment, dict):
        raise ReviewError(f"{source} is no stack export: use what `pulumi stack export` prints")
    version = document.get("version")
    if isinstance(version, int) and version > _NEWEST_STATE:
        raise ReviewError(f"{source} comes from a newer engine (version {version}): upgrade pulumi-qstash")
    resources = deployment.get("resources") or []
    return [_unchanged(each) for each in resources if isinstance(each, dict) and not each.get("delete")]


def _unchanged(raw: dict[str, object]) -> Step:
    urn, kind, identity = str(raw.get("urn") or ""), str(raw.get("type") or ""), raw.get("id")
    inputs, outputs = plain(raw.get("inputs") or {}), plain(raw.get("outputs") or {})
    state = State(
        id=identity if isinstance(identity, str) else None,
        inputs=inputs if isinstance(inputs, dict) else {},
        outputs=outputs if isinstance(outputs, dict) else {},
    )
    return Step("same", urn, kind, state, state)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ReviewError(f"there is no file {path}") from None
    except OSError as error:
        raise ReviewError(f"{path} cannot be read: {error.strerror}") from None


def _preview(folder: Path, stack: str | None) -> bytes:
    """What the embedded engine's preview prints for a program; a failed preview prints a digest too."""
    arguments = ["preview", "--json", "--show-sames", "--non-interactive", *(("--stack", stack) if stack else ())]
    done = subprocess.run(
        [sys.executable, "-m", "pulumi_qstash.cli", *arguments],
        cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    if done.stdout.lstrip().startswith(b"{"):
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    reason = said[-1].removeprefix("error: ") if said else f"it ended with {done.returncode} and said nothing"
    raise ReviewError(f"the program in {folder} cannot be previewed: {reason}")
