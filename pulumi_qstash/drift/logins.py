"""Which token and server stand for each provider of a state."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pulumi_qstash.drift.declared import Login
from pulumi_qstash.drift.errors import DriftError
from pulumi_qstash.lifecycle.settings import Settings, read_settings

DEFAULT = "default"
"""How `--token` names the provider that a program does not name."""


@dataclass(frozen=True)
class Logins:
    """What the command line and the environment say.

    Attributes:
        tokens: Tokens by provider name (`eu`, `shop/dev:eu`, `default`), from `--token NAME=VARIABLE`.
        config: A stack's configuration (`qstash:token`, `qstash:url`, …) by the stack's label; None where it is locked.
        environ: The environment.
    """

    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    config: Mapping[str, Mapping[str, str] | None] = field(default_factory=dict, repr=False)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def settings(self, login: Login) -> Settings:
        """How to reach the account of a provider, read as the provider itself reads it.

        Raises:
            DriftError: where its token is nowhere, or its configuration is wrong.
        """
        config = None if login.name else self.config.get(login.stack)
        config = login.config if config is None else config
        given = self._given(login)
        known = {**config, "qstash:token": given} if given else config
        settings = read_settings(known.get, self.environ)
        return _usable(settings, self._missing(login))

    def environment(self) -> Settings:
        """The account that the environment names, for what belongs to no stack."""
        settings = read_settings(lambda _key: None, self.environ)
        return _usable(settings, "there is no QStash token: set QSTASH_TOKEN to that of the account")

    def _given(self, login: Login) -> str | None:
        name = login.name or DEFAULT
        return self.tokens.get(f"{login.stack}:{name}") or self.tokens.get(name)

    def _missing(self, login: Login) -> str:
        if login.name:
            return (
                f"the token of provider {login.name!r} of stack {login.stack} cannot be read: name an environment "
                f"variable that holds it with --token {login.name}=VARIABLE, or set PULUMI_CONFIG_PASSPHRASE"
            )
        kept = " (the one in the state is encrypted: PULUMI_CONFIG_PASSPHRASE opens it)" if login.token_hidden else ""
        if login.stack not in self.config:
            return f"there is no QStash token{kept}: set QSTASH_TOKEN, or name the stack with -C FOLDER --stack NAME"
        if self.config[login.stack] is None:
            kept = " (its configuration is encrypted: PULUMI_CONFIG_PASSPHRASE opens it)"
        return f"there is no QStash token for the stack {login.stack}{kept}: set QSTASH_TOKEN, or its qstash:token"


def _usable(settings: Settings, missing: str) -> Settings:
    if settings.token is None:
        raise DriftError(missing)
    if settings.problems:
        raise DriftError(" ".join(settings.problems))
    return settings


def named_tokens(options: Iterable[str], environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Tokens from `NAME=VARIABLE` options.

    Raises:
        DriftError: for a malformed option or a variable that is not set.
    """
    return dict(_named_token(option, environ) for option in options)


def _named_token(option: str, environ: Mapping[str, str]) -> tuple[str, str]:
    name, equals, variable = option.rpartition("=")
    if not (name and equals and variable):
        # What was given may be a token itself: it is not repeated.
        raise DriftError("--token takes NAME=VARIABLE, such as --token eu=QSTASH_TOKEN_EU; never the token itself")
    token = environ.get(variable, "").strip()
    if not token:
        raise DriftError(f"--token {name}=… names an environment variable that is not set or empty")
    return name, token
