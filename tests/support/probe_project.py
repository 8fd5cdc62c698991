"""A project of the do-nothing program on disk, with a file backend, run by the command line of either engine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from support.engines import EMBEDDED, Project, clean_environment

PARITY = Path(__file__).parents[1] / "engine" / "parity"
BACKENDS = Path(__file__).parents[1] / "engine" / "store" / "data"
BLOB = "gASVHgAAAAAAAACMBXByb2JllIwNVGhpbmdQcm92aWRlcpSTlCmBlC4="
"""What a resource of the probe carries as `__provider`."""


class ProbeProject(Project):
    """A project whose resources are what `declare` says."""

    @classmethod
    def at(cls, root: Path, engine: str = "embedded", **env: str) -> ProbeProject:
        """A new project without a stack."""
        shutil.copytree(PARITY / "program", root / "program")
        for folder in ("backend", "home"):
            (root / folder).mkdir()
        (root / "world.json").write_text("{}")
        (root / "log.jsonl").write_text("")
        settings = {
            "PULUMI_CONFIG_PASSPHRASE": "parity",
            "PROBE_WORLD": str(root / "world.json"),
            "PROBE_LOG": str(root / "log.jsonl"),
            "PYTHONPATH": str(PARITY),
        }
        command = EMBEDDED if engine == "embedded" else ["pulumi"]
        return cls(root / "program", command, clean_environment(root, settings | env))

    @classmethod
    def recorded(cls, root: Path, name: str, engine: str = "embedded") -> ProbeProject:
        """A project that goes on with a backend which the Pulumi CLI wrote."""
        project, source = cls.at(root, engine), BACKENDS / name
        shutil.copytree(source / ".pulumi", root / "backend" / ".pulumi")
        shutil.copy(source / "Pulumi.dev.yaml", root / "program")
        shutil.copy(source / "stage.json", root / "program")
        shutil.copy(source / "world.json", root)
        return project

    def on(self, engine: str) -> ProbeProject:
        """The same project on the other engine."""
        return ProbeProject(self.root, EMBEDDED if engine == "embedded" else ["pulumi"], self.env, self.stack)

    def declare(self, resources: dict[str, Any], **stage: Any) -> None:
        """Let the program declare `resources`: name -> properties."""
        declared = {name: {"props": props, "opts": {}} for name, props in resources.items()}
        (self.root / "stage.json").write_text(json.dumps({"resources": declared, **stage}))

    @property
    def backend(self) -> Path:
        """The backend's folder."""
        return self.root.parent / "backend" / ".pulumi"

    @property
    def state_file(self) -> Path:
        """The checkpoint file of the stack."""
        return self.backend / "stacks" / "parity" / f"{self.stack}.json"

    def world(self) -> dict[str, Any]:
        """What lives in the probe's world."""
        found: dict[str, Any] = json.loads(Path(self.env["PROBE_WORLD"]).read_text())
        return found

    def calls(self) -> list[dict[str, Any]]:
        """What the provider was asked."""
        return [json.loads(line) for line in Path(self.env["PROBE_LOG"]).read_text().splitlines()]

    def forget_calls(self) -> None:
        """Begin the list of calls anew."""
        Path(self.env["PROBE_LOG"]).write_text("")
