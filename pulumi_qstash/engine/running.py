"""What a deployment asks of a program: to be started, told where to connect, followed to its end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pulumi_qstash.engine.hosts import Launch, Say
from pulumi_qstash.engine.requests import Ended
from pulumi_qstash.engine.target import Target


@dataclass(frozen=True)
class Connection:
    """What a program has to know to take part in a deployment."""

    target: Target
    address: str
    preview: bool
    parallel: int
    debug: bool
    refuse: Callable[[str], None]
    """Ends the deployment before anything else is begun; may be called from any thread."""


class Run(ABC):
    """A program that is being run."""

    @abstractmethod
    async def go(self, connection: Connection) -> Ended:
        """Connect it, wait for its end and say how it ended."""

    @abstractmethod
    async def stop(self) -> None:
        """End it; it may be over already."""


class Program(ABC):
    """Something that declares resources."""

    @property
    @abstractmethod
    def root(self) -> Path:
        """The folder of the project."""

    @abstractmethod
    def launch(self, environment: dict[str, str]) -> Launch:
        """How the processes that host its dynamic providers are started."""

    @abstractmethod
    async def begin(self, environment: dict[str, str], say: Say) -> Run:
        """Start it; it declares nothing before it is told to go."""

    @property
    def process(self) -> object:
        """What tells the process that runs it from that of another program; None where it runs in this one."""
        return None

    @property
    def runtime_options(self) -> dict[str, Any]:
        """`runtime.options` of Pulumi.yaml."""
        return {}
