"""The Pulumi CLI's file backend: where the states of stacks live on disk, in the CLI's own layout.

`<root>/.pulumi/` holds `meta.yaml`, `stacks/<project>/<stack>.json`,
`locks/organization/<project>/<stack>/`, `history/` and `backups/`; the
journal of a running operation stands in `journals/`, which the CLI ignores.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pulumi_qstash.engine import checkpoint, yaml_text
from pulumi_qstash.engine.durable import make_folder, write_whole
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.locks import StackLocks
from pulumi_qstash.engine.stack_name import StackName


class NoSuchStackError(EngineError):
    """The stack does not exist in the backend."""


@dataclass(frozen=True)
class StoredState:
    """A checkpoint file as it was read: its deployment (None: never deployed) and the digest of its bytes."""

    deployment: dict[str, Any] | None
    digest: str


class FileBackend:
    """The states under one folder (`PULUMI_BACKEND_URL=file://<root>`)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".pulumi"

    @property
    def url(self) -> str:
        """The backend as `PULUMI_BACKEND_URL` names it."""
        return self.root.as_uri()

    def open(self) -> FileBackend:
        """Make the backend where it is new, and refuse a layout that this engine does not know."""
        meta = self.folder / "meta.yaml"
        if meta.exists():
            self._check_layout(meta)
        elif any((self.folder / "stacks").glob("*.json")):
            raise EngineError(_LEGACY.format(self.root))
        else:
            write_whole(meta, "version: 1\n")
        return self

    def _check_layout(self, meta: Path) -> None:
        version = yaml_text.read_mapping(meta).get("version")
        if version == 0:
            raise EngineError(_LEGACY.format(self.root))
        if version != 1:
            raise EngineError(f"the state store {self.root} has layout version {version}: use a newer Pulumi CLI")

    def stacks(self, project: str | None = None) -> list[StackName]:
        """The stacks of a project, or of all."""
        found = sorted((self.folder / "stacks").glob(f"{project or '*'}/*.json"))
        return [StackName(path.parent.name, path.stem) for path in found]

    def exists(self, stack: StackName) -> bool:
        """Whether the stack was made."""
        return self.state_path(stack).exists()

    def create(self, stack: StackName, latest: str) -> None:
        """Make a stack with `latest` as its deployment; refuses one that exists."""
        self._refuse_compressed(stack)
        if self.exists(stack):
            raise EngineError(f"stack '{stack.full}' already exists")
        self.write(stack, checkpoint.checkpoint_text(stack.full, latest, []))

    def read(self, stack: StackName) -> StoredState:
        """The stack's checkpoint; says why where it cannot be read."""
        path = self.state_path(stack)
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            self._refuse_compressed(stack)
            raise NoSuchStackError(
                f"no stack named '{stack.name}' found in {self.url}: make it with "
                f"`pulumi-qstash stack init {stack.name}`"
            ) from None
        return StoredState(_deployment(path, raw), hashlib.sha256(raw).hexdigest())

    def write(self, stack: StackName, text: str) -> None:
        """Replace the stack's checkpoint; the one before stays as `.bak`, as under the CLI."""
        path = self.state_path(stack)
        if path.exists():
            _copy(path, path.with_name(path.name + ".bak"))
        write_whole(path, text)
        _forget_attributes(path)

    def keep_history(self, stack: StackName, update: dict[str, Any]) -> None:
        """Add an entry to the stack's history and a backup of its state, as the CLI does after an update."""
        path, stamp = self.state_path(stack), time.time_ns()
        history = self._of("history", stack) / f"{stack.name}-{stamp}"
        write_whole(history.with_name(history.name + ".history.json"), checkpoint.json_text(update))
        _copy(path, history.with_name(history.name + ".checkpoint.json"))
        _copy(path, self._of("backups", stack) / f"{stack.name}.{stamp}.json")

    def remove(self, stack: StackName) -> None:
        """Forget a stack: its state, history, backups and journal."""
        path = self.state_path(stack)
        for gone in (path, path.with_name(path.name + ".bak"), self.journal_path(stack)):
            _forget_attributes(gone)
            gone.unlink(missing_ok=True)
        for folder in (self._of("history", stack), self._of("backups", stack)):
            shutil.rmtree(folder, ignore_errors=True)

    def locks(self, stack: StackName) -> StackLocks:
        """The stack's locks."""
        return StackLocks(self.folder / "locks" / "organization" / stack.project / stack.name)

    def state_path(self, stack: StackName) -> Path:
        """The stack's checkpoint file."""
        return self._of("stacks", stack).with_name(f"{stack.name}.json")

    def journal_path(self, stack: StackName) -> Path:
        """Where the journal of a running operation stands."""
        return self._of("journals", stack).with_name(f"{stack.name}.jsonl")

    def _of(self, kind: str, stack: StackName) -> Path:
        return self.folder / kind / stack.project / stack.name

    def _refuse_compressed(self, stack: StackName) -> None:
        path = self.state_path(stack)
        for packed in (path.with_name(path.name + ".gz"), path.with_name(path.name + ".zst")):
            if packed.exists():
                raise EngineError(
                    f"the state {packed} is compressed, which the embedded engine does not support: the Pulumi CLI does"
                )


_LEGACY = (
    "the state store {} has the layout of old Pulumi CLIs, without projects: upgrade it with `pulumi state upgrade`, "
    "which the Pulumi CLI does"
)


def _deployment(path: Path, raw: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(raw)
    except ValueError as error:
        raise checkpoint.UnreadableStateError(
            f"the state {path} cannot be read ({error}): put back {path.name}.bak, or a copy from backups/"
        ) from error
    inner = checkpoint.check_version(said, f"the state {path}").get("checkpoint")
    latest = inner.get("latest") if isinstance(inner, dict) else None
    if latest is not None and not isinstance(latest, dict):
        raise checkpoint.UnreadableStateError(f"the state {path} cannot be read: its deployment is no mapping")
    return latest


def _copy(source: Path, target: Path) -> None:
    make_folder(target.parent)
    shutil.copyfile(source, target)
    target.chmod(0o600)
    _forget_attributes(target)


def _forget_attributes(path: Path) -> None:
    # The CLI keeps a twin with the checksum of what it wrote: no twin is right, a stale one is wrong.
    path.with_name(path.name + ".attrs").unlink(missing_ok=True)
