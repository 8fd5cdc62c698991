"""One stack in a file backend: its state, settings, configuration and secrets, and the way an operation keeps them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pulumi_qstash.engine import checkpoint, secrets
from pulumi_qstash.engine.backend import FileBackend, StoredState
from pulumi_qstash.engine.configuration import Setting, has_secret, resolve
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.forgetting import without
from pulumi_qstash.engine.journal import Journal
from pulumi_qstash.engine.project import Project
from pulumi_qstash.engine.replay import read_journal, replay
from pulumi_qstash.engine.secrets import PassphraseCrypter
from pulumi_qstash.engine.stack_name import StackName
from pulumi_qstash.engine.stack_settings import StackSettings
from pulumi_qstash.engine.state import Resource, Snapshot


@dataclass(frozen=True)
class Loaded:
    """A state in memory, and what is needed to write it again without work for what did not change."""

    snapshot: Snapshot
    texts: dict[Resource, str]
    digest: str


class LocalStack:
    """A stack of a project; `project` may be None for what needs the state alone."""

    def __init__(self, backend: FileBackend, name: StackName, project: Project | None) -> None:
        self.backend, self.name, self.project = backend, name, project
        self.warnings: list[str] = []

    @cached_property
    def settings(self) -> StackSettings:
        """The stack's Pulumi.<stack>.yaml."""
        return StackSettings.read(self.own_project.settings_path(self.name.name))

    @property
    def own_project(self) -> Project:
        """The project that the stack belongs to."""
        if self.project is None or self.project.name != self.name.project:
            raise EngineError(f"this needs the project of {self.name.full}: run it in the folder of that project")
        return self.project

    @cached_property
    def crypter(self) -> PassphraseCrypter:
        """What encrypts this stack's secrets; settings without a salt get the state's, or a new one, and are saved."""
        self.settings.check_supported()
        if self.settings.encryption_salt:
            return secrets.open_crypter(self.settings.encryption_salt, secrets.passphrase())
        salt = self._salt_of_state()
        if salt:
            crypter = secrets.open_crypter(salt, secrets.passphrase())
        else:
            crypter = secrets.new_crypter(secrets.passphrase(new=True))
        self.settings.encryption_salt = crypter.salt
        self.settings.save()
        return crypter

    def _salt_of_state(self) -> str:
        if not self.backend.exists(self.name):
            return ""
        provider = (self.backend.read(self.name).deployment or {}).get("secrets_providers") or {}
        state = provider.get("state") if provider.get("type") == "passphrase" else None
        return str((state or {}).get("salt") or "")

    def create(self) -> None:
        """Make the stack, with a salt of its own; refuses one that exists."""
        if self.backend.exists(self.name):
            raise EngineError(f"stack '{self.name.full}' already exists")
        empty = Snapshot(secrets_providers={"type": "passphrase", "state": self.crypter.state})
        self.backend.create(self.name, checkpoint.deployment_text(empty, str, checkpoint.manifest()))

    def configuration(self) -> dict[str, Setting]:
        """Every configuration value, secrets decrypted."""
        self.settings.check_supported()
        needs_key = any(has_secret(value) for value in self.settings.config.values())
        return resolve(self.own_project, self.name.name, self.settings.config, self.crypter if needs_key else None)

    def stored(self) -> StoredState:
        """The state as JSON, what a cut-off operation had finished included; nothing is decrypted."""
        stored = self.backend.read(self.name)
        journal = read_journal(self.backend.journal_path(self.name))
        if journal is None or journal.base != stored.digest:
            return stored
        return StoredState(replay(stored.deployment, journal.entries), stored.digest)

    def load(self) -> Loaded:
        """The state with its secrets in clear."""
        stored = self.stored()
        deployment = stored.deployment or {}
        crypter = self._crypter_of(deployment)
        snapshot = checkpoint.snapshot_from_deployment(deployment, checkpoint.decrypter(crypter))
        raw = deployment.get("resources") or []
        texts = {r: checkpoint.json_text(said) for r, said in zip(snapshot.resources, raw, strict=True)}
        return Loaded(snapshot, texts, stored.digest)

    def _crypter_of(self, deployment: dict[str, Any]) -> PassphraseCrypter | None:
        provider = deployment.get("secrets_providers")
        if not provider:
            return None
        salt = (provider.get("state") or {}).get("salt")
        if "crypter" in self.__dict__ and salt == self.crypter.salt:
            return self.crypter
        return secrets.crypter_of(provider, secrets.passphrase)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the stack's lock; what an operation before was cut off from is folded in first.

        The lock stays where a journal could not be folded in: nobody is to
        read the old state then.
        """
        locks = self.backend.locks(self.name)
        mine = locks.acquire()
        try:
            self.recover()
            yield
        finally:
            if not self.backend.journal_path(self.name).exists():
                locks.release(mine)

    def recover(self) -> bool:
        """Fold a journal that was left behind into the checkpoint; returns whether there was one. Needs the lock."""
        path = self.backend.journal_path(self.name)
        if not path.exists():
            return False
        journal, stored = read_journal(path), self.backend.read(self.name)
        if journal and journal.entries and journal.base == stored.digest:
            self.write_deployment(replay(stored.deployment, journal.entries))
        elif journal and journal.entries and journal.folded != stored.digest:
            aside = path.with_suffix(f".{time.time_ns()}.jsonl")
            shutil.copyfile(path, aside)
            self.warnings.append(
                f"the state of {self.name.full} was changed by something else since an operation was cut off: what "
                f"that operation had done is kept in {aside} and left out of the state; `refresh` shows what differs"
            )
        path.unlink()
        return True

    @contextmanager
    def recording(self, base: Loaded) -> Iterator[Journal]:
        """The journal of an operation on `base`; folded into the checkpoint when the body ends, however it ends."""
        encrypt = self.crypter.encrypt
        provider = {"type": "passphrase", "state": self.crypter.state}
        if base.snapshot.secrets_providers != provider:
            base = self._rekeyed(base, provider)
        journal = Journal(
            self.backend.journal_path(self.name),
            base.snapshot,
            base.digest,
            lambda resource: checkpoint.write_resource(resource, encrypt),
            base.texts,
        )
        try:
            yield journal
        finally:
            journal.fold(self.name.full, lambda text: self.backend.write(self.name, text))

    def _rekeyed(self, base: Loaded, provider: dict[str, Any]) -> Loaded:
        """The same state written under this stack's key, so that a journal of it never mixes two keys."""
        base.snapshot.secrets_providers = provider
        self._save(base.snapshot)
        stored = self.backend.read(self.name)
        raw = (stored.deployment or {}).get("resources") or []
        texts = {r: checkpoint.json_text(said) for r, said in zip(base.snapshot.resources, raw, strict=True)}
        return Loaded(base.snapshot, texts, stored.digest)

    def replace_deployment(self, deployment: dict[str, Any]) -> None:
        """Replace the state by another one, whose secrets may be in clear; this stack's key encrypts them."""
        crypter = self._crypter_of(deployment)
        snapshot = checkpoint.snapshot_from_deployment(deployment, checkpoint.decrypter(crypter))
        snapshot.secrets_providers = {"type": "passphrase", "state": self.crypter.state}
        self._save(snapshot)

    def _save(self, snapshot: Snapshot) -> None:
        encrypt = self.crypter.encrypt
        latest = checkpoint.deployment_text(
            snapshot, lambda resource: checkpoint.write_resource(resource, encrypt), checkpoint.manifest()
        )
        text = checkpoint.checkpoint_text(self.name.full, latest, checkpoint.features_of(snapshot))
        self.backend.write(self.name, text)

    def write_deployment(self, deployment: dict[str, Any]) -> None:
        """Replace the state by a deployment as JSON, its secrets as they are (a recovered journal)."""
        deployment = {key: value for key, value in deployment.items() if value or key != "pending_operations"}
        deployment = {"manifest": checkpoint.manifest(), **deployment}
        resources = deployment.get("resources") or []
        features = checkpoint.features_in(resources)
        latest = checkpoint.json_text(deployment)
        self.backend.write(self.name, checkpoint.checkpoint_text(self.name.full, latest, features))

    def forget(self, urns: Iterable[str], *, force: bool = False) -> None:
        """Take resources out of the state, of which nothing is decrypted. Needs the lock.

        Raises:
            EngineError: They are not there, protected and `force` is not given, or others depend on them.
        """
        deployment = self.stored().deployment or {}
        raw = deployment.get("resources") or []
        resources = [checkpoint.resource_from_json(said, lambda _: "null") for said in raw]
        kept = {id(resource) for resource in without(resources, urns, force=force)}
        left = [said for said, resource in zip(raw, resources, strict=True) if id(resource) in kept]
        self.write_deployment({**deployment, "resources": left})

    def cancel(self) -> int:
        """Lift every lock, what the cut-off operation had finished folded in first; returns how many stood."""
        self.backend.read(self.name)
        locks = self.backend.locks(self.name)
        if all(lock.holder_is_dead or not lock.is_of_this_machine for lock in locks.held()):
            self.recover()  # a holder that still runs folds its own journal
        return len(locks.lift())
