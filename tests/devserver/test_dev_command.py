"""`pulumi-qstash dev`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from pulumi_qstash.devserver import DEFAULT_TOKEN, DevServer

COMMAND = [sys.executable, "-m", "pulumi_qstash.cli.dev"]


def start(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_what_to_copy_and_stops_when_told(signal_: signal.Signals, tmp_path: Path) -> None:
    """URL and token are printed in full on start; a signal ends it without a traceback."""
    process = start("--port", "0", "--data", str(tmp_path / "data.db"))
    assert process.stdout is not None
    url, token = (process.stdout.readline().strip().partition("=")[2] for _ in range(2))
    request = urllib.request.Request(f"{url}/v2/keys", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 200
    assert token == DEFAULT_TOKEN
    process.send_signal(signal_)
    _, said = process.communicate(timeout=20)
    assert process.returncode in (0, -signal_)
    assert "Traceback" not in said
    assert "never delivered" in said


def test_a_port_in_use_is_one_sentence() -> None:
    """The exit code is 1 and the way out is named."""
    with DevServer() as first:
        ran = subprocess.run(
            [*COMMAND, "--port", str(first.port)], capture_output=True, text=True, timeout=60, check=False
        )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.count("\n") == 1
    assert str(first.port) in ran.stderr
    assert "--port" in ran.stderr


def test_an_address_of_another_machine_is_one_sentence() -> None:
    """The way out is the address, and not the port."""
    words = ["--port", "0", "--host", "192.0.2.1"]
    ran = subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1)
    assert ran.stderr.endswith("choose another address with --host.\n")


def test_a_wrong_data_file_is_one_sentence(tmp_path: Path) -> None:
    """The same for a file that is none of the server's."""
    file = tmp_path / "notes.txt"
    file.write_text("not a database " * 100)
    words = ["--port", "0", "--data", str(file)]
    ran = subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert "--data" in ran.stderr


def test_a_server_in_a_process_ends_with_its_parent() -> None:
    """No server is left behind by a test run that is killed."""
    code = (
        "import os, sys; from pulumi_qstash.devserver import DevServer; s = DevServer(process=True).start(); "
        "print(s.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    pid = int(ran.stdout)
    for _ in range(200):
        if not Path(f"/proc/{pid}").exists() or "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
            return
        subprocess.run(["sleep", "0.05"], check=True)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("the server outlived its parent")
