"""Which account an object was made in, and the refusal to touch it with another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..api import host_of, user_id
from .errors import OtherAccount
from .settings import Settings


def account_of(settings: Settings) -> str | None:
    """`<user id>@<host>`, or the host alone where the token names no user; None without a token."""
    if not settings.token:
        return None
    user, host = user_id(settings.token), host_of(settings.url)
    return f"{user}@{host}" if user else host


def require_same(settings: Settings, props: Mapping[str, Any], what: str) -> None:
    """Refuse to touch an object of another account.

    Args:
        settings: the account that is configured.
        props: the object's state.
        what: the object, for the message.

    Raises:
        OtherAccount: it was made in another account or region.
    """
    here, there = account_of(settings), props.get("account")
    if here is None or not isinstance(there, str) or _same(here, there):
        return
    raise OtherAccount(
        f"The {what} was made in the account {there}, but the token and URL now belong to {here}. "
        "Use the former token and URL (qstash:token, qstash:url or qstash:region, or the provider's). "
        "To move it on purpose, destroy it there first; or take it out of the state with "
        "`pulumi state delete`, and the next up makes it in the new account and leaves the old one as it is."
    )


def _same(here: str, there: str) -> bool:
    here_user, _, here_host = here.rpartition("@")
    there_user, _, there_host = there.rpartition("@")
    return here_host == there_host and (here_user == there_user or not here_user or not there_user)
