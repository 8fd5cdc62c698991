"""Expressions for the tests of the cron room: recorded vectors and hypothesis strategies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

HERE = Path(__file__).parents[1] / "cron"
BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
#: Zones whose clock changes are hard: at midnight, by half an hour, at odd offsets, several a year, none.
ZONES = (
    *("UTC", "Europe/Berlin", "America/New_York", "Africa/Cairo", "America/Santiago", "America/Havana"),
    *("Australia/Lord_Howe", "America/St_Johns", "Pacific/Chatham", "Africa/Casablanca", "Antarctica/Troll"),
    *("Asia/Kolkata", "Asia/Kathmandu", "Europe/Dublin"),
)


def vectors(*, accepted: bool) -> list[dict[str, Any]]:
    """The recorded vectors of one sort."""
    lines = [line for name in ("reference", "vectors") for line in (HERE / f"{name}.jsonl").read_text().splitlines()]
    return [vector for vector in map(json.loads, lines) if vector["accepted"] is accepted]


@st.composite
def items(draw: st.DrawFn, least: int, most: int) -> str:
    """One legal item of a list."""
    low = draw(st.integers(least, most))
    high = draw(st.integers(low, most))
    span = draw(st.sampled_from(["*", "?", str(low), str(low), f"{low}-{high}"]))
    return span + draw(st.sampled_from(["", "", "", "/1", "/2", "/5", "/7", "/15", "/40"]))


def fields(least: int, most: int) -> st.SearchStrategy[str]:
    """A legal field; often a star."""
    lists = st.lists(items(least, most), min_size=1, max_size=3).map(",".join)
    return st.one_of(st.just("*"), lists)


#: Five legal fields.
EXPRESSIONS = st.tuples(*(fields(*bounds) for bounds in BOUNDS)).map(" ".join)
#: Few hours and open days, so that runs meet clock changes.
EARLY = st.tuples(
    fields(0, 59),
    st.sampled_from(["0", "1", "2", "3", "0-4", "*/2", "*", "2,3", "23", "0,23"]),
    st.sampled_from(["*", "*/2"]),
    st.just("*"),
    st.sampled_from(["*", "*", "0", "1-5"]),
).map(" ".join)
