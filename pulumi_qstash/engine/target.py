"""What a deployment works on and how: the stack, its configuration and state, the options, the outcome."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pulumi_qstash.engine.state import Snapshot

Operation = Literal["preview", "up", "refresh", "destroy"]


@dataclass(frozen=True)
class ConfigValue:
    """One configuration value as text (an object or list: its JSON text); `value` is in clear."""

    value: str
    secret: bool = False


@dataclass(frozen=True)
class Options:
    """How an operation runs; the names are those of Pulumi's flags."""

    preview_only: bool = False
    """Show what `up`, `refresh` or `destroy` would do (`preview` always only shows)."""
    refresh: bool = False
    expect_no_changes: bool = False
    parallel: int = 16
    run_program: bool = False
    """Whether `refresh` and `destroy` run the program too, for fresh provider configuration."""
    debug: bool = False
    """Whether the program's debug messages become events, as on the CLI's event stream."""


@dataclass
class Target:
    """The stack that is worked on."""

    project: str
    stack: str
    organization: str = "organization"
    config: Mapping[str, ConfigValue] = field(default_factory=dict)
    """Keys with their namespace (`project:key`)."""
    base: Snapshot = field(default_factory=Snapshot)
    """The state before; a real run hands its resources, as these very objects, to the recorder."""


@dataclass(frozen=True)
class Outcome:
    """How a deployment ended."""

    result: Literal["succeeded", "failed", "canceled"]
    changes: dict[str, int] = field(default_factory=dict)
    """Operations by kind, as in the CLI's `changeSummary`."""
    outputs: dict[str, Any] = field(default_factory=dict)
    """The stack's outputs after it."""
    unexpected_changes: bool = False
    """There were changes though `expect_no_changes` was set."""

    @property
    def has_changes(self) -> bool:
        """Whether anything but `same` and reads was done or would be."""
        return any(n for op, n in self.changes.items() if op not in ("same", "read", "discard"))


class Cancellation:
    """The way to stop a running deployment from another thread or a signal handler.

    The first `cancel()` lets what runs finish and starts nothing new; the
    second stops at once and leaves unfinished steps as pending operations.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Callable[[int], None]] = []
        self.count = 0

    def cancel(self) -> None:
        """Ask once more."""
        with self._lock:
            self.count += 1
            listeners, count = list(self._listeners), self.count
        for listener in listeners:
            listener(count)

    def listen(self, listener: Callable[[int], None]) -> None:
        """Call `listener(count)` at every request, the past ones included."""
        with self._lock:
            self._listeners.append(listener)
            count = self.count
        if count:
            listener(count)


@dataclass(frozen=True)
class ProjectRuntime:
    """Where a project's program is and with which python it runs."""

    root: Path
    """The folder of Pulumi.yaml."""
    main: str = ""
    """`main:` of Pulumi.yaml, relative to the root; empty: the root itself."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """`runtime.options` of Pulumi.yaml (`virtualenv` names the venv)."""
