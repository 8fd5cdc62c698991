"""Differences between inputs are told by path, and turned into replacements where that is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_qstash.engine.differences import Difference, compare
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.events import PropertyDiff
from pulumi_qstash.engine.values import SIGNATURE, equal

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["x", "y.z"]), inner, max_size=2),
    max_leaves=8,
)
INPUTS = st.dictionaries(st.sampled_from(["p", "q", "r s"]), VALUES, max_size=3)


def kinds(old, new):
    return {path: diff.kind for path, diff in compare(old, new).items()}


def test_maps_and_lists_are_entered():
    """A change deep down is named by its path, quoted where a key needs it; list ends grow and shrink."""
    old = {"m": {"x": 1, "y": {"z": "q"}, "gone": True}, "l": [1, 2, 3], "k": {"dotted.key": "v"}}
    new = {"m": {"x": 2, "y": {"z": "r"}, "new": False}, "l": [1, 9, 3, 4], "k": {"dotted.key": "w"}}
    assert kinds(old, new) == {
        "m.x": "update",
        "m.y.z": "update",
        "m.gone": "delete",
        "m.new": "add",
        "l[1]": "update",
        "l[3]": "add",
        'k["dotted.key"]': "update",
    }


def test_a_null_is_an_absent_key():
    """From null to a value is an addition, to null a deletion, null to absent nothing."""
    assert kinds({"a": None, "b": 1, "c": None}, {"a": 1, "b": None}) == {"a": "add", "b": "delete"}


def test_a_change_of_kind_is_one_update():
    """A map that becomes a list is not entered."""
    assert kinds({"a": {"x": 1}}, {"a": [1]}) == {"a": "update"}


def test_an_asset_is_one_value():
    """What is marked as one value on the wire is compared as one."""
    assert kinds({"a": {SIGNATURE: "asset", "text": "1"}}, {"a": {SIGNATURE: "asset", "text": "2"}}) == {"a": "update"}


@given(INPUTS, INPUTS)
def test_no_difference_is_told_exactly_of_what_is_equal(old, new):
    """There are paths if and only if the inputs differ."""
    assert bool(compare(old, new)) is not equal(old, new)


@given(INPUTS, INPUTS)
def test_turned_round_additions_are_deletions(old, new):
    """What undoes a change is the comparison the other way."""
    told = Difference("unknown").with_inputs_compared(old, new).inverted()
    back = compare(new, old)
    assert (told.detailed or {}) == back


def test_the_provider_decides_what_replaces_and_the_engine_what_changed():
    """Keys that force a replacement are kept; without a change of inputs there is none."""
    asked = Difference("unknown", replace_keys=("a",), delete_before_replace=True)
    changed = asked.with_inputs_compared({"a": 1}, {"a": 2})
    assert (changed.changes, changed.changed_keys, changed.replaces) == ("some", ("a",), True)
    assert asked.with_inputs_compared({"a": 1}, {"a": 1}).changes == "none"


def test_replace_on_changes_reaches_paths_below():
    """A change under a named path forces a replacement; one beside it does not."""
    base = Difference("unknown").with_inputs_compared({"m": {"x": 1, "y": 1}}, {"m": {"x": 2, "y": 2}})
    forced = base.with_replace_on_changes(["m.x"], init_errors=False)
    assert forced.detailed == {"m.x": PropertyDiff("update-replace"), "m.y": PropertyDiff("update")}
    assert forced.replaces
    assert not base.with_replace_on_changes(["z"], init_errors=False).replaces


def test_a_path_that_cannot_be_read_is_refused():
    """A path of `replace_on_changes` that is none stops the run once something changed, and nothing before."""
    changed = Difference("unknown").with_inputs_compared({"z": 1}, {"z": 2})
    with pytest.raises(EngineError, match=r"'not a \[path', which is no path"):
        changed.with_replace_on_changes(["z", "not a [path"], init_errors=False)
    assert Difference("none").with_replace_on_changes(["not a [path"], init_errors=False).changes == "none"


def test_a_named_key_is_a_reason():
    """A whole property that is named and changed appears among the reasons."""
    found = Difference("some", changed_keys=("a", "b")).with_replace_on_changes(["a"], init_errors=False)
    assert found.replace_keys == ("a",)


def test_errors_of_an_earlier_start_can_force_a_replacement():
    """`*` includes what went wrong when the object was made."""
    found = Difference("none").with_replace_on_changes(["*"], init_errors=True)
    assert (found.changes, found.replace_keys) == ("some", ("#initerror",))
