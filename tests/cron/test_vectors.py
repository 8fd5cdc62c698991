"""The dialect against the recorded answers of the reference implementation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from support.cron_samples import vectors

from pulumi_qstash import cron


@pytest.mark.parametrize("vector", vectors(accepted=True), ids=lambda v: f"{v['expression']} {v['after']}")
def test_runs_as_recorded(vector: dict[str, Any]) -> None:
    """Each recorded expression runs at exactly the recorded instants, and no more where the search gave up."""
    wanted = vector.get("next") or []
    found = cron.parse(vector["expression"]).next_runs(
        datetime.fromisoformat(vector["after"]), vector.get("count", len(wanted) or 6)
    )
    assert [f"{run:%Y-%m-%dT%H:%M:%SZ}" for run in found] == wanted


@pytest.mark.parametrize("vector", vectors(accepted=False), ids=lambda v: repr(v["expression"]))
def test_refuses_as_recorded(vector: dict[str, Any]) -> None:
    """Each expression that the reference refuses is refused with a reason."""
    with pytest.raises(cron.CronError) as refused:
        cron.parse(vector["expression"])
    assert refused.value.reason


def test_vectors_are_there() -> None:
    """The recordings were read: both files, both sorts."""
    assert len(vectors(accepted=True)) > 500
    assert len(vectors(accepted=False)) > 120
