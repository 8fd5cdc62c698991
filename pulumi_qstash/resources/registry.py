"""What the running program has declared so far, with the place of each declaration.

One registry belongs to one run: a process may run several programs after each other.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import pulumi
from pulumi.runtime import get_root_resource

NOUNS = {"Schedule": "schedule", "Queue": "queue", "UrlGroup": "URL group", "FlowControl": "flow-control key"}
_OUTPUTS = {"Queue": "queue_name", "UrlGroup": "group_name"}


@dataclass(frozen=True)
class Declaration:
    """A declared resource: its kind, its literal id, its name and its place in the program."""

    kind: str
    id: str
    name: str
    place: str

    def __str__(self) -> str:
        return f"{self.name!r} ({self.place})"


@dataclass(frozen=True)
class Mention:
    """A literal text with which the resource `by` names a URL group or queue."""

    kind: str
    id: str
    argument: str
    by: Declaration


@dataclass
class Registry:
    """The declarations of one run."""

    declared: dict[tuple[int, str, str], Declaration] = field(default_factory=dict)
    mentions: dict[tuple[int, str, str], Mention] = field(default_factory=dict)
    shared: dict[Any, Any] = field(default_factory=dict)

    def declare(self, provider: Any, new: Declaration) -> None:
        """Add a declaration.

        Raises:
            pulumi.RunError: its id is declared already, or was named by literal text before.
        """
        key = (id(provider), new.kind, new.id)
        if (former := self.declared.get(key)) is not None:
            noun = NOUNS[new.kind]
            raise pulumi.RunError(
                f"The {noun} {new.id!r} is declared twice: by {former} and by {new}. "
                f"Each {noun} needs an id of its own."
            )
        self.declared[key] = new
        if (mention := self.mentions.get(key)) is not None:
            raise pulumi.RunError(_advice(mention, new))

    def mention(self, provider: Any, mention: Mention) -> None:
        """Add a literal text that may name a resource of this program.

        Raises:
            pulumi.RunError: it does.
        """
        key = (id(provider), mention.kind, mention.id)
        if (named := self.declared.get(key)) is not None:
            raise pulumi.RunError(_advice(mention, named))
        self.mentions[key] = mention


def _advice(mention: Mention, named: Declaration) -> str:
    output = _OUTPUTS[mention.kind]
    return (
        f"The schedule {mention.by} names the {NOUNS[mention.kind]} {named} by the literal text {mention.id!r}, "
        f"so that Pulumi cannot order the two. Declare the {NOUNS[mention.kind]} first, keep it in a variable, "
        f"and write `{mention.argument}=<that variable>.{output}`."
    )


_REGISTRIES: WeakKeyDictionary[pulumi.Resource, Registry] = WeakKeyDictionary()


def current() -> Registry:
    """The registry of the run that is going on; outside a run, one that nobody else sees."""
    root = get_root_resource()
    if root is None:
        return Registry()
    return _REGISTRIES.setdefault(root, Registry())


def place() -> str:
    """Where the program is: `__main__.py:12`, the innermost frame that is neither ours nor the SDK's."""
    for name, file, line in _frames():
        if name.split(".")[0] not in ("pulumi_qstash", "pulumi"):
            short = os.path.relpath(file) if file.startswith(os.getcwd()) else file  # noqa: PTH109
            return f"{short}:{line}"
    return "unknown place"


def _frames() -> Iterator[tuple[str, str, int]]:
    frame = sys._getframe(1)
    while frame is not None:
        yield str(frame.f_globals.get("__name__", "")), frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back  # type: ignore[assignment]
