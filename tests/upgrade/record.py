"""Record the states of a version, to be previewed by every later one: `python -m upgrade.record` in tests/.

Run it once when a version is released, with a Pulumi CLI on PATH; write the version's `program.py` first. What is
recorded is data, and never changes.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from support.engines import Project, has_cli

from pulumi_qstash.devserver import DevServer

RECORDED = Path(__file__).parent / "recorded"


def record(folder: Path, engine: str) -> None:
    """Bring the folder's program up on `engine`, and keep its state and stack settings."""
    with DevServer() as server, tempfile.TemporaryDirectory() as scratch:
        login = {"QSTASH_URL": server.url, "QSTASH_TOKEN": server.token}
        project = Project.make(Path(scratch), engine, (folder / "program.py").read_text(), login)
        project.ok("stack", "init", "dev")
        project.up()
        state = project.ok("stack", "export").json()
        for resource in state["deployment"]["resources"]:
            for place in ("sourcePosition", "stackTrace"):  # they name folders of the machine that records
                resource.pop(place, None)
        (folder / f"{engine}.json").write_text(json.dumps(state, indent=1) + "\n")
        shutil.copy(project.root / "Pulumi.dev.yaml", folder / f"{engine}.yaml")


if __name__ == "__main__":
    for each in ("embedded", "cli") if has_cli() else ("embedded",):
        record(RECORDED / version("pulumi-qstash"), each)
