"""What a stack's verbs return, in the words of Pulumi's Automation API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_REFRESHED = "refresh"


class StackFailedError(Exception):
    """A verb did not succeed; the message is what a person would have read.

    Attributes:
        diagnostics: Each error, the resource's name before it where it has one.
    """

    def __init__(self, verb: str, diagnostics: list[str]) -> None:
        self.diagnostics = diagnostics
        super().__init__("\n".join([f"{verb} failed", *diagnostics]))


@dataclass(frozen=True)
class OutputValue:
    """One stack output."""

    value: Any
    secret: bool


@dataclass(frozen=True)
class ResourceStep:
    """What was, or would be, done to one resource."""

    op: str
    """same, create, update, replace, delete, read, refresh …: Pulumi's words."""
    urn: str
    type: str
    old_inputs: Mapping[str, Any] = field(repr=False)
    new_inputs: Mapping[str, Any] = field(repr=False)
    detailed_diff: Mapping[str, str] = field(default_factory=dict)
    """Property path -> add, update or delete."""
    replace_keys: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The logical name."""
        return self.urn.rsplit("::", 1)[1]


@dataclass(frozen=True)
class _Steps:
    """Questions that every result answers; names are logical names."""

    steps: tuple[ResourceStep, ...]
    stdout: str
    stderr: str

    @property
    def created(self) -> list[str]:
        """The resources that are created."""
        return self._named("create")

    @property
    def updated(self) -> list[str]:
        """The resources that are updated in place."""
        return self._named("update")

    @property
    def replaced(self) -> list[str]:
        """The resources that are replaced."""
        return self._named("replace")

    @property
    def deleted(self) -> list[str]:
        """The resources that are deleted."""
        return self._named("delete")

    def step(self, name: str) -> ResourceStep:
        """The last step of the resource `name`."""
        found = [s for s in self.steps if s.name == name]
        if not found:
            known = ", ".join(sorted({s.name for s in self.steps})) or "none"
            raise AssertionError(f"there is no resource {name!r} in this run; there are: {known}")
        return found[-1]

    def changes(self, name: str) -> set[str]:
        """The top-level properties that change of the resource `name`."""
        return {path.split(".")[0].split("[")[0] for path in self.step(name).detailed_diff}

    def assert_no_changes(self) -> None:
        """Fails, naming what changes, unless nothing does."""
        told = [f"{s.op} {s.name}: {', '.join(s.detailed_diff) or 'as a whole'}" for s in self._changing()]
        if told:
            raise AssertionError("expected no changes, but: " + "; ".join(told))

    def assert_changes_only(self, expected: Mapping[str, Iterable[str]]) -> None:
        """Fails unless exactly these resources change, each in exactly these properties.

        Args:
            expected: Logical name -> top-level property names; empty for a create or delete.
        """
        got = {s.name: self.changes(s.name) for s in self._changing()}
        want = {name: set(properties) for name, properties in expected.items()}
        told = [
            f"{name}: expected {sorted(want[name]) if name in want else 'no change'}, "
            f"got {sorted(got[name]) if name in got else 'no change'}"
            for name in sorted({*want, *got})
            if want.get(name) != got.get(name)
        ]
        if told:
            raise AssertionError("the changes are others:\n  " + "\n  ".join(told))

    def _named(self, op: str) -> list[str]:
        return [s.name for s in self.steps if s.op == op]

    def _changing(self) -> list[ResourceStep]:
        return [s for s in self.steps if s.op not in ("same", "read", _REFRESHED) or s.detailed_diff]


@dataclass(frozen=True)
class PreviewResult(_Steps):
    """What a preview shows."""

    change_summary: Mapping[str, int]


@dataclass(frozen=True)
class UpdateSummary:
    """How an operation ended."""

    kind: str
    """update, refresh or destroy."""
    result: str
    resource_changes: Mapping[str, int]


@dataclass(frozen=True)
class RunResult(_Steps):
    """What a refresh or a destroy did."""

    summary: UpdateSummary


@dataclass(frozen=True)
class UpResult(RunResult):
    """What an up did."""

    outputs: Mapping[str, OutputValue]
