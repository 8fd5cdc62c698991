"""Property values keep what they are on their way over the wire."""

from __future__ import annotations

import pytest

from pulumi_qstash.engine.values import (
    UNKNOWN,
    Secret,
    contains_secrets,
    contains_unknowns,
    equal,
    from_struct,
    secrets_marked,
    to_struct,
    with_secrets_of,
    without_secrets,
)

EVERY_KIND = {
    "zero": 0,
    "negative": -1,
    "fraction": 1.5,
    "great": 1e30,
    "yes": True,
    "no": False,
    "empty": "",
    "text": "ünï → 🙂",
    "null": None,
    "list": [1, None, [], [2, {"k": None}]],
    "map": {"a.b": {}, "n": None},
    "unknown": {"deep": [UNKNOWN]},
    "secret": Secret({"k": [1, "x"]}),
}


def test_every_kind_of_value_survives_the_wire():
    """What is sent is what arrives, types included."""
    back = from_struct(to_struct(EVERY_KIND))
    assert back == EVERY_KIND
    assert [type(back[k]) for k in EVERY_KIND] == [type(v) for v in EVERY_KIND.values()]


@pytest.mark.parametrize(
    ("number", "kept"),
    [(2**53, 2**53), (12345678901234567890, 12345678901234567000), (1e21, 1e21), (-5e20, -5 * 10**20)],
)
def test_great_numbers_are_written_as_pulumi_writes_them(number, kept):
    """In digits up to 1e21, the shortest that read back as the same number."""
    back = from_struct(to_struct({"n": number}))["n"]
    assert (back, type(back)) == (kept, type(kept))
    assert float(back) == float(number)


def test_a_peer_that_takes_no_secrets_gets_them_in_clear():
    """Without secrets on the wire, what they hide travels, and no mark of them."""
    sent = from_struct(to_struct({"a": Secret({"k": Secret("v")}), "l": [Secret(1)]}, secrets=False))
    assert sent == {"a": {"k": "v"}, "l": [1]}
    assert not contains_secrets(sent)


@pytest.mark.parametrize(
    ("answer", "asked", "kept"),
    [
        ({"a": 1, "b": 2}, {"a": Secret(1)}, {"a": Secret(1), "b": 2}),
        ({"m": {"x": 1, "y": 2}}, {"m": {"x": Secret(9)}}, {"m": {"x": Secret(1), "y": 2}}),
        ({"l": ["a", "b"]}, {"l": [Secret("a"), "b"]}, {"l": Secret(["a", "b"])}),
        ({"m": "text"}, {"m": {"x": Secret(9)}}, {"m": Secret("text")}),
        ({"a": Secret(1)}, {"a": Secret(1)}, {"a": Secret(1)}),
        ({"other": 1}, {"a": Secret(1)}, {"other": 1}),
    ],
)
def test_secrets_come_back_by_their_key(answer, asked, kept):
    """What went in as a secret comes out as one: maps key by key, a list as a whole."""
    assert with_secrets_of(answer, asked) == kept


def test_an_output_is_secret_by_option_or_by_its_input():
    """The option names outputs, and an input that is secret makes its output secret; the id never is one."""
    marked = secrets_marked({"id": 1, "a": 1, "b": 2, "c": 3}, {"a": Secret(1)}, ["b", "id", "absent"])
    assert marked == {"id": 1, "a": Secret(1), "b": Secret(2), "c": 3}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (1, 1.0, True),
        (True, 1, False),
        (None, {}, False),
        ({"a": None}, {}, True),
        ({"a": [1]}, {"a": [1, None]}, False),
        (Secret(1), 1, False),
        (Secret([1]), Secret([1.0]), True),
        (UNKNOWN, UNKNOWN, True),
        ("1", 1, False),
    ],
)
def test_equality_is_of_values(a, b, same):
    """Numbers by value, null as absence, secrets and kinds apart."""
    assert equal(a, b) is same
    assert equal(b, a) is same


def test_what_a_secret_hides_can_be_unknown():
    """Unknowns and secrets are found at any depth and inside each other."""
    value = {"a": [Secret({"b": UNKNOWN})]}
    assert contains_unknowns(value)
    assert contains_secrets(value)
    assert without_secrets(value) == {"a": [{"b": UNKNOWN}]}


def test_a_secret_does_not_show_itself():
    """A secret's representation tells nothing of it."""
    assert "hush" not in repr({"a": Secret("hush")})
