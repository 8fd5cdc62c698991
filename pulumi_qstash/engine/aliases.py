"""Finding the resource of the state that a declared one is, under its URN or a name that it had before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.goals import Alias, Goal
from pulumi_qstash.engine.session import Session
from pulumi_qstash.engine.state import Resource


@dataclass(frozen=True)
class Found:
    """The resource as the state has it, the alias that led to it, and whether another claims it too."""

    old: Resource | None = None
    alias: str = ""
    invalid: bool = False


@dataclass
class Aliases:
    """Which old URNs have been claimed by which new ones."""

    session: Session
    declared: set[str] = field(default_factory=set)
    """The URNs that this deployment has seen so far."""
    claimed_by: dict[str, str] = field(default_factory=dict)
    """Old URN -> the new URN of the resource that was it."""
    old_urn: dict[str, str] = field(default_factory=dict)
    """New URN -> the old URN under which it was found."""

    def find(self, urn: str, goal: Goal) -> Found:
        """The old resource for `goal`; its own URN comes before any alias."""
        invalid = self._already_claimed(urn)
        for candidate in [urn, *dict.fromkeys(self._candidates(goal))]:
            old = self.session.olds.get(candidate)
            if old is None:
                continue
            if candidate == urn:
                return Found(old, "", invalid)
            invalid = self._conflicts(urn, candidate) or invalid
            self.claimed_by[candidate] = urn
            self.old_urn[urn] = candidate
            return Found(old, candidate, invalid)
        return Found(None, "", invalid)

    def _already_claimed(self, urn: str) -> bool:
        other = self.claimed_by.get(urn)
        if other is None:
            return False
        self.session.error(f"Duplicate resource URN '{urn}' conflicting with alias on resource with URN '{other}'", urn)
        return True

    def _conflicts(self, urn: str, alias: str) -> bool:
        others = [urn] if alias in self.declared else []
        others += [self.claimed_by[alias]] if alias in self.claimed_by else []
        for other in others:
            self.session.error(
                f"Duplicate resource alias '{alias}' applied to resource with URN '{urn}' "
                f"conflicting with resource with URN '{other}'",
                urn,
            )
        return bool(others)

    def _candidates(self, goal: Goal) -> Iterator[str]:
        own = [self._urn(goal, alias) for alias in goal.aliases]
        yield from own
        parent_alias = self.old_urn.get(goal.parent)
        if not parent_alias:
            return
        parent_name = urns.name_of(goal.parent)
        yield self._inherited(goal.type, goal.name, parent_name, parent_alias)
        for urn in own:
            yield self._inherited(urns.type_of(urn), urns.name_of(urn), parent_name, parent_alias)

    def _urn(self, goal: Goal, alias: Alias) -> str:
        if alias.urn:
            return alias.urn
        target = self.session.target
        parent = self.old_urn.get(alias.parent, alias.parent) or goal.parent
        if alias.no_parent or (parent and urns.qualified_type(parent) == urns.STACK_TYPE):
            parent = ""
        return urns.make(
            alias.stack or target.stack,
            alias.project or target.project,
            parent,
            alias.type or goal.type,
            alias.name or goal.name,
        )

    def _inherited(self, type_: str, name: str, parent_name: str, parent_alias: str) -> str:
        # A child is often named after its parent: it then had the parent's old name in its own.
        if name.startswith(parent_name):
            name = urns.name_of(parent_alias) + name.removeprefix(parent_name)
        target = self.session.target
        return urns.make(target.stack, target.project, parent_alias, type_, name)
