"""The two engines that a stack can be run on, as commands: ours, and the Pulumi CLI where there is one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EMBEDDED = [sys.executable, "-m", "pulumi_qstash.cli"]


@dataclass
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err

    @property
    def shows_a_traceback(self) -> bool:
        """Whether one of ours is shown: the CLI interrupts the program of a run that fails, which says where it was."""
        interrupted = "KeyboardInterrupt" in self.text and "/pulumi_qstash/" not in self.text
        return "Traceback" in self.text and not interrupted

    def json(self) -> Any:
        return json.loads(self.out)

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines() if line.strip()]


@dataclass
class Project:
    """A Pulumi project in a folder of its own, with a file backend beside it."""

    root: Path
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    stack: str = "dev"

    @classmethod
    def make(cls, root: Path, engine: str, source: str, env: dict[str, str]) -> Project:
        program = root / "program"
        program.mkdir(parents=True)
        for folder in ("backend", "home"):
            (root / folder).mkdir()
        (program / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
        project = cls(program, EMBEDDED if engine == "embedded" else ["pulumi"], clean_environment(root, env))
        project.write(source)
        return project

    def write(self, source: str) -> None:
        """Replace the program."""
        (self.root / "__main__.py").write_text(source)

    def popen(self, *args: str, **env: str) -> subprocess.Popen[str]:
        """Start a verb and do not wait for it."""
        return subprocess.Popen(
            [*self.command, *self._words(args)], cwd=self.root, env=self.env | env, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def run(self, *args: str, **env: str) -> Ran:
        """Run a verb to its end."""
        process = self.popen(*args, **env)
        out, err = process.communicate(timeout=240)
        return Ran(process.returncode, out, err)

    def ok(self, *args: str, **env: str) -> Ran:
        """Run a verb that is to end well."""
        ran = self.run(*args, **env)
        assert ran.code == 0, ran.text
        return ran

    def up(self, *flags: str) -> Ran:
        return self.ok("up", *flags)

    def preview(self, *flags: str) -> dict[str, Any]:
        return self.ok("preview", "--json", *flags).json()

    def destroy(self) -> Ran:
        return self.ok("destroy")

    def export(self) -> dict[str, Any]:
        return self.ok("stack", "export").json()["deployment"]

    def resources(self) -> dict[str, dict[str, Any]]:
        """The state's resources by their logical names."""
        return {r["urn"].rsplit("::", 1)[1]: r for r in self.export()["resources"]}

    def _words(self, args: tuple[str, ...]) -> list[str]:
        verb, *rest = args
        words = [verb, *rest]
        if verb in ("up", "destroy", "refresh") and "--preview-only" not in rest:
            words += ["--yes", "--skip-preview"]
        if verb in ("up", "destroy", "refresh", "preview"):
            words += ["--non-interactive"]
        if verb in ("up", "destroy", "refresh", "preview", "config", "cancel") or args[:2] in (
            ("stack", "export"), ("stack", "output"), ("stack", "import"),
        ):  # fmt: skip
            words += ["--stack", self.stack]
        return words


def clean_environment(root: Path, extra: dict[str, str]) -> dict[str, str]:
    """The environment without any QStash or Pulumi setting of the person who runs the tests."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QSTASH_", "PULUMI_"))}
    bin_folder = str(Path(sys.executable).parent)
    return (
        kept
        | {
            "PATH": os.pathsep.join([bin_folder, kept.get("PATH", "")]),
            "PULUMI_BACKEND_URL": (root / "backend").as_uri(),
            "PULUMI_HOME": str(root / "home"),
            "PULUMI_CONFIG_PASSPHRASE": "correct horse",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "NO_COLOR": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        | extra
    )


def has_cli() -> bool:
    return shutil.which("pulumi") is not None
