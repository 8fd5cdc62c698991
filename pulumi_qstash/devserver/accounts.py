"""Who may call: tokens, the accounts that they belong to, and their regions."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from .ids import derived_id
from .refusals import Refusal

#: The user of QStash's own dev server: its token and keys are published in the official SDK.
DEFAULT_TOKEN = "eyJVc2VySUQiOiJkZWZhdWx0VXNlciIsIlBhc3N3b3JkIjoiZGVmYXVsdFBhc3N3b3JkIn0="  # noqa: S105
DEFAULT_USER = "defaultUser"
DEFAULT_KEYS = ("sig_7kYjw48mhY7kAjqNGcy6cr29RJ6r", "sig_5ZB6DVzB1wjE8S6rZ7eenA8Pdnhs")
DEFAULT_REGION = "eu-central-1"

_READS = ("GET", "HEAD")


@dataclass(frozen=True)
class Token:
    """A token that the server knows, with the account that it opens."""

    text: str
    user: str
    read_only: bool = False
    region: str | None = None


def user_of(token: str) -> str:
    """The account of a token: its `UserID`, or a name made from it where it is not of QStash's form."""
    try:
        user = json.loads(base64.b64decode(token, validate=True))["UserID"]
    except (binascii.Error, ValueError, KeyError, TypeError):
        user = None
    return user if isinstance(user, str) and user else derived_id("user", token)


class Accounts:
    """The tokens that are accepted; a token that is not here is a wrong one."""

    def __init__(self, region: str = DEFAULT_REGION) -> None:
        self.region = region
        self._tokens: dict[str, Token] = {}
        self.restore([{"token": DEFAULT_TOKEN}])

    def tokens(self) -> list[Token]:
        """All known tokens, in the order in which they were given."""
        return list(self._tokens.values())

    def replace(self, tokens: list[Token]) -> None:
        """Accept these tokens and no others."""
        self._tokens = {token.text: token for token in tokens}

    def restore(self, listed: list[dict[str, Any]]) -> None:
        """Accept the tokens of a checked list `[{"token", "readOnly"?, "region"?}]`."""
        self.replace([token_of(entry) for entry in listed])

    def check(self, token: str | None) -> Token:
        """The account behind `token`.

        Raises:
            Refusal: 401 for a wrong token, 404 for one of another region.
        """
        known = self._tokens.get(token or "")
        if known is None:
            raise Refusal(401, "unable to authenticate: invalid token")
        if known.region and known.region != self.region:
            raise Refusal(404, f"user ({known.user}) not found in this region ({self.region})")
        return known


def token_of(entry: dict[str, Any]) -> Token:
    """One entry of the list of accounts as a token."""
    return Token(entry["token"], user_of(entry["token"]), bool(entry.get("readOnly")), entry.get("region"))


def is_read(method: str) -> bool:
    """Whether a read-only token may do this."""
    return method in _READS
