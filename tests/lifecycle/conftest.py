from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from support.account import Account

from pulumi_qstash.devserver import DevServer
from pulumi_qstash.lifecycle import Lifecycle, RunLedger, Settings
from pulumi_qstash.model import KINDS, Kind

IDS = {kind.name: kind.id_property for kind in KINDS}


@pytest.fixture(scope="session")
def server() -> Iterator[DevServer]:
    with DevServer() as running:
        yield running


@pytest.fixture
def account(server: DevServer) -> Account:
    """The account, empty and as it is by default."""
    seen = Account(server.url, server.token)
    for path in ("account", "behaviour", "faults", "accounts", "requests"):
        seen.call("DELETE", f"/_dev/{path}")
    return seen


def token_of(user: str) -> str:
    return base64.b64encode(json.dumps({"UserID": user, "Password": "pw"}).encode()).decode()


class Run:
    """One run of a program: a lifecycle of its own, driven as an engine drives it."""

    def __init__(self, account: Account, ledger: RunLedger | None = None, **settings: Any) -> None:
        chosen = {"token": account.token, "url": account.url, "timeout": 5.0, "budget": 10.0} | settings
        self.notes: list[str] = []
        self.lifecycle = Lifecycle(Settings(**chosen), note=self.notes.append, ledger=ledger)

    def check(self, kind: Kind, news: dict[str, Any], olds: dict[str, Any] | None = None) -> dict[str, Any]:
        checked = self.lifecycle.check(kind, olds or {}, named(kind, news))
        assert not checked.problems, checked.problems
        return checked.inputs

    def problems(self, kind: Kind, news: dict[str, Any], olds: dict[str, Any] | None = None) -> list[tuple[str, str]]:
        checked = self.lifecycle.check(kind, olds or {}, named(kind, news))
        return [(p.path, p.reason) for p in checked.problems]

    def create(self, kind: Kind, news: dict[str, Any]) -> dict[str, Any]:
        """Check and create: the state."""
        return self.lifecycle.create(kind, self.check(kind, news))[1]

    def change(self, kind: Kind, state: dict[str, Any], news: dict[str, Any]) -> dict[str, Any]:
        """Check, compare and update, as an up does: the state."""
        inputs = self.check(kind, news, inputs_of(state))
        name = state[kind.id_property]
        if not self.lifecycle.diff(kind, name, state, inputs).changed:
            return state
        return self.lifecycle.update(kind, name, state, inputs)

    def read(self, kind: Kind, state: dict[str, Any]) -> dict[str, Any] | None:
        """Refresh: the state, None where the object is gone."""
        found = self.lifecycle.read(kind, state[kind.id_property], state)
        return None if found is None else found[1]

    def drift(self, kind: Kind, state: dict[str, Any]) -> list[str]:
        """What a refresh shows as changed behind our back."""
        seen = self.read(kind, state)
        assert seen is not None
        return self.lifecycle.diff(kind, state[kind.id_property], seen, inputs_of(state)).paths

    def delete(self, kind: Kind, state: dict[str, Any]) -> None:
        self.lifecycle.delete(kind, state[kind.id_property], state)


def named(kind: Kind, news: dict[str, Any]) -> dict[str, Any]:
    return {"__logicalName": f"shop-dev-{kind.name}"} | news


def inputs_of(state: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in state.items() if k != "account"}
