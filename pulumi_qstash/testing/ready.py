"""Processes that wait for the next operation of any stack of this test run."""

from __future__ import annotations

from pulumi_qstash.engine.ahead import Ahead, start_ahead
from pulumi_qstash.engine.provider_config import host_environment
from pulumi_qstash.engine.running import Program
from pulumi_qstash.engine.target import Options, Target

MOST = 2
"""As many as most tests use one after the other: a preview and an up."""


class Ready:
    """What was started for one program, or for several that run in this process."""

    def __init__(self) -> None:
        self._waiting: list[Ahead] = []

    def fill(self, target: Target, program: Program) -> None:
        """Start what the next operations of a stack need, unless it waits already."""
        environment = host_environment(target, program.runtime_options)
        if self._waiting and self._waiting[0].take_for(program, environment):
            return
        self.empty()
        self._waiting = [start_ahead("up", Options(), target=target, program=program) for _ in range(MOST)]

    def take(self, target: Target, program: Program) -> Ahead | None:
        """What was started, if it fits; what does not, since the test changed something, is ended."""
        environment = host_environment(target, program.runtime_options)
        while self._waiting:
            ahead = self._waiting.pop(0)
            if ahead.take_for(program, environment):
                return ahead
            ahead.dismiss()
        return None

    def empty(self) -> None:
        """End what waits."""
        while self._waiting:
            self._waiting.pop().dismiss()


READY = Ready()
"""Shared by all stacks, so that what one test did not use serves the next."""
