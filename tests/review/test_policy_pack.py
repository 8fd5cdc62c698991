"""The policy pack: the same rules on what a policy engine hands over."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support.previews import schedule

PACK = Path(__file__).parents[2] / "examples" / "policy-pack"
SCHEDULE = "pulumi-python:dynamic/qstash:Schedule"


@pytest.fixture(scope="module")
def pack() -> ModuleType:
    """The pack's functions, without pulumi_policy."""
    spec = importlib.util.spec_from_file_location("qstash_rules", PACK / "qstash_rules.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["qstash_rules"] = module
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Resource:
    name: str
    props: Any
    resource_type: str = SCHEDULE


@dataclass(frozen=True)
class Stack:
    resources: list[Resource]


class UnknownValueError(Exception):
    """Named as pulumi_policy's own error."""


class Proxy(Mapping[str, Any]):
    """Properties that raise where a value is not yet known, as pulumi_policy's do."""

    def __init__(self, known: dict[str, Any], unknown: Sequence[str]) -> None:
        self.known, self.unknown = known, unknown

    def __getitem__(self, key: str) -> Any:
        if key in self.unknown:
            raise UnknownValueError(key)
        return self.known[key]

    def __iter__(self) -> Iterator[str]:
        return iter((*self.known, *self.unknown))

    def __len__(self) -> int:
        return len(self.known) + len(self.unknown)


def violations(pack: ModuleType, resource: Resource) -> dict[str, list[str]]:
    """What each rule on one resource reports."""
    found: dict[str, list[str]] = {}
    for rule in pack.rules_on_one():
        pack.on_one(rule, "payg")(resource, found.setdefault(rule.code, []).append)
    return {code: said for code, said in found.items() if said}


def test_a_quiet_schedule_passes(pack: ModuleType) -> None:
    """A schedule that does everything right violates nothing."""
    assert violations(pack, Resource("job", schedule())) == {}


@pytest.mark.parametrize(
    ("code", "properties"),
    [
        ("QS101", {"destination": "http://api.shop.example/job"}),
        ("QS102", {"destination": "https://localhost/job"}),
        ("QS201", {"retries": None}),
        ("QS202", {"failureCallback": None}),
        ("QS204", {"timeout": "3h"}),
        ("QS205", {"cron": "* * * * *", "retries": 2.0}),
        ("QS603", {"cron": "0 0 31 2 *"}),
        ("QS604", {"cron": "0 0 * * 7"}),
    ],
)
def test_a_rule_reports_its_violation(pack: ModuleType, code: str, properties: dict[str, Any]) -> None:
    """The rule reports what it found and what to do, and no other rule speaks for it."""
    found = violations(pack, Resource("job", schedule(**properties)))
    assert list(found) == [code]
    assert found[code][0].endswith(".")


def test_values_that_are_not_yet_known_are_no_violation(pack: ModuleType) -> None:
    """What is known only after apply is passed over, as the review does."""
    known = {key: found for key, found in schedule().items() if key not in ("cron", "destination")}
    assert violations(pack, Resource("job", Proxy(known, ["cron", "destination"]))) == {}


def test_resources_of_other_packages_pass(pack: ModuleType) -> None:
    """A resource of another package is never looked at."""
    bucket = Resource("b", {"destination": "http://x.example"}, "aws:s3/bucket:Bucket")
    assert violations(pack, bucket) == {}


def test_secrets_are_no_violation(pack: ModuleType) -> None:
    """A policy engine hands secrets over in plain text: no rule takes one for a careless credential."""
    assert violations(pack, Resource("job", schedule(headers={"Authorization": "Bearer abcdef123"}))) == {}


def test_the_whole_stack_is_looked_at(pack: ModuleType) -> None:
    """Rules on the stack see all of its resources."""
    said: dict[str, list[str]] = {}
    stack = Stack([Resource(f"job-{number}", schedule(f"0 {number} * * *")) for number in range(11)])
    for rule in pack.rules_on_all():
        pack.on_all(rule, "free")(stack, said.setdefault(rule.code, []).append)
    assert {code for code, found in said.items() if found} == {"QS203", "QS302", "QS303"}


def test_every_rule_is_in_the_pack_or_said_to_be_blind(pack: ModuleType) -> None:
    """The pack leaves out the rules that need to know what is secret, and no other."""
    from pulumi_qstash.review.rules import rules

    covered = {rule.code for rule in (*pack.rules_on_one(), *pack.rules_on_all())}
    assert {rule.code for rule in rules()} - covered == {"QS501", "QS502"}


def test_the_pack_is_accepted_by_pulumi_policy() -> None:
    """Every policy has a name and a description that pulumi_policy takes (where it is installed)."""
    policy = pytest.importorskip("pulumi_policy", reason="pulumi_policy is not installed")
    sys.path.insert(0, str(PACK))
    try:
        from qstash_rules import on_one, rules_on_one

        rule = rules_on_one()[0]
        made = policy.ResourceValidationPolicy(rule.code.lower(), rule.reason, on_one(rule, "payg"))
    finally:
        sys.path.remove(str(PACK))
    assert made.name == "qs101"
