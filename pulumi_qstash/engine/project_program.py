"""The program of a project folder, in a process of its own under the python that Pulumi.yaml names."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.hosts import Launch, Say
from pulumi_qstash.engine.output import let_go, lines
from pulumi_qstash.engine.registry import PACKAGE
from pulumi_qstash.engine.requests import Ended
from pulumi_qstash.engine.running import Connection, Program, Run
from pulumi_qstash.engine.target import ProjectRuntime

_RUNNER = Path(__file__).with_name("child") / "run_program.py"
_TOLD_THE_USER = 32


class ProjectProgram(Program):
    """The program of a project folder, run by the python that Pulumi.yaml names."""

    def __init__(self, runtime: ProjectRuntime | Path | str, preload: tuple[str, ...] = ()) -> None:
        self._preload = preload
        self._runtime = runtime if isinstance(runtime, ProjectRuntime) else ProjectRuntime(Path(runtime).resolve())

    @property
    def root(self) -> Path:
        """The folder of Pulumi.yaml."""
        return self._runtime.root

    @property
    def process(self) -> object:
        """Its folder and how it is run there."""
        return self._runtime

    @property
    def runtime_options(self) -> dict[str, Any]:
        """`runtime.options` of Pulumi.yaml."""
        return dict(self._runtime.options)

    def launch(self, environment: dict[str, str]) -> Launch:
        """Hosts run where the program runs, under its python."""
        return Launch(self._python(), self._place()[0], {**os.environ, **environment}, self._preload)

    def _python(self) -> str:
        options = self._runtime.options
        toolchain = str(options.get("toolchain", "pip"))
        if toolchain not in ("pip", "uv"):
            raise EngineError(
                f"Pulumi.yaml asks for the toolchain {toolchain}: the embedded engine runs a virtualenv only; "
                "name it in runtime.options.virtualenv, or use the Pulumi CLI"
            )
        venv = options.get("virtualenv") or (".venv" if toolchain == "uv" else "")
        if not venv:
            return os.environ.get("PULUMI_PYTHON_CMD") or sys.executable
        folder = self._runtime.root / str(venv)
        for python in (folder / "bin" / "python", folder / "Scripts" / "python.exe"):
            if python.exists():
                return str(python)
        raise EngineError(
            f"Pulumi.yaml names the virtualenv {venv}, but there is no python in {folder}: make it with "
            f"`python3 -m venv {folder}` and install the project's requirements, or take the line out"
        )

    def _place(self) -> tuple[Path, str]:
        """The working folder and, relative to it, what is run."""
        main = self._runtime.root / self._runtime.main
        if not main.exists():
            raise EngineError(f"Pulumi.yaml names main: {self._runtime.main}, but there is no {main}")
        if main.is_dir():
            if not (main / "__main__.py").exists():
                raise EngineError(f"there is no program: {main} has no __main__.py")
            return main, "."
        return main.parent, main.name

    async def begin(self, environment: dict[str, str], say: Say) -> Run:
        """Start the process; it imports Pulumi and waits to be told."""
        folder, program = self._place()
        process = await asyncio.create_subprocess_exec(
            *(self._python(), "-u", str(_RUNNER)),
            cwd=folder,
            env={**os.environ, **environment},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        return ProcessRun(process, self._runtime.root, program, say)


class ProcessRun(Run):
    """A program in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process, root: Path, program: str, say: Say) -> None:
        self._process = process
        self._root = root
        self._program = program
        self._readers = [
            asyncio.ensure_future(_read(process.stdout, "info", say)),
            asyncio.ensure_future(_read(process.stderr, "info#err", say)),
        ]
        self._stopped = False

    async def go(self, connection: Connection) -> Ended:
        """Tell it where to connect and wait for its end."""
        stdin = self._process.stdin
        with contextlib.suppress(ConnectionError):  # it may have died at its first import: its end says why
            if stdin is not None:
                stdin.write(json.dumps(self._told(connection)).encode() + b"\n")
                await stdin.drain()
        code = await self._process.wait()
        await asyncio.wait(self._readers, timeout=5)
        if code in (0, _TOLD_THE_USER) or self._stopped:
            return Ended(failed=code != 0)
        how = f"was ended by signal {-code}" if code < 0 else f"exited with code {code}"
        return Ended(failed=True, error=f"the program {how}")

    def _told(self, connection: Connection) -> dict[str, Any]:
        target = connection.target
        return {
            "project": target.project,
            "stack": target.stack,
            "organization": target.organization,
            "root": str(self._root),
            "program": self._program,
            "monitor": connection.address,
            "engine": connection.address,
            "dry_run": connection.preview,
            "parallel": connection.parallel,
            "debug": connection.debug,
            "config": {k: v.value for k, v in target.config.items()},
            "secret_keys": [k for k, v in target.config.items() if v.secret],
            "packages": [PACKAGE],
        }

    async def stop(self) -> None:
        """Ask it to end, and end it if it does not."""
        self._stopped = True
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), 2)
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        await asyncio.wait(self._readers, timeout=1)
        let_go(self._process)


async def _read(stream: asyncio.StreamReader | None, severity: str, say: Say) -> None:
    async for line in lines(stream):
        say(severity, line)
