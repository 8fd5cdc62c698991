"""A declared resource is found in the state under its URN or a name that it had before."""

from __future__ import annotations

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.aliases import Aliases
from pulumi_qstash.engine.events import Diagnostic
from pulumi_qstash.engine.goals import Alias, Goal
from pulumi_qstash.engine.session import Session
from pulumi_qstash.engine.state import Resource, Snapshot
from pulumi_qstash.engine.target import Options, Target

STACK = urns.stack_urn("dev", "p")


def make(name, *, type_="t:m:T", parent="", stack="dev", project="p"):
    return urns.make(stack, project, parent, type_, name)


class Look:
    """A state of the given URNs and a program that declares resources one after the other."""

    def __init__(self, *known):
        said = []
        base = Snapshot([Resource(urn, urns.type_of(urn), custom=True, id=urn) for urn in known])
        self.said = said
        self.session = Session("preview", Options(), Target("p", "dev", base=base), None, said.append)
        self.aliases = Aliases(self.session)

    def __call__(self, name, *aliases, type_="t:m:T", parent=""):
        goal = Goal(type_, name, custom=True, properties={}, parent=parent, aliases=list(aliases))
        urn = make(name, type_=type_, parent=parent)
        self.aliases.declared.add(urn)
        return self.aliases.find(urn, goal)

    @property
    def errors(self):
        return [event.message for event in self.said if isinstance(event, Diagnostic) and event.severity == "error"]


def test_every_part_of_a_name_can_have_been_another():
    """Name, type, parent, project and stack of an alias stand in for the resource's own."""
    group = make("g", type_="t:m:G")
    olds = {
        make("old"): Alias(name="old"),
        make("a", type_="t:m:Old"): Alias(type="t:m:Old"),
        make("a", parent=group): Alias(parent=group),
        make("a", project="q"): Alias(project="q"),
        make("a", stack="prod"): Alias(stack="prod"),
        make("whole", type_="x:y:Z"): Alias(urn=make("whole", type_="x:y:Z")),
    }
    for urn, alias in olds.items():
        found = Look(urn)("a", alias)
        assert (found.alias, found.old.urn) == (urn, urn)


def test_the_resource_of_that_name_comes_before_any_alias():
    """Where the state has both, the alias is not followed."""
    found = Look(make("a"), make("old"))("a", Alias(name="old"))
    assert (found.alias, found.old.urn) == ("", make("a"))


def test_without_a_parent_or_under_the_stack_is_the_same_name():
    """An alias may say that the resource had no parent, or the stack for one."""
    group = make("g", type_="t:m:G")
    for alias in (Alias(no_parent=True), Alias(parent=STACK)):
        assert Look(make("a"))("a", alias, parent=group).old is not None


def test_children_follow_their_parent_s_alias():
    """A child is found under its parent's old name, and named after it where it was."""
    old = make("old", type_="t:m:G")
    look = Look(old, make("old-part", parent=old), make("other", parent=old))
    look("new", Alias(name="old"), type_="t:m:G")
    parent = make("new", type_="t:m:G")
    assert look("new-part", parent=parent).old.urn == make("old-part", parent=old)
    assert look("other", parent=parent).old.urn == make("other", parent=old)


def test_two_resources_cannot_have_been_the_same_one():
    """The second claim on an old resource is refused by name."""
    look = Look(make("old"))
    assert not look("a", Alias(name="old")).invalid
    assert look("b", Alias(name="old")).invalid
    assert f"Duplicate resource alias '{make('old')}'" in look.errors[0]


def test_a_claimed_name_cannot_be_declared_as_well():
    """A resource under a name that another took over is refused."""
    look = Look(make("old"))
    look("a", Alias(name="old"))
    assert look("old").invalid
    assert "Duplicate resource URN" in look.errors[0]
