"""Decides what has to be done so that the stack becomes what the program declares."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.aliases import Aliases
from pulumi_qstash.engine.comparison import Comparer
from pulumi_qstash.engine.delete_steps import Delete, DeleteReplaced, RemovePendingReplace
from pulumi_qstash.engine.differences import Difference
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.goals import Goal, state_of
from pulumi_qstash.engine.providers import Checked, DiffUnavailableError, Failure, Provider
from pulumi_qstash.engine.read_steps import ReadExternal, ReadReplacement
from pulumi_qstash.engine.registry import Registry
from pulumi_qstash.engine.replacements import Dependents
from pulumi_qstash.engine.session import BailError, Session
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.steps import Create, CreateReplacement, Replace, Reply, Same, Step, Update
from pulumi_qstash.engine.values import Secret, contains_unknowns, equal, secret_texts


@dataclass
class Declared:
    """A declared resource on its way to steps."""

    goal: Goal
    new: Resource
    provider: Provider | None
    reply: Reply
    seed: bytes


@dataclass
class Seen:
    """URNs by what this deployment has decided about them."""

    reads: set[str] = field(default_factory=set)
    creates: set[str] = field(default_factory=set)
    sames: set[str] = field(default_factory=set)
    updates: set[str] = field(default_factory=set)
    replaces: set[str] = field(default_factory=set)
    deletes: set[str] = field(default_factory=set)

    def decided(self) -> set[str]:
        """All of them."""
        return self.reads | self.creates | self.sames | self.updates | self.replaces | self.deletes

    def keeps(self, urn: str) -> bool:
        """Whether the resource goes on to exist under its old state."""
        return any(urn in decided for decided in (self.sames, self.updates, self.replaces, self.reads))


class Generator:
    """Turns what the program asks for into steps, one request at a time."""

    def __init__(self, session: Session, registry: Registry) -> None:
        self._session = session
        self._registry = registry
        self._comparer = Comparer(session, registry)
        self.aliases = Aliases(session)
        self.seen = Seen()
        self._gone_first: set[int] = set()
        """`id()` of resources deleted before their replacement is known."""
        self._dependent_keys: dict[str, tuple[str, ...]] = {}
        self._dependents = Dependents(session, registry, self._comparer.diff_dependent)

    # -- what the program declares ------------------------------------------------------------

    async def register(self, goal: Goal, reply: Reply) -> list[Step]:
        """The steps for a resource that the program declares."""
        urn = self._declare(goal.parent, goal.type, goal.name)
        found = self.aliases.find(urn, goal)
        if found.alias and urns.is_provider_type(goal.type):
            self._registry.aliases[urn] = found.alias
        self._session.goals[urn] = goal
        new = state_of(goal, urn, found.alias, found.old)
        provider = await self._comparer.provider_of(new)
        declared = Declared(goal, new, provider, reply, os.urandom(32))
        valid = await self._check_inputs(declared, found.old)
        if found.invalid or not valid:
            raise BailError(f"resource {urn} is invalid")
        return await self._decide(declared, found.old)

    def _declare(self, parent: str, type_: str, name: str) -> str:
        if parent and parent not in self.aliases.declared:
            raise EngineError(f"could not find parent resource {parent}")
        target = self._session.target
        urn = urns.make(target.stack, target.project, parent, type_, name)
        if urn in self.aliases.declared:
            raise self._session.bail(f"Duplicate resource URN '{urn}'; try giving it a unique name", urn)
        self.aliases.declared.add(urn)
        return urn

    async def _check_inputs(self, declared: Declared, old: Resource | None) -> bool:
        new, inputs = declared.new, declared.new.inputs
        if old is not None:
            ignored = declared.goal.ignore_changes
            inputs = self._comparer.ignoring_changes(new.urn, inputs, old.inputs, ignored)
        if declared.provider is None:
            new.inputs = inputs if new.custom else new.inputs
            return True
        if old is None or old.external or old.taint or new.urn in self.seen.deletes:
            checked = await self._check_anew(declared, declared.provider)
        else:
            checked = await declared.provider.check(new.urn, old.inputs, inputs, declared.seed)
        self._tell_failures(new, checked.failures)
        new.inputs = checked.inputs
        return not checked.failures

    async def _check_anew(self, declared: Declared, provider: Provider) -> Checked:
        return await provider.check(declared.new.urn, {}, declared.goal.properties, declared.seed)

    def _tell_failures(self, resource: Resource, failures: list[Failure]) -> None:
        about = f"{resource.type} resource '{resource.name}'"
        for failure in failures:
            reason = failure.reason
            # The provider is not told which values are secret, and may quote one.
            for secret in secret_texts(resource.inputs):
                reason = reason.replace(secret, "[secret]")
            if failure.property:
                value = _shown(resource.inputs.get(failure.property))
                message = f"{about}: property {failure.property} value {value} has a problem: {reason}"
            else:
                message = f"{about} has a problem: {reason}"
            self._session.error(message, resource.urn)

    # -- what that means ----------------------------------------------------------------------

    async def _decide(self, declared: Declared, old: Resource | None) -> list[Step]:
        new = declared.new
        if old is None:
            self.seen.creates.add(new.urn)
            return [Create(None, new, declared.reply)]
        if new.urn in self.seen.deletes:
            return self._recreate(declared, old)
        if old.external:
            # It was only looked up so far; now the stack makes one of its own.
            self.seen.creates.add(new.urn)
            return self._create_first(declared, old, Difference("some"))
        difference = await self._difference(declared, old)
        return await self._follow(declared, old, difference)

    def _recreate(self, declared: Declared, old: Resource) -> list[Step]:
        """It went with something that it depends on; now the program wants it back."""
        new = declared.new
        self.seen.deletes.discard(new.urn)
        self.seen.replaces.add(new.urn)
        keys = self._dependent_keys.get(new.urn, ())
        create = CreateReplacement(
            old, new, declared.reply, Difference("some", replace_keys=keys), pending_delete=False
        )
        return [Replace(old, new), create]

    async def _difference(self, declared: Declared, old: Resource) -> Difference:
        new, goal = declared.new, declared.goal
        if key := self._forced_by(old, new):
            return Difference("some", replace_keys=(key,))
        if urns.is_provider_type(new.type):
            return self._comparer.diff_provider(old, new.inputs)
        if declared.provider is None:
            return Difference("none" if equal(old.inputs, new.inputs) else "some")
        try:
            found = await self._comparer.diff(declared.provider, old, new.inputs, goal.ignore_changes)
        except DiffUnavailableError as error:
            self._session.say("warning", str(error), new.urn)
            found = Difference("some")
        return found.with_replace_on_changes(goal.replace_on_changes, init_errors=bool(old.init_errors))

    def _forced_by(self, old: Resource, new: Resource) -> str:
        if old.taint:
            return "id"
        if self.seen.replaces.intersection(new.replace_with):
            return "replaceWith"
        if new.deleted_with in self.seen.replaces:
            return "deletedWith"
        # Providers of one package take over from each other; none from or to a component.
        return "provider" if bool(old.provider) != bool(new.provider) else ""

    async def _follow(self, declared: Declared, old: Resource, difference: Difference) -> list[Step]:
        new = declared.new
        changed = difference.changes == "some"
        if old.pending_replacement or (changed and difference.replaces):
            return await self._replace(declared, old, difference)
        if changed or old.init_errors:
            self.seen.updates.add(new.urn)
            return [Update(old, new, declared.reply, difference, declared.goal.ignore_changes)]
        self.seen.sames.add(new.urn)
        return [Same(old, new, declared.reply)]

    # -- replacements -------------------------------------------------------------------------

    async def _replace(self, declared: Declared, old: Resource, difference: Difference) -> list[Step]:
        new, goal = declared.new, declared.goal
        self._refuse_if_protected(old, new)
        self.seen.replaces.add(new.urn)
        if declared.provider is not None and not old.taint:
            # What the old object passed on to its inputs (a generated name) is not for the new one.
            checked = await self._check_anew(declared, declared.provider)
            self._tell_failures(new, checked.failures)
            if checked.failures:
                raise BailError(f"resource {new.urn} has check errors")
            new.inputs = checked.inputs
        first = difference.delete_before_replace
        if goal.delete_before_replace is not None:
            first = goal.delete_before_replace
        if first:
            return await self._delete_first(declared, old, difference)
        return self._create_first(declared, old, difference)

    def _refuse_if_protected(self, old: Resource, new: Resource) -> None:
        if not (new.protect and old.protect):
            return
        message = (
            f'unable to replace resource "{new.urn}"\nas it is currently marked for protection. To unprotect the '
            "resource, remove the `protect` flag from the resource in your Pulumi program and run `up`"
        )
        bail = self._session.bail(message, new.urn)
        self._session.failed = True
        if not self._session.preview:  # a preview goes on, so that the change behind it is shown
            raise bail

    def _create_first(self, declared: Declared, old: Resource, difference: Difference) -> list[Step]:
        return [
            CreateReplacement(old, declared.new, declared.reply, difference, pending_delete=True),
            Replace(old, declared.new, None, difference),
        ]

    async def _delete_first(self, declared: Declared, old: Resource, difference: Difference) -> list[Step]:
        new = declared.new
        steps = await self._delete_dependents(old, new.urn)
        await self._registry.ensure(old.provider, self._session.before)
        if not old.pending_replacement:
            self.seen.deletes.add(old.urn)
            steps.append(DeleteReplaced(old, self.seen.deletes, first=True))
        create = CreateReplacement(old, new, declared.reply, difference, pending_delete=False)
        return [*steps, Replace(old, new, None, difference), create]

    async def _delete_dependents(self, old: Resource, urn: str) -> list[Step]:
        steps: list[Step] = []
        for dependent in reversed(await self._dependents.of(old, self.seen.decided())):
            resource = dependent.resource
            if id(resource) in self._gone_first:
                continue
            self._dependent_keys[resource.urn] = dependent.keys
            await self._registry.ensure(resource.provider, self._session.before)
            if resource.delete:
                steps.append(Delete(resource, self.seen.deletes))
            else:
                self._refuse_if_dependent_protected(resource, urn)
                steps.append(DeleteReplaced(resource, self.seen.deletes, first=True))
            self.seen.deletes.add(resource.urn)
            self._gone_first.add(id(resource))
        return steps

    def _refuse_if_dependent_protected(self, resource: Resource, urn: str) -> None:
        if not resource.protect:
            return
        self._session.failed = True
        raise self._session.bail(
            f'unable to replace resource "{resource.urn}" as part of replacing "{urn}" as it is currently marked for '
            "protection. To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program "
            f"and run `up`, or use the Pulumi CLI's command:\n`pulumi state unprotect '{resource.urn}'`",
            urn,
        )

    # -- what the program looks up, and what is left over ---------------------------------------

    def read(self, new: Resource, goal: Goal, reply: Reply) -> list[Step]:
        """The steps for an object that the program looks up by its id."""
        new.urn = self._declare(goal.parent, goal.type, goal.name)
        found = self.aliases.find(new.urn, goal)
        old = found.old
        new.aliases = [found.alias] if found.alias else []
        if not new.id:
            raise EngineError(f"Expected an ID for {new.urn}")
        if old is not None and not old.external and old.id != new.id:
            self.seen.replaces.add(new.urn)
            return [ReadReplacement(old, new, reply), Replace(old, new)]
        self.seen.reads.add(new.urn)
        return [ReadExternal(old, new, reply)]

    async def deletions(self) -> list[Step]:
        """The steps for what earlier replacements left behind and what the program no longer declares."""
        steps: list[Step] = []
        for resource in self._session.before:
            step = self._deletion(resource)
            if step is not None:
                steps.append(step)
                self.seen.deletes.add(resource.urn)
                await self._registry.ensure(resource.provider, self._session.before)
        return steps

    def _deletion(self, resource: Resource) -> Step | None:
        if resource.delete:
            if id(resource) in self._gone_first:
                return None
            return DeleteReplaced(resource, self.seen.deletes, first=False)
        if self.seen.keeps(self.aliases.claimed_by.get(resource.urn, resource.urn)):
            return None
        if resource.pending_replacement:
            return RemovePendingReplace(resource, None)
        return Delete(resource, self.seen.deletes)


def _shown(value: Any) -> str:
    """A value in a message, as Pulumi writes it: text in braces, a secret never."""
    if isinstance(value, Secret):
        return "[secret]"
    if contains_unknowns(value):
        return "output<string>{}"
    return "{" + ("" if value is None else str(value)) + "}"
