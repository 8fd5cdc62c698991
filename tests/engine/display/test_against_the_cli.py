"""What `--json` prints, beside what the Pulumi CLI printed for the same programs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support.probe_project import ProbeProject

DATA = Path(__file__).parent / "data"
BEFORE = {
    "resources": {
        "a": {"props": {"size": 2, "note": {"$secret": "hush-1"}}, "opts": {}},
        "g": {"kind": "group"},
        "b": {"props": {"note": {"$ref": "a.serial"}}, "opts": {"parent": "g"}},
        "c": {"props": {"name": "c1"}, "opts": {}},
        "old": {"props": {}, "opts": {}},
        "z": {"props": {"zone": "x"}, "opts": {}},
    }
}
AFTER = {
    "resources": {
        "a": {"props": {"size": 3, "note": {"$secret": "hush-2"}, "m": {"k": [1, 2]}}, "opts": {}},
        "g": {"kind": "group"},
        "b": {"props": {"note": {"$ref": "a.serial"}}, "opts": {"parent": "g"}},
        "c": {"props": {"name": "c2"}, "opts": {}},
        "z": {"props": {"zone": "y"}, "opts": {}},
        "new": {"props": {"note": {"$ref": "c.serial"}}, "opts": {}},
    }
}
_VARIES = [
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), "<time>"),
    (re.compile(r"default::(?!04da6b54)[0-9a-f-]{36}"), "default::<id>"),
]


def tidy(value: Any) -> Any:
    """`value` without what differs from run to run: times, provider ids, source positions."""
    if isinstance(value, dict):
        gone = ("sourcePosition", "stackTrace", "duration", "durationSeconds", "timestamp", "sequence")
        return {k: tidy(v) for k, v in value.items() if k not in gone}
    if isinstance(value, list):
        return [tidy(v) for v in value]
    if isinstance(value, str):
        for pattern, instead in _VARIES:
            value = pattern.sub(instead, value)
    return value


def in_order(said: dict[str, Any]) -> dict[str, Any]:
    """A digest with its steps in an order of their own: independent resources come as they please."""
    steps = sorted(tidy(said["steps"]), key=lambda s: (s["urn"], s["op"]))
    return {**tidy(said), "steps": steps}


def recorded(name: str) -> Any:
    return json.loads((DATA / name).read_text())


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ProbeProject:
    """The stack of the recordings, made and about to change."""
    found = ProbeProject.at(tmp_path_factory.mktemp("digests") / "p")
    found.ok("stack", "init", "dev")
    declare(found, BEFORE)
    found.up()
    declare(found, AFTER)
    return found


def declare(project: ProbeProject, stage: dict[str, Any]) -> None:
    (project.root / "stage.json").write_text(json.dumps(stage))


@pytest.mark.parametrize(
    ("flags", "name"),
    [
        ([], "preview.json"),
        (["--show-replacement-steps"], "preview-replacement-steps.json"),
    ],
)
def test_a_digest_is_the_clis(project: ProbeProject, flags: list[str], name: str) -> None:
    """The document has the CLI's keys in the CLI's order, its steps, states, diffs and summary, and no secret."""
    ran = project.ok("preview", "--json", *flags)
    assert in_order(ran.json()) == in_order(recorded(name))
    assert json.dumps(in_order(ran.json())) == json.dumps(in_order(recorded(name)))
    assert "hush" not in ran.text


def test_a_digest_with_unchanged_resources(project: ProbeProject) -> None:
    """`--show-sames` adds the unchanged ones, as in the recording."""
    declare(project, BEFORE)
    steps = {
        (s["op"], s["urn"].rsplit("::")[-1]) for s in project.ok("preview", "--json", "--show-sames").json()["steps"]
    }
    declare(project, AFTER)
    assert steps == {("same", name) for name in ("parity-dev", "a", "g", "b", "c", "old", "z")}
    assert {s["op"] for s in recorded("preview-show-sames.json")["steps"]} >= {"same"}


SHAPES = ["up-events.jsonl", "refresh-events.jsonl", "destroy-events.jsonl"]


def shape(value: Any, path: str = "") -> set[str]:
    """The keys of an event at every depth, without property values."""
    if not isinstance(value, dict) or path.rsplit(".", 1)[-1] in ("inputs", "outputs", "config", "resourceChanges"):
        return {path}
    if path.endswith("detailedDiff"):
        return {path} | {f"{path}.*.{k}" for v in value.values() for k in v}
    return {path} | {p for k, v in value.items() for p in shape(v, f"{path}.{k}")}


def events_of(text: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in text.splitlines()]
    return [e for e in lines if e.get("diagnosticEvent", {}).get("severity") != "debug"]


def told(events: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """What was said of which resource, in an order of its own."""
    out = []
    for event in events:
        for kind in ("resourcePreEvent", "resOutputsEvent"):
            if kind in event:
                metadata = event[kind]["metadata"]
                out.append((metadata["urn"], kind, metadata["op"]))
    return sorted(out)


def test_event_lines_are_the_clis(project: ProbeProject) -> None:
    """up, refresh and destroy tell the same of the same resources, in lines of the same keys, and no secret."""
    with_output = AFTER | {"outputs": {"x": 1}}
    declare(project, with_output)
    for verb, name in (("up", SHAPES[0]), ("refresh", SHAPES[1]), ("destroy", SHAPES[2])):
        ran = project.ok(verb, "--json")
        got, want = events_of(ran.out), events_of((DATA / name).read_text())
        assert [e["sequence"] for e in got] == sorted(e["sequence"] for e in got)
        assert told(got) == told(want), name
        assert {s for e in got for s in shape(e)} == {s for e in want for s in shape(e)}, name
        assert list(got[-1]) == ["sequence", "timestamp", "cancelEvent"]
        assert tidy(got[-2]["summaryEvent"]) == tidy(want[-2]["summaryEvent"])
        assert "hush" not in ran.text
