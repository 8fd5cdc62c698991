"""A stack in memory on which tests run the embedded engine with real programs and real dynamic hosts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from support.engine_recorder import MemoryRecorder

from pulumi_qstash.engine.deployment import InlineProgram, Options, Outcome, ProjectProgram, Target, run
from pulumi_qstash.engine.events import Diagnostic, Event, ResourceOutputs
from pulumi_qstash.engine.state import Snapshot


@dataclass
class Done:
    """What an operation did."""

    outcome: Outcome
    events: list[Event]

    @property
    def result(self) -> str:
        return self.outcome.result

    @property
    def errors(self) -> str:
        return "".join(e.message for e in self.events if isinstance(e, Diagnostic) and e.severity == "error")

    @property
    def said(self) -> str:
        return "".join(e.message for e in self.events if isinstance(e, Diagnostic))

    @property
    def ops(self) -> dict[str, str]:
        told = [e.metadata for e in self.events if isinstance(e, ResourceOutputs)]
        return {m.urn.rsplit("::", 1)[1]: m.op for m in told}


@dataclass
class EngineStack:
    """State, configuration and world of one stack."""

    folder: Path
    state: Snapshot = field(default_factory=Snapshot)
    config: dict = field(default_factory=dict)

    def run(self, operation, program=None, *, recorder=None, cancellation=None, on_event=None, **options) -> Done:
        """Carry out an operation; `program` is a function, a folder, or None for one that declares nothing."""
        events: list[Event] = []

        def sink(event: Event) -> None:
            events.append(event)
            if on_event:
                on_event(event)

        if isinstance(program, Path):
            program = ProjectProgram(program)
        elif program is None or callable(program):
            program = InlineProgram(program or (lambda: None), self.folder)
        recorder = recorder or MemoryRecorder(self.state)
        outcome = run(
            operation,
            Options(**options),
            target=Target("p", "dev", config=self.config, base=self.state),
            program=program,
            recorder=recorder,
            sink=sink,
            cancellation=cancellation,
        )
        if operation != "preview" and not options.get("preview_only"):
            self.state = recorder.snapshot()
        return Done(outcome, events)

    @property
    def names(self) -> list[str]:
        """Logical names in the order of the state, providers and the stack left out."""
        hidden = ("pulumi:pulumi:Stack", "pulumi:providers:pulumi-python")
        return [r.name for r in self.state.resources if r.type not in hidden]

    @property
    def world(self) -> dict:
        """The probe's live objects."""
        return json.loads((self.folder / "world.json").read_text())

    @property
    def calls(self) -> list[str]:
        """What the probe was asked so far, as `create a`."""
        lines = (self.folder / "log.jsonl").read_text().splitlines()
        found = [json.loads(line) for line in lines]
        return [f"{c['call']} {c.get('id') or c.get('name')}" for c in found if c["call"] != "configure"]

    def project(self, text: str, **files: str) -> Path:
        """A project folder whose program is `text`."""
        folder = self.folder / "project"
        folder.mkdir()
        for name, content in {"Pulumi.yaml": "name: p\nruntime: python\n", "__main__.py": text, **files}.items():
            (folder / name).write_text(content)
        return folder
