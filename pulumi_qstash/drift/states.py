"""The states that are given: files, standard input, stacks of the embedded engine's backend."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pulumi_qstash.drift.errors import DriftError
from pulumi_qstash.drift.export import Decrypt, StackState, read_state
from pulumi_qstash.engine import secrets
from pulumi_qstash.engine.secrets import SecretsError

Decrypter = Callable[[dict[str, Any]], Decrypt | None]


class Keys:
    """Opens states with the passphrase of the environment, and notes which ones it does not open."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def decrypter(self, source: str) -> Decrypter:
        """What finds the key of one state; it never asks, so that a nightly run does not hang."""

        def find(provider: dict[str, Any]) -> Decrypt | None:
            reason = "set PULUMI_CONFIG_PASSPHRASE, or export with --show-secrets"
            if has_passphrase():
                try:
                    return secrets.crypter_of(provider, secrets.passphrase).decrypt
                except SecretsError as error:
                    reason = str(error)
            self.notes.append(f"the secrets of {source} cannot be decrypted, so they are not compared: {reason}")
            return None

        return find


class NoKeys(Keys):
    """Opens nothing: for who asks which objects there are, and not what is in them."""

    def decrypter(self, source: str) -> Decrypter:  # noqa: ARG002
        """No key at all."""
        return lambda _provider: None


def has_passphrase() -> bool:
    """Whether the environment names a passphrase; an empty one is one."""
    return "PULUMI_CONFIG_PASSPHRASE" in os.environ or bool(os.environ.get("PULUMI_CONFIG_PASSPHRASE_FILE"))


def from_file(name: str, keys: Keys) -> StackState:
    """The state in a file, or on standard input for `-`.

    Raises:
        DriftError: where it cannot be read.
    """
    source = "standard input" if name == "-" else name
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not text"
        raise DriftError(f"{source} cannot be read: {said}") from error
    return read_state(text, source, keys.decrypter(source))


def from_backend(
    stack_name: str | None, keys: Keys, folder: Path = Path()
) -> tuple[StackState, Mapping[str, str] | None]:
    """A stack of a folder's project: its state, and its `qstash:` configuration, None where that needs a key.

    Raises:
        EngineError: where project, backend or stack are not there, or are not ours to read.
    """
    from pulumi_qstash.engine.local_stack import LocalStack
    from pulumi_qstash.engine.project import find_project
    from pulumi_qstash.engine.workspace import chosen_stack, open_backend

    project = find_project(folder)
    stack = LocalStack(open_backend(project), chosen_stack(project, stack_name), project)
    source = f"stack {stack.name.full}"
    document = {"version": 3, "deployment": stack.stored().deployment or {}}
    return read_state(json.dumps(document), source, keys.decrypter(source)), _config(stack)


def _config(stack: Any) -> dict[str, str] | None:
    secret = any(_is_secret(v) for v in stack.settings.config.values())
    if secret and not has_passphrase():
        # Without the key the state's provider and the environment have to do.
        return None
    return {k: v.text for k, v in stack.configuration().items() if k.startswith("qstash:")}


def _is_secret(value: Any) -> bool:
    from pulumi_qstash.engine.configuration import has_secret

    return has_secret(value)
