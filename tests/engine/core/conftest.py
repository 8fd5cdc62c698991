"""A world for the probe provider, and programs on the engine's own side of the command line."""

from __future__ import annotations

import pytest
from support.engine_parity import bench
from support.engine_stack import EngineStack

from pulumi_qstash.testing.ready import READY


@pytest.fixture(autouse=True)
def no_other_processes() -> None:
    """Tests here count this process's children: what others of its tests left ready is ended."""
    READY.empty()


@pytest.fixture
def stack(tmp_path):
    """An empty stack whose programs declare things of the probe provider."""
    with bench(tmp_path):
        (tmp_path / "world.json").write_text("{}")
        (tmp_path / "log.jsonl").write_text("")
        yield EngineStack(tmp_path)
