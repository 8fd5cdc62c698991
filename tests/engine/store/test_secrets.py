"""The passphrase secrets provider, in both directions with what the Pulumi CLI wrote."""

from __future__ import annotations

import hashlib

import pytest

from pulumi_qstash.engine import secrets
from pulumi_qstash.engine.secrets import SecretsError, crypter_of, new_crypter, open_crypter

SALT = "v1:Kw6N4TLa3Gc=:v1:kAINYCGKl26BC8Ku:5lcoR2X4nUOGMvAcYKjBYPUbvvTRNQ=="
"""Of the recorded stack `with-secrets`."""


def test_it_reads_what_the_cli_encrypted() -> None:
    """A value that the CLI encrypted is read with the passphrase."""
    crypter = open_crypter(SALT, "parity")
    assert crypter.decrypt("v1:mOs7S90nprr33ld1:2Mbc1OJhaQVl7Co4dQwZLqHFSa18rJDBV6NM") == "hush-config"


def test_the_same_text_is_never_encrypted_alike() -> None:
    """Two encryptions of a text differ, and both are read back."""
    crypter = open_crypter(SALT, "parity")
    first, second = crypter.encrypt("schön"), crypter.encrypt("schön")
    assert first != second
    assert {crypter.decrypt(first), crypter.decrypt(second)} == {"schön"}


def test_a_new_salt_opens_with_its_passphrase_alone() -> None:
    """A salt of ours is opened by its passphrase and refused to any other, in one sentence."""
    made = new_crypter("correct horse")
    assert open_crypter(made.salt, "correct horse").decrypt(made.encrypt("x")) == "x"
    with pytest.raises(SecretsError, match="incorrect passphrase: set PULUMI_CONFIG_PASSPHRASE"):
        open_crypter(made.salt, "battery staple")


@pytest.mark.parametrize("salt", ["", "v1", "v1:!!:v1:x:y", "v2:Kw6N4TLa3Gc=:v1:a:b", SALT[:-3]])
def test_a_malformed_salt_is_told_without_a_traceback(salt: str) -> None:
    """A salt that is no salt is refused in a sentence."""
    with pytest.raises(SecretsError):
        open_crypter(salt, "parity")


def test_a_changed_ciphertext_is_refused() -> None:
    """A value that was tampered with is not read."""
    made = new_crypter("p")
    sealed = made.encrypt("hello")
    with pytest.raises(SecretsError, match="cannot be decrypted"):
        made.decrypt(sealed[:-6] + "AAAA==")


@pytest.mark.parametrize("kind", ["service", "cloud", "awskms"])
def test_another_secrets_provider_is_refused_by_name(kind: str) -> None:
    """A state whose secrets another provider keeps is left to the Pulumi CLI."""
    with pytest.raises(SecretsError, match=f"{kind}.*the Pulumi CLI does this"):
        crypter_of({"type": kind, "state": {}}, lambda: "p")


def test_the_passphrase_comes_from_the_environment(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable wins, an empty one counts, a file is read without its line end, and neither is an error."""
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "")
    assert secrets.passphrase() == ""
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
    (tmp_path / "p").write_text("from a file\n")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE_FILE", str(tmp_path / "p"))
    assert secrets.passphrase() == "from a file"
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE_FILE", str(tmp_path / "none"))
    with pytest.raises(SecretsError, match=r"unable to read PULUMI_CONFIG_PASSPHRASE_FILE, which names \S+/none: No"):
        secrets.passphrase()
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE_FILE")
    with pytest.raises(SecretsError, match="passphrase must be set with PULUMI_CONFIG_PASSPHRASE"):
        secrets.passphrase()


def test_a_passphrase_need_not_be_text(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of arbitrary bytes is a passphrase, as it is for the Pulumi CLI: its bytes are the key's source."""
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    (tmp_path / "p").write_bytes(b"\xff\xfe\n")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE_FILE", str(tmp_path / "p"))
    expected = hashlib.pbkdf2_hmac("sha256", b"\xff\xfe", b"salt", secrets.ROUNDS, 32)
    assert secrets._key(secrets.passphrase(), b"salt") == expected
