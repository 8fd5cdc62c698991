"""Globs for --ignore."""

from __future__ import annotations

import pytest

from pulumi_qstash.drift.errors import DriftError
from pulumi_qstash.drift.ignore import matcher


@pytest.mark.parametrize(
    ("glob", "kind", "id_", "matches"),
    [
        ("tmp-*", "Schedule", "tmp-1", True), ("tmp-*", "Queue", "tmp-1", True), ("tmp-*", "Queue", "a-tmp-1", False),
        ("queue:*", "Queue", "x", True), ("queue:*", "Schedule", "x", False), ("group:a?", "UrlGroup", "ab", True),
        ("flow-control:a:b", "FlowControl", "a:b", True), ("Tmp", "Queue", "tmp", False),
    ],
)  # fmt: skip
def test_what_a_glob_names(glob: str, kind: str, id_: str, matches: bool) -> None:
    """A glob matches whole ids by case, of every kind or of the one before its colon."""
    assert matcher([glob]).matches(kind, id_) is matches


def test_an_unknown_kind_is_refused() -> None:
    """A prefix that is no kind is refused with those that are."""
    with pytest.raises(DriftError, match="flow-control:"):
        matcher(["cron:*"])


def test_no_glob_names_nothing() -> None:
    """Without globs nothing is ignored."""
    assert not matcher([]).matches("Schedule", "x")
