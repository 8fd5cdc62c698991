"""The main job of pulumi-qstash in a quarter of a minute, on a QStash server of its own.

Runs `examples/quickstart` on the Pulumi CLI where there is one, else on the
embedded engine: up, a change as a preview diff, a drift caught and repaired,
destroy. Everything happens in a temporary folder and on loopback.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from pulumi_qstash.devserver import DevServer

QUICKSTART = Path(__file__).parent / "quickstart"
BOLD, DIM, OFF = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() else ("", "", "")

GO_ON = """
To go on by hand, start a server of your own, which runs until Ctrl-C:

  source {activate}
  pulumi-qstash dev             # prints QSTASH_URL and QSTASH_TOKEN

and in another terminal, in this folder:

  source {activate}
  export QSTASH_URL=...         # both as the server printed them
  export QSTASH_TOKEN=...
  mkdir -p .pulumi-local
  export PULUMI_BACKEND_URL="file://$PWD/.pulumi-local"
  export PULUMI_CONFIG_PASSPHRASE=demo
  cd examples/quickstart
  {pulumi} stack init dev
  {pulumi} up
  {pulumi} destroy
"""


class Demo:
    """A copy of the quickstart, an engine to run it and an account to run it against."""

    def __init__(self, folder: Path, server: DevServer) -> None:
        self.server, self.began = server, time.monotonic()
        self.program = folder / "quickstart"
        shutil.copytree(QUICKSTART, self.program)
        (folder / "backend").mkdir()
        cli = shutil.which("pulumi")
        self.engine = ["pulumi"] if cli else [sys.executable, "-m", "pulumi_qstash.cli"]
        self.name = f"the Pulumi CLI, {cli}" if cli else "the embedded engine (no `pulumi` is on PATH)"
        self.env = os.environ | {
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
            "PULUMI_BACKEND_URL": (folder / "backend").as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "demo",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "QSTASH_URL": server.url,
            "QSTASH_TOKEN": server.token,
        }

    def say(self, text: str) -> None:
        """A heading with the time so far."""
        print(f"\n{BOLD}▸ {text}{OFF} {DIM}({time.monotonic() - self.began:.1f} s){OFF}", flush=True)

    def run(self, *words: str, expect: int = 0) -> None:
        """Run one verb of the engine, its output as it comes; anything but `expect` ends the demo."""
        shown = "pulumi" if self.engine == ["pulumi"] else "pulumi-qstash"
        print(f"{DIM}$ {shown} {' '.join(words)}{OFF}", flush=True)
        ended = subprocess.run([*self.engine, *words], cwd=self.program, env=self.env, check=False)
        if ended.returncode != expect:
            sys.exit(f"the demo stops here: `{shown} {words[0]}` ended with {ended.returncode}, not {expect}")

    def edit(self, old: str, new: str) -> None:
        """What a colleague would change in the program."""
        main = self.program / "__main__.py"
        text = main.read_text()
        if old not in text:
            sys.exit(f"the quickstart no longer says {old}")
        main.write_text(text.replace(old, new, 1))
        print(f"{DIM}  __main__.py: {old}  →  {new}{OFF}")

    def call(self, method: str, path: str) -> object:
        """What somebody would do in the console, past the program."""
        request = urllib.request.Request(
            self.server.url + path, method=method, headers={"Authorization": f"Bearer {self.server.token}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text.strip() else None


def play(demo: Demo) -> None:
    """Up, change, drift, repair, destroy."""
    print(f"A QStash server of our own runs at {demo.server.url}.\nThe stack runs on {demo.name}.")
    demo.say("A stack goes up: a URL group, a queue and three schedules")
    demo.run("stack", "init", "demo")
    demo.run("up", "--yes", "--skip-preview", "--stack", "demo")

    demo.say("Somebody changes a cron line, and the preview says what that means")
    demo.edit('cron="0 * * * *"', 'cron="* * * * *"')
    demo.run("preview", "--diff", "--stack", "demo")
    demo.run("up", "--yes", "--skip-preview", "--stack", "demo")

    demo.say("Somebody deletes a schedule by hand, and the drift check fails")
    demo.call("DELETE", "/v2/schedules/quickstart-demo-nightly")
    demo.run("refresh", "--preview-only", "--expect-no-changes", "--stack", "demo", expect=7)

    demo.say("Up repairs it")
    demo.run("up", "--refresh", "--yes", "--skip-preview", "--stack", "demo")

    demo.say("The stack goes down, and the account is as empty as before")
    demo.run("destroy", "--yes", "--skip-preview", "--stack", "demo")
    left = demo.call("GET", "/v2/schedules")
    if left:
        sys.exit(f"{len(left)} schedules are left behind")  # type: ignore[arg-type]
    demo.say("Done")


def main() -> None:
    """Play the demo and say how to go on by hand."""
    with tempfile.TemporaryDirectory(prefix="pulumi-qstash-demo-") as folder, DevServer() as server:
        play(Demo(Path(folder), server))
    activate = shlex.quote(os.path.relpath(Path(sys.executable).with_name("activate")))
    print(GO_ON.format(activate=activate, pulumi="pulumi" if shutil.which("pulumi") else "pulumi-qstash"))


if __name__ == "__main__":
    main()
