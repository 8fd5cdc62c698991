"""Plays a scenario on the embedded engine and tells what happened in the words of a recording.

A recording holds for each stage how it ended, what the provider was asked (for
each object in order), the steps of the digest, the state and the world after
it. The Pulumi CLI made them; see tests/engine/parity/README.md.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support.engine_recorder import MemoryRecorder

from pulumi_qstash.engine import checkpoint
from pulumi_qstash.engine.deployment import ConfigValue, InlineProgram, Options, Outcome, Target, run
from pulumi_qstash.engine.display.digest import Digest
from pulumi_qstash.engine.display.shown import Shown
from pulumi_qstash.engine.events import Diagnostic, Event
from pulumi_qstash.engine.state import Resource, Snapshot

PARITY = Path(__file__).parents[1] / "engine" / "parity"
SIGNATURE, SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
STATE_KEYS = (
    "urn",
    "type",
    "custom",
    "id",
    "inputs",
    "outputs",
    "parent",
    "dependencies",
    "propertyDependencies",
    "protect",
    "external",
    "delete",
    "retainOnDelete",
    "additionalSecretOutputs",
    "provider",
    "deletedWith",
)


class Bench:
    """One scenario's world and state."""

    def __init__(self, folder: Path) -> None:
        self.world, self.log = folder / "world.json", folder / "log.jsonl"
        self.world.write_text("{}")
        self.folder = folder
        self.state = Snapshot()
        self.config: dict[str, ConfigValue] = {}

    def play(self, stage: dict[str, Any]) -> dict[str, Any]:
        """Carry out one stage."""
        self._change_world(stage.get("world", {}))
        for key, text in stage.get("config", {}).items():
            full = key if ":" in key else f"parity:{key}"
            self.config[full] = ConfigValue(text, key in stage.get("secret_config", []))
        self.log.write_text("")
        verb, *flags = stage["do"].split()
        outcome, digest, said = self._run(verb, flags, stage)
        result = {"do": stage["do"], "exit": _exit(outcome)}
        if "--json" in flags and result["exit"] != "failed":
            result |= _steps(digest)
        calls = [json.loads(line) for line in self.log.read_text().splitlines()]
        return {
            **result,
            "calls": _by_object(calls),
            "accounts": sorted({str(c["account"]) for c in calls if c["call"] == "configure"}),
            "order": _order(calls, stage.get("order", [])),
            "state": sorted(map(_resource, self.state.resources), key=lambda r: (r["urn"], bool(r.get("delete")))),
            "world": json.loads(self.world.read_text()),
            "said": [text for text in stage.get("says", []) if text in said],
        }

    def _run(self, verb: str, flags: list[str], stage: dict[str, Any]) -> tuple[Outcome, str, str]:
        from probe.stage import declare

        out, said = io.StringIO(), []
        digest = Digest(Shown(), out)

        def sink(event: Event) -> None:
            digest(event)
            if isinstance(event, Diagnostic):
                said.append(event.message)

        options = Options(
            preview_only="--preview-only" in flags,
            refresh="--refresh" in flags,
            expect_no_changes="--expect-no-changes" in flags,
            run_program="--run-program" in flags,
        )
        declared = {"resources": {}} | {k: stage[k] for k in ("resources", "outputs", "raise") if k in stage}
        recorder = MemoryRecorder(self.state)
        outcome = run(
            verb,
            options,
            target=Target("parity", "dev", config=self.config, base=self.state),
            program=InlineProgram(lambda: declare(declared), self.folder),
            recorder=recorder,
            sink=sink,
        )
        if verb != "preview" and not options.preview_only:
            self.state = recorder.snapshot()
        digest.close()
        return outcome, out.getvalue(), "".join(said)

    def _change_world(self, changes: dict[str, Any]) -> None:
        world = json.loads(self.world.read_text())
        for name, properties in changes.items():
            if properties is None:
                world.pop(name, None)
            else:
                world.setdefault(name, {}).update(properties)
        self.world.write_text(json.dumps(world))


@contextmanager
def bench(folder: Path):
    """A bench in `folder`, with what the probe needs to find its files."""
    saved = dict(os.environ)
    os.environ.update(
        PROBE_WORLD=str(folder / "world.json"), PROBE_LOG=str(folder / "log.jsonl"), PYTHONPATH=str(PARITY)
    )
    sys.path.insert(0, str(PARITY))
    try:
        yield Bench(folder)
    finally:
        sys.path.remove(str(PARITY))
        os.environ.clear()
        os.environ.update(saved)


def _exit(outcome: Outcome) -> str:
    if outcome.result != "succeeded":
        return "failed"
    return "changes" if outcome.unexpected_changes else "ok"


def _steps(digest: str) -> dict[str, Any]:
    told = json.loads(digest)
    steps = [
        {
            "op": s["op"],
            "urn": s["urn"],
            "diff": {k: v["kind"] for k, v in sorted((s.get("detailedDiff") or {}).items())},
            "diffReasons": sorted(s.get("diffReasons") or []),
            "replaceReasons": sorted(s.get("replaceReasons") or []),
        }
        for s in told.get("steps", [])
        if not s["urn"].split("::")[-2].startswith("pulumi:pulumi:Stack")
    ]
    return {"steps": sorted(steps, key=lambda s: (s["urn"], s["op"])), "summary": told.get("changeSummary")}


def _by_object(calls: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for call in calls:
        if call["call"] != "configure":
            key = str(call.get("id") or call.get("name") or "<unknown>")
            found.setdefault(key, []).append({k: v for k, v in call.items() if k not in ("id", "name")})
    return found


def _order(calls: list[dict[str, Any]], pairs: list[list[str]]) -> dict[str, bool]:
    seen = [f"{c['call']} {c.get('id') or c.get('name')}" for c in calls]
    return {f"{a} < {b}": a in seen and b in seen and seen.index(a) < seen.index(b) for a, b in pairs}


def _resource(resource: Resource) -> dict[str, Any]:
    said = checkpoint.resource_to_json(resource, lambda text: {"plaintext": text})
    out = {k: _tidy(said[k]) for k in STATE_KEYS if said.get(k)}
    if said["type"].startswith("pulumi:providers:"):
        out["id"] = "<id>"
        out.pop("outputs", None)
        out["inputs"] = {k: v for k, v in out.get("inputs", {}).items() if k.startswith("probe:")}
    if "provider" in out:
        out["provider"] = out["provider"].rsplit("::", 1)[0]
    out["dependencies"] = sorted(out.get("dependencies", []))
    named = out.get("propertyDependencies") or {}
    out["propertyDependencies"] = {k: sorted(v) for k, v in named.items() if v}
    return {k: v for k, v in out.items() if v}


def _tidy(value: Any) -> Any:
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return {"$secret": _tidy(json.loads(value["plaintext"]))} if "plaintext" in value else "$secret"
        return {k: _tidy(v) for k, v in sorted(value.items()) if k != "__provider"}
    if isinstance(value, list):
        return [_tidy(v) for v in value]
    return "<unknown>" if value == UNKNOWN else value


def differences(want: Any, got: Any, path: str = "") -> list[str]:
    """Where two results differ, in words."""
    if isinstance(want, dict) and isinstance(got, dict):
        keys = sorted({*want, *got})
        return [d for k in keys for d in differences(want.get(k, "<absent>"), got.get(k, "<absent>"), f"{path}/{k}")]
    if isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        return [d for i, (w, g) in enumerate(zip(want, got, strict=True)) for d in differences(w, g, f"{path}/{i}")]
    return [] if want == got else [f"{path}: the Pulumi CLI has {json.dumps(want)}, this engine {json.dumps(got)}"]
