"""The rules of `pulumi-qstash review` as functions that a policy pack calls.

Nothing here imports `pulumi_policy`, so that the functions can be called, and tested, without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from pulumi_qstash.review.policies import BLIND_TO, findings
from pulumi_qstash.review.rules import Rule, rules


class Resource(Protocol):
    """What `pulumi_policy` says of a resource."""

    resource_type: str
    name: str
    props: Any


class Resources(Protocol):
    """What `pulumi_policy` says of a stack."""

    resources: Iterable[Resource]


def rules_on_one() -> list[Rule]:
    """The rules that look at one resource, and can do so without knowing which values are secret."""
    return [rule for rule in rules() if rule.on_one and rule.code not in BLIND_TO]


def rules_on_all() -> list[Rule]:
    """The rules that look at the whole stack."""
    return [rule for rule in rules() if rule.on_all]


def on_one(rule: Rule, plan: str) -> Callable[[Resource, Callable[[str], None]], None]:
    """The validation of one resource by one rule."""

    def validate(resource: Resource, report: Callable[[str], None]) -> None:
        for message in messages(rule, [resource], plan):
            report(message)

    return validate


def on_all(rule: Rule, plan: str) -> Callable[[Resources, Callable[[str], None]], None]:
    """The validation of a stack by one rule."""

    def validate(stack: Resources, report: Callable[[str], None]) -> None:
        for message in messages(rule, list(stack.resources), plan, complete=True):
            report(message)

    return validate


def messages(rule: Rule, resources: list[Resource], plan: str, *, complete: bool = False) -> list[str]:
    """What one rule has to say about some resources."""
    ignored = [other.code for other in rules() if other.code != rule.code]
    given = [(each.resource_type, each.name, each.props) for each in resources]
    found = findings(given, plan=plan, ignored=ignored, complete=complete)
    return [f"{each.name + ': ' if each.name and complete else ''}{each.message}. {rule.remedy}" for each in found]
