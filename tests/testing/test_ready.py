"""Processes that are started ahead serve whichever stack comes next, with its own program."""

from __future__ import annotations

from pathlib import Path

import pytest

import pulumi_qstash as qstash
from pulumi_qstash.testing import Stack, StackFailedError
from pulumi_qstash.testing.ready import READY

EXAMPLE = Path(__file__).parents[2] / "examples" / "tested-stack"


def test_the_next_stack_runs_its_own_program() -> None:
    """What was started for one function runs another one's resources, and none of the first's."""
    with Stack(lambda: qstash.Queue("first")) as stack:
        assert stack.preview().created == ["first"]
    assert READY._waiting
    with Stack(lambda: qstash.Queue("second")) as stack:
        assert stack.up().created == ["second"]
        assert list(stack.account.queues()) == ["project-test-second"]


def test_a_project_after_a_function() -> None:
    """What was started for a function is not used for a project, nor the other way round."""
    with Stack(lambda: qstash.Queue("first")) as stack:
        stack.preview()
    with Stack.from_project(EXAMPLE) as stack:
        assert sorted(stack.preview().created) == ["mail", "morning"]
    with Stack(lambda: qstash.Queue("second")) as stack:
        assert stack.preview().created == ["second"]


def test_a_stack_that_is_ready_before_a_variable_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operation sees the environment as it is when the operation begins."""
    with Stack(lambda: qstash.Queue("first", parallelism=2)) as stack:
        monkeypatch.setenv("QSTASH_REQUEST_TIMEOUT", "never")
        with pytest.raises(StackFailedError, match="never"):
            stack.preview()
