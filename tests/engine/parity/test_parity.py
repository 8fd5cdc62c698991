"""The embedded engine does what the Pulumi CLI did: scenarios and recordings lie beside this file."""

from __future__ import annotations

import json

import pytest
from support.engine_parity import PARITY, bench, differences

SCENARIOS = json.loads((PARITY / "scenarios.json").read_text())
RECORDINGS = json.loads((PARITY / "recordings.json").read_text())


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s["name"])
def test_the_engine_agrees_with_the_cli(scenario, tmp_path):
    """Each stage ends, asks, tells and leaves what it did when the Pulumi CLI was recorded."""
    with bench(tmp_path) as played:
        for number, (stage, recorded) in enumerate(
            zip(scenario["stages"], RECORDINGS[scenario["name"]], strict=True), 1
        ):
            found = differences(recorded, json.loads(json.dumps(played.play(stage))))
            assert not found, f"{scenario['why']} Stage {number} ({stage['do']}):\n" + "\n".join(found[:12])
