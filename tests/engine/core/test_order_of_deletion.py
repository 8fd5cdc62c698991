"""What depends on a resource goes before it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pulumi_qstash.engine.delete_steps import Delete
from pulumi_qstash.engine.deletions import batches
from pulumi_qstash.engine.graph import Graph, links
from pulumi_qstash.engine.refreshing import relinked
from pulumi_qstash.engine.state import Resource


def urn(name: str) -> str:
    return f"urn:pulumi:dev::p::t:m:T::{name}"


def thing(name: str, *uses: str, parent: str = "", custom: bool = True, **more) -> Resource:
    return Resource(
        urn(name),
        "t:m:T",
        custom,
        id=name,
        dependencies=[urn(u) for u in uses],
        parent=urn(parent) if parent else "",
        **more,
    )


@st.composite
def states(draw):
    """Random states: each resource may depend on, or be a child of, any before it."""
    found: list[Resource] = []
    for number in range(draw(st.integers(1, 8))):
        before = [r.name for r in found]
        uses = draw(st.lists(st.sampled_from(before), unique=True)) if before else []
        parent = draw(st.sampled_from(["", *before]))
        found.append(thing(str(number), *uses, parent=parent, custom=draw(st.booleans())))
    return found


@given(states())
def test_a_batch_never_holds_what_a_later_one_needs(state):
    """In each batch no resource stands on another that went before or goes with it."""
    graph = Graph(state)
    gone: set[str] = set()
    for batch in batches([Delete(r, set()) for r in state], graph):
        names = {step.before.urn for step in batch}
        for step in batch:
            needed = {*links(step.before), step.before.parent}
            assert not needed & (gone | names)
        gone |= names
    assert gone == {r.urn for r in state}


def test_independent_resources_go_together():
    """What has nothing to do with one another is one batch."""
    state = [thing("a"), thing("b"), thing("c")]
    assert [len(batch) for batch in batches([Delete(r, set()) for r in state], Graph(state))] == [3]


def test_who_depends_on_a_component_waits_for_its_children():
    """A resource that depends on a component goes before what is inside it."""
    state = [thing("g", custom=False), thing("a", parent="g"), thing("b", "g")]
    order = [[s.before.name for s in batch] for batch in batches([Delete(r, set()) for r in state], Graph(state))]
    assert order == [["b"], ["a"], ["g"]]


def test_a_long_chain_is_scheduled_at_once():
    """The order of thousands of resources in a row is found without going through them again and again."""
    state = [thing("0")]
    for number in range(1, 3000):
        state.append(thing(str(number), str(number - 1)))
    found = batches([Delete(r, set()) for r in state], Graph(state))
    assert [batch[0].before.name for batch in found[:2]] == ["2999", "2998"]
    assert len(found) == 3000


def test_what_a_resource_stands_on_is_followed_to_the_ground():
    """Dependencies of dependencies, and parents."""
    a, g, b, c, d = thing("a"), thing("g", custom=False), thing("b", "a", parent="g"), thing("c", "b"), thing("d")
    graph = Graph([a, g, b, c, d])
    assert graph.transitive_dependencies_of(c) == {id(a), id(g), id(b)}


def test_links_to_what_is_gone_are_cut():
    """After a refresh nothing names a resource that is not there; a child moves up to the next parent."""
    child = thing("c", "a", "b", parent="b", property_dependencies={"p": [urn("a"), urn("b")]}, deleted_with=urn("b"))
    inner = thing("d", parent="c")
    state = [thing("a"), child, inner]
    assert relinked(state) == [child]
    assert child.dependencies == [urn("a")]
    assert child.property_dependencies == {"p": [urn("a")]}
    assert (child.deleted_with, child.parent, inner.parent) == ("", "", urn("c"))
