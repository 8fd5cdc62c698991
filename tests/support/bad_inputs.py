"""The corpus of declarations that are refused: `tests/model/bad_inputs`, one file for each rule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pulumi_qstash.model import KINDS, Kind

FOLDER = Path(__file__).parents[1] / "model" / "bad_inputs"
BY_NAME = {kind.name: kind for kind in KINDS}
#: The smallest declaration of each kind that nothing is wrong with.
LEGAL: dict[str, dict[str, Any]] = {
    "Schedule": {"destination": "https://a.example.com/run", "cron": "0 3 * * *"},
    "Queue": {},
    "UrlGroup": {"endpoints": [{"url": "https://a.example.com/run"}]},
    "FlowControl": {"key": "k", "parallelism": 2},
}


@dataclass(frozen=True)
class BadInput:
    """A declaration, the property that is wrong in it, and the rule that says so."""

    rule: str
    kind: Kind
    path: str
    plan: str | None = None
    set: list[Any] = field(default_factory=list)

    def inputs(self) -> dict[str, Any]:
        """The declaration: the legal one with some properties set, or taken out where they are null."""
        inputs = json.loads(json.dumps(LEGAL[self.kind.name]))
        for steps, value in self.set:
            _put(inputs, steps, value)
        return {key: value for key, value in inputs.items() if value is not None}

    def __str__(self) -> str:
        return f"{self.rule}:{self.kind.name}.{self.path}"


def rules() -> list[str]:
    """The rules that have a file."""
    return sorted(path.stem for path in FOLDER.glob("*.jsonl"))


@cache
def bad_inputs(rule: str) -> tuple[BadInput, ...]:
    """The lines of a rule."""
    return tuple(_lines(rule))


def _lines(rule: str) -> Iterator[BadInput]:
    for line in (FOLDER / f"{rule}.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        yield BadInput(rule, BY_NAME[told.pop("kind")], **told)


def _put(inputs: dict[str, Any], steps: list[str], value: Any) -> None:
    *outer, last = steps
    for step in outer:
        inputs = inputs.setdefault(step, {})
    inputs[last] = _grown(value)


def _grown(value: Any) -> Any:
    """What is too long to be written down: `{"$repeat": [text, count]}` and its like."""
    if isinstance(value, list):
        return [_grown(v) for v in value]
    if not isinstance(value, dict):
        return value
    if "$repeat" in value:
        text, count = value["$repeat"]
        return text * count
    if "$nest" in value:
        return "(" * value["$nest"] + "1" + ")" * value["$nest"]
    if "$endpoints" in value:
        return [{"url": f"https://a.example.com/{n}"} for n in range(value["$endpoints"])]
    return {key: _grown(v) for key, v in value.items()}
