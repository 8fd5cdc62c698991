"""Names: legal, unique and like what a person would choose."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_qstash.adopt.names import RESERVED, Names, config_key, identifier, logical_name

MADE_UP = "scd_5RLBWxdLydTNr99CiaTBCRb6UtrU"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nightly-report", "nightly_report"), ("NightlyReport", "nightly_report"), ("a.b_c--d", "a_b_c_d"),
        ("2fast", "n2fast"), ("class", "class_"), ("list", "list_"), ("pulumi", "pulumi_"), ("...", "unnamed"),
        ("_private", "private"), ("match", "match_"),
    ],
)  # fmt: skip
def test_identifiers(text: str, name: str) -> None:
    """An id becomes the Python name that a person would write."""
    assert identifier(text) == name


@given(st.text(max_size=30))
def test_identifiers_are_legal(text: str) -> None:
    """Whatever the id, the name is legal Python and hides nothing that the program uses."""
    name = identifier(text)
    assert name.isidentifier()
    assert not keyword.iskeyword(name)
    assert name not in RESERVED


def test_names_are_used_once() -> None:
    """A name that is taken gets the first free number."""
    names = Names()
    assert [names.unique("a"), names.unique("a"), names.unique("a-2"), names.unique("a")] == [
        "a",
        "a-2",
        "a-2-2",
        "a-3",
    ]


@pytest.mark.parametrize(
    ("destination", "name"),
    [
        ("https://shop.example.com/api/digest", "digest"),
        ("https://shop.example.com/jobs/v2/nightly-report?x=1", "v2-nightly-report"),
        ("https://www.example.com", "example"),
        ("orders", "orders"),
        ("", MADE_UP),
    ],
)
def test_an_id_that_the_server_made_up_gives_way(destination: str, name: str) -> None:
    """A schedule without a name of its own is named for what it calls."""
    assert logical_name(MADE_UP, destination) == name


def test_an_id_that_somebody_chose_is_the_name() -> None:
    """An id that a person chose stays the name, whatever it calls."""
    assert logical_name("nightly.v2", "https://shop.example.com/other") == "nightly.v2"


def test_configuration_keys_read_well() -> None:
    """A configuration key is made of the object's name and the property's."""
    assert config_key("nightly-report", "Authorization") == "nightlyReportAuthorization"
    assert config_key("class", "body") == "classBody"
