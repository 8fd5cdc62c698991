"""Keeps a test run on this machine, whatever accounts its program names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pulumi_qstash.engine.hosts import Launch, Say
from pulumi_qstash.engine.program import Program, Run
from pulumi_qstash.lifecycle.settings import LOOPBACK_ONLY

_OF_PYTEST = "PYTEST_CURRENT_TEST"


class OnLoopback(Program):
    """A program whose providers refuse any server that is not on this machine."""

    def __init__(self, program: Program) -> None:
        self._program = program

    @property
    def root(self) -> Path:
        """The program's own."""
        return self._program.root

    @property
    def process(self) -> object:
        """The program's own."""
        return self._program.process

    @property
    def runtime_options(self) -> dict[str, Any]:
        """The program's own."""
        return self._program.runtime_options

    def launch(self, environment: dict[str, str]) -> Launch:
        """Hosts are told to stay on this machine, and not which test runs: it may be the next one."""
        launch = self._program.launch({**environment, LOOPBACK_ONLY: "1"})
        environment = {k: v for k, v in launch.environment.items() if k != _OF_PYTEST}
        return replace(launch, environment=environment, preload=("pulumi_qstash.host.warm",))

    async def begin(self, environment: dict[str, str], say: Say) -> Run:
        """The program's own."""
        return await self._program.begin(environment, say)
