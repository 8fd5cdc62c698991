"""Property paths are written, read, compared and put back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_qstash.engine import paths
from pulumi_qstash.engine.values import Secret

KEYS = st.text(min_size=1, max_size=6).filter(lambda key: not key.endswith("\\") and '\\"' not in key)


@given(st.lists(KEYS | st.integers(0, 99), min_size=1, max_size=5))
def test_a_path_reads_back_as_it_was_written(steps):
    """Whatever its keys are made of, a written path names the same place."""
    path = tuple(steps)
    assert paths.parse(paths.show(path)) == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a.b", ("a", "b")),
        ('a["b.c"][3]', ("a", "b.c", 3)),
        ("[0].x", (0, "x")),
        ("l[*].p", ("l", "*", "p")),
        (".a", None),
        ("a.", None),
        ("a[", None),
        ('a["b', None),
    ],
)
def test_paths_as_people_write_them(text, path):
    """Dots, brackets and quotes are understood; what is no path is none."""
    assert paths.parse(text) == path


@pytest.mark.parametrize(
    ("outer", "inner", "holds"),
    [("a", "a.b", True), ("a.*", "a[3].x", True), ("a.b", "a", False), ("a[1]", "a[2]", False), ("*", "x", True)],
)
def test_a_path_contains_what_lies_under_it(outer, inner, holds):
    """At or under, with `*` for any step."""
    assert paths.contains(paths.parse(outer), paths.parse(inner)) is holds


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("a", {"a": 1}, {"a": 2, "b": 3}, {"a": 1, "b": 3}),
        ("a", {}, {"a": 2}, {}),
        ("a", {"a": 1}, {}, {"a": 1}),
        ("m.x", {"m": {"x": 1}}, {"m": {"x": 2, "y": 3}}, {"m": {"x": 1, "y": 3}}),
        ("l[1]", {"l": [1, 2]}, {"l": [8, 9]}, {"l": [8, 2]}),
        ("l[*].p", {"l": [{"p": 1}]}, {"l": [{"p": 2, "q": 3}]}, {"l": [{"p": 1, "q": 3}]}),
        ("*", {"a": 1, "b": 2}, {"a": 9, "c": 3}, {"a": 1, "b": 2}),
        ("a", {"a": Secret(1)}, {"a": 2}, {"a": Secret(1)}),
        ("m.x", {"m": Secret({"x": 1})}, {"m": {"x": 2}}, {"m": {"x": Secret(1)}}),
        ("m.x", {"m": {"x": 1}}, {"m": Secret({"x": 2})}, {"m": Secret({"x": 1})}),
        ("m.x", {"m": 1}, {"m": 2}, {"m": 2}),
    ],
)
def test_an_ignored_path_keeps_its_old_value(path, old, new, expected):
    """The old value comes back where both sides have the place; secrets stay secret."""
    assert paths.reset(paths.parse(path), old, new) == (expected, True)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("l[1]", {"l": [1, 2]}, {"l": [1]}),
        ("l[0]", {"l": [1]}, {"l": {}}),
        ("m.x.y", {"m": {"x": {"y": 1}}}, {"m": {}}),
        ("l[*]", {"l": [1, 2]}, {"l": [1]}),
        ("m.x", {"m": {"x": 1}}, {"m": 1}),
    ],
)
def test_what_cannot_be_put_back_is_left_as_it_is(path, old, new):
    """Elements and levels that exist on one side only are not ignored, and that is told."""
    assert paths.reset(paths.parse(path), old, new) == (new, False)


def test_putting_back_changes_neither_side():
    """The inputs that were handed over are left alone."""
    old, new = {"m": {"x": 1}}, {"m": {"x": 2}}
    paths.reset(("m", "x"), old, new)
    assert (old, new) == ({"m": {"x": 1}}, {"m": {"x": 2}})
