"""The rules, and how they are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .subject import Scene, Subject

SEVERITIES = ("note", "warning", "danger")
DOCS = "docs/review/rules.md"


class Hit(NamedTuple):
    """A rule met: what exactly, about which resource, at which property."""

    message: str
    name: str = ""
    path: str = ""
    urn: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        code: `QS` and three digits; the first digit is the family.
        severity: note, warning or danger.
        reason: One sentence: why it matters.
        remedy: One sentence: what to do.
        on_one: Looks at one resource as it will be.
        on_all: Looks at the whole stack.
    """

    code: str
    severity: str
    title: str
    reason: str
    remedy: str
    on_one: Callable[[Subject], Iterable[Hit]] | None = None
    on_all: Callable[[Scene], Iterable[Hit]] | None = None

    @property
    def page(self) -> str:
        """The rule's page in the docs."""
        return f"{DOCS}#{self.code.lower()}"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a change meets.

    Attributes:
        urn: The resource that it is about; empty where it is about the stack.
        already: True where the resource met it before the change too.
    """

    rule: Rule
    message: str
    name: str
    path: str
    urn: str = ""
    already: bool = False

    @property
    def severity(self) -> str:
        """The rule's severity."""
        return self.rule.severity


_RULES: dict[str, Rule] = {}


def on_one(
    code: str, severity: str, title: str, *, reason: str, remedy: str
) -> Callable[[Callable[[Subject], Iterable[Hit]]], Callable[[Subject], Iterable[Hit]]]:
    """Registers a function that looks at one resource as a rule."""

    def register(function: Callable[[Subject], Iterable[Hit]]) -> Callable[[Subject], Iterable[Hit]]:
        _RULES[code] = Rule(code, severity, title, reason, remedy, on_one=function)
        return function

    return register


def on_all(
    code: str, severity: str, title: str, *, reason: str, remedy: str
) -> Callable[[Callable[[Scene], Iterable[Hit]]], Callable[[Scene], Iterable[Hit]]]:
    """Registers a function that looks at the whole stack as a rule."""

    def register(function: Callable[[Scene], Iterable[Hit]]) -> Callable[[Scene], Iterable[Hit]]:
        _RULES[code] = Rule(code, severity, title, reason, remedy, on_all=function)
        return function

    return register


def rules() -> tuple[Rule, ...]:
    """All rules in the order of their codes."""
    return tuple(_RULES[code] for code in sorted(_RULES))


def check(subjects: Iterable[Subject], scene: Scene, ignored: Iterable[str] = ()) -> list[Finding]:
    """What the rules find in changed resources and in the stack, the most severe first.

    Args:
        subjects: The changed resources as they will be.
        scene: The whole stack.
        ignored: Codes of rules that are switched off.
    """
    asked = [rule for rule in rules() if rule.code not in set(ignored)]
    subjects = list(subjects)
    found = [finding for rule in asked for finding in _of_rule(rule, subjects, scene)]
    return sorted(found, key=lambda each: (each.already, -SEVERITIES.index(each.severity), each.rule.code, each.name))


def _of_rule(rule: Rule, subjects: list[Subject], scene: Scene) -> Iterator[Finding]:
    if rule.on_all:
        for hit in rule.on_all(scene):
            yield Finding(rule, hit.message, hit.name, hit.path, hit.urn)
    if rule.on_one:
        for subject in subjects:
            before = {hit.path for hit in rule.on_one(subject.previous)} if subject.previous else set()
            for hit in rule.on_one(subject):
                yield Finding(rule, hit.message, subject.name, hit.path, subject.urn, hit.path in before)
