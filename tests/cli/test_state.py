"""`state delete`: a stack forgets a resource, whose object stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Cli, refused


def named(path: Path) -> dict[str, dict[str, str]]:
    latest = json.loads(path.read_text())["checkpoint"]["latest"]
    return {resource["urn"].rsplit("::", 1)[1]: resource for resource in latest["resources"]}


def urn_of(path: Path, name: str) -> str:
    return named(path)[name]["urn"]


def leaf(path: Path) -> str:
    """The name of a resource on which no other one stands."""
    return list(named(path))[-1]


def test_a_resource_is_forgotten(cli: Cli, recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything else stays to the letter, secrets included, and no passphrase is needed."""
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
    before, name = named(recorded), leaf(recorded)
    code, out, err = cli("state", "delete", urn_of(recorded, name), "--stack", "dev", "--yes")
    assert (code, err) == (0, "")
    assert "1 resource deleted from the state" in out
    assert named(recorded) == {other: said for other, said in before.items() if other != name}


def test_what_others_stand_on_is_kept(cli: Cli, recorded: Path) -> None:
    """A resource with dependents or children is refused with their names, and nothing changes."""
    before = recorded.read_bytes()
    stack = next(iter(named(recorded)))
    refused(
        cli("state", "delete", urn_of(recorded, stack), "--stack", "dev", "--yes"),
        "others depend on it",
        leaf(recorded),
    )
    assert recorded.read_bytes() == before


def test_a_protected_resource_needs_force(cli: Cli, recorded: Path) -> None:
    """What is protected goes with --force alone."""
    text = json.loads(recorded.read_text())
    text["checkpoint"]["latest"]["resources"][-1]["protect"] = True
    recorded.write_text(json.dumps(text))
    words = ("state", "rm", urn_of(recorded, leaf(recorded)), "--stack", "dev", "--yes")
    refused(cli(*words), "is protected", "--force")
    assert cli(*words, "--force")[0] == 0


def test_an_unknown_urn_is_named(cli: Cli, recorded: Path) -> None:
    """A URN that the state does not hold is told, with the way to see them; without --yes nobody is asked."""
    refused(
        cli("state", "delete", "urn:pulumi:dev::parity::t::x", "--stack", "dev", "--yes"),
        "no such resource",
        "stack export",
    )
    refused(cli("state", "delete", urn_of(recorded, leaf(recorded)), "--stack", "dev"), "--yes")
