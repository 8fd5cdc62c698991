"""A URL group becomes what is declared, whatever it was, and keeps an endpoint all the while."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from support.account import Account

from pulumi_qstash.model import URL_GROUP

from .conftest import Run

BEHAVIOURS = list(itertools.product(("renames", "adds", "refuses"), ("moves", "adds", "refuses")))


def endpoints(text: str) -> list[dict[str, str]]:
    """`a/x b` as endpoints: a URL for each letter, with a name after the slash."""
    parts = [word.partition("/") for word in text.split()]
    return [{"url": f"https://{u}.example.com/"} | ({"name": n} if n else {}) for u, _, n in parts]


def group(text: str, **more: Any) -> dict[str, Any]:
    return {"groupName": "g", "endpoints": endpoints(text)} | more


def live(account: Account) -> list[dict[str, str]]:
    found = account.url_groups().get("g", {}).get("endpoints", [])
    return sorted(found, key=lambda e: e["url"])


CHANGES = [
    ("a", "a b"), ("a b", "a"), ("a b", "b"), ("a", "b"), ("a b", "c d"),
    ("a/x", "a/y"), ("a/x b", "a/y b"), ("a/x b/y", "a/x2 b/y2"), ("a/x", "a"), ("a", "a/x"),
    ("a/x b/y", "a/y b/x"), ("a/x b/y", "c/x b/y"), ("a/x", "b/x"), ("a/x b/y", "b/x"), ("a/x", "a/y b/x"),
    ("a/x b/y c", "a/y d"), ("a b c", "c b a"),
]  # fmt: skip


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda b: "-".join(b))
@pytest.mark.parametrize(("before", "after"), CHANGES, ids=[f"{a} to {b}" for a, b in CHANGES])
def test_a_group_becomes_what_is_declared(
    account: Account, before: str, after: str, behaviour: tuple[str, str]
) -> None:
    """Whatever QStash does with a known URL or name, each change ends with exactly the declared endpoints."""
    account.call("PUT", "/_dev/behaviour", {"sameUrlNewName": behaviour[0], "sameNameNewUrl": behaviour[1]})
    state = Run(account).create(URL_GROUP, group(before))
    state = Run(account).change(URL_GROUP, state, group(after))
    assert live(account) == endpoints(" ".join(sorted(after.split())))
    assert Run(account).drift(URL_GROUP, state) == []


# Where the only endpoint has to make room, or two swap their names, no order of calls keeps the group.
VANISHES = {
    ("a/x", "a/y"), ("a/x", "a"), ("a", "a/x"), ("a/x b/y", "a/y b/x"), ("a/x", "b/x"), ("a/x", "a/y b/x"),
    ("a/x b/y", "b/x"),
}  # fmt: skip
KEEPS = [change for change in CHANGES if change not in VANISHES]


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda b: "-".join(b))
@pytest.mark.parametrize(("before", "after"), KEEPS, ids=[f"{a} to {b}" for a, b in KEEPS])
def test_a_group_never_loses_its_last_endpoint(
    account: Account, before: str, after: str, behaviour: tuple[str, str]
) -> None:
    """A change that can be made with an endpoint always in place leaves the group the one that it was."""
    account.call("PUT", "/_dev/behaviour", {"sameUrlNewName": behaviour[0], "sameNameNewUrl": behaviour[1]})
    state = Run(account).create(URL_GROUP, group(before))
    born = account.url_groups()["g"]["createdAt"]
    account.call("PUT", "/_dev/clock", {"now": "2030-01-01T00:00:00Z"})
    Run(account).change(URL_GROUP, state, group(after))
    account.call("DELETE", "/_dev/clock")
    assert account.url_groups()["g"]["createdAt"] == born


@pytest.mark.parametrize(
    ("before", "after", "writes"),
    [
        ("a", "a b", ["POST"]),
        ("a b", "a", ["DELETE"]),
        ("a b", "a c", ["POST", "DELETE"]),
        ("a/x b", "a/y b", ["DELETE", "POST"]),
        ("a/x", "a/y", ["POST"]),
        ("a b", "b a", []),
    ],
)
def test_a_change_costs_what_it_must(account: Account, before: str, after: str, writes: list[str]) -> None:
    """Adding is one call and removing another; order alone is no change."""
    state = Run(account).create(URL_GROUP, group(before))
    account.forget_requests()
    Run(account).change(URL_GROUP, state, group(after))
    assert [call.split()[0] for call in account.writes()] == writes


def test_an_endpoint_added_behind_our_back_is_removed_by_an_update(account: Account) -> None:
    """An update makes the live group what is declared, not what it last was."""
    state = Run(account).create(URL_GROUP, group("a b"))
    account.call("POST", "/v2/topics/g/endpoints", {"endpoints": endpoints("z")})
    assert Run(account).drift(URL_GROUP, state) == ["endpoints"]
    Run(account).change(URL_GROUP, state, group("a c"))
    assert live(account) == endpoints("a c")
