"""What is in an account: one list call for each kind of object, whatever their number."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from pulumi_qstash.api import Client

Live = dict[str, Any]

ID_KEYS = {"Schedule": "scheduleId", "Queue": "name", "UrlGroup": "name", "FlowControl": "flowControlKey"}


@dataclass(frozen=True)
class Account:
    """The live objects of one account, by kind and id, as QStash returned them."""

    label: str
    """`<user id>@<host>`, or the host alone where the token does not tell the user."""
    objects: dict[str, dict[str, Live]]

    def get(self, kind: str, id_: str) -> Live | None:
        """One object, None where it is not there."""
        return self.objects[kind].get(id_)


def read_account(client: Client, label: str) -> Account:
    """List everything, the four kinds at once.

    Args:
        client: The way to the account.
        label: How the account is named to people.

    Raises:
        QStashError: where a list cannot be had; an account is never taken for empty.
    """
    lists = {
        "Schedule": client.schedules.list,
        "Queue": client.queues.list,
        "UrlGroup": client.url_groups.list,
        "FlowControl": client.flow_control.list,
    }
    with ThreadPoolExecutor(len(lists)) as pool:
        asked = {kind: pool.submit(ask) for kind, ask in lists.items()}
        found = {kind: future.result() for kind, future in asked.items()}
    return Account(label, {k: {o[ID_KEYS[k]]: o for o in listed} for k, listed in found.items()})
