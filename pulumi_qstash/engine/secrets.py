"""The passphrase secrets provider: what is secret in a state or a configuration is readable with the passphrase alone.

The key is PBKDF2 (SHA-256, 1,000,000 rounds) of the passphrase and the stack's
salt; a value is AES-256-GCM under it, written `v1:<nonce>:<ciphertext>`.
"""

from __future__ import annotations

import base64
import binascii
import getpass
import hashlib
import os
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pulumi_qstash.engine.errors import EngineError

ROUNDS = 1_000_000
_PROOF = "pulumi"
"""What a salt carries under its key, so that a wrong passphrase is noticed at once."""


class SecretsError(EngineError):
    """A secret cannot be read or written; says why and what to do."""


class PassphraseCrypter:
    """Encrypts and decrypts under one passphrase and one salt (`encryptionsalt`, `v1:<salt>:v1:…`)."""

    def __init__(self, salt: str, key: bytes) -> None:
        self.salt = salt
        self._cipher = AESGCM(key)

    @property
    def state(self) -> dict[str, str]:
        """What a checkpoint records of this provider."""
        return {"salt": self.salt}

    def encrypt(self, text: str) -> str:
        """`text` as `v1:<nonce>:<ciphertext>`; another one each time."""
        nonce = os.urandom(12)
        sealed = self._cipher.encrypt(nonce, text.encode(), None)
        return f"v1:{_text(nonce)}:{_text(sealed)}"

    def decrypt(self, text: str) -> str:
        """The reverse of `encrypt`; raises `SecretsError` where the key does not fit."""
        try:
            version, nonce, sealed = text.split(":")
            if version != "v1":
                raise SecretsError(f"a secret value has an unknown form ({version!r}): a newer Pulumi CLI wrote it")
            return self._cipher.decrypt(_bytes(nonce), _bytes(sealed), None).decode()
        except (ValueError, InvalidTag) as error:
            raise SecretsError("a secret value cannot be decrypted: it was encrypted under another key") from error


def open_crypter(salt: str, passphrase: str) -> PassphraseCrypter:
    """The crypter of a salt; raises `SecretsError` if the passphrase is not the one it was made with."""
    try:
        version, raw, proof = salt.split(":", 2)
        key = _key(passphrase, _bytes(raw))
    except ValueError as error:
        raise SecretsError("the stack's encryptionsalt is malformed: restore Pulumi.<stack>.yaml") from error
    if version != "v1":
        raise SecretsError(f"the stack's encryptionsalt has an unknown version {version!r}: use a newer Pulumi CLI")
    crypter = PassphraseCrypter(salt, key)
    try:
        proven = crypter.decrypt(proof) == _PROOF
    except SecretsError:
        proven = False
    if not proven:
        raise SecretsError(
            "incorrect passphrase: set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the passphrase "
            "that this stack was made with"
        )
    return crypter


def new_crypter(passphrase: str) -> PassphraseCrypter:
    """A crypter with a salt of its own, for a new stack."""
    raw = os.urandom(8)
    key = _key(passphrase, raw)
    proof = PassphraseCrypter("", key).encrypt(_PROOF)
    return PassphraseCrypter(f"v1:{_text(raw)}:{proof}", key)


def crypter_of(provider: dict[str, object], ask: Callable[[], str]) -> PassphraseCrypter:
    """The crypter for a checkpoint's `secrets_providers`; refuses other providers by name."""
    kind, state = provider.get("type"), provider.get("state")
    if kind != "passphrase" or not isinstance(state, dict):
        raise SecretsError(
            f"the stack's secrets are kept by the secrets provider {kind!r}, which the embedded engine does not "
            "support: only passphrase is; the Pulumi CLI does this"
        )
    return open_crypter(str(state.get("salt", "")), ask())


def passphrase(*, new: bool = False) -> str:
    """The passphrase from the environment, else asked for on a terminal."""
    if (given := _from_environment()) is not None:
        return given
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise SecretsError(
            "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment "
            "variables"
        )
    return _ask_twice() if new else _ask("Enter your passphrase to unlock config/secrets: ")


def _from_environment() -> str | None:
    if (given := os.environ.get("PULUMI_CONFIG_PASSPHRASE")) is not None:
        return given
    file = os.environ.get("PULUMI_CONFIG_PASSPHRASE_FILE")
    if not file:
        return None
    try:
        return Path(file).read_bytes().decode(errors="surrogateescape").strip()
    except OSError as error:
        raise SecretsError(
            f"unable to read PULUMI_CONFIG_PASSPHRASE_FILE, which names {file}: {error.strerror}"
        ) from error


def _ask_twice() -> str:
    while True:
        first = _ask("Enter your passphrase to protect config/secrets: ")
        if first == _ask("Re-enter your passphrase to confirm: "):
            return first
        print("passphrases do not match", file=sys.stderr)


def _ask(prompt: str) -> str:
    return getpass.getpass(prompt, stream=sys.stderr)


@lru_cache(maxsize=64)
def _key(phrase: str, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", phrase.encode(errors="surrogateescape"), salt, ROUNDS, 32)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
