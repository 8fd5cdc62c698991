"""The types of a program: a right one passes pyright's strict check, each wrong one fails on its line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = Path(__file__).parent / "programs"
SCHEDULE = 'qstash.Schedule("a", destination="https://a.example.com", cron="* * * * *"'

WRONG = [
    'qstash.Schedule("a", cron="* * * * *")',
    'qstash.Schedule("a", destination="https://a.example.com")',
    'qstash.Schedule("a", "https://a.example.com", "* * * * *")',
    f"{SCHEDULE}, cron_=1)",
    'qstash.Schedule("a", destination="https://a.example.com", cron=5)',
    'qstash.Schedule("a", destination=["https://a.example.com"], cron="* * * * *")',
    f'{SCHEDULE}, method="FETCH")',
    f'{SCHEDULE}, retries="3")',
    f"{SCHEDULE}, retries=1.5)",
    f"{SCHEDULE}, delay=10)",
    f"{SCHEDULE}, timeout=10)",
    f"{SCHEDULE}, time_zone=2)",
    f"{SCHEDULE}, schedule_id=7)",
    f'{SCHEDULE}, headers={{"X-A": 1}})',
    f'{SCHEDULE}, headers=["X-A"])',
    f'{SCHEDULE}, body={{"a": 1}})',
    f'{SCHEDULE}, callback={{"uri": "https://a.example.com"}})',
    f'{SCHEDULE}, callback={{"headers": {{}}}})',
    f'{SCHEDULE}, callback={{"url": "https://a.example.com", "retries": "1"}})',
    f'{SCHEDULE}, failure_callback={{"url": "https://a.example.com", "retryDelay": "1"}})',
    f"{SCHEDULE}, callback=5)",
    f'{SCHEDULE}, flow_control={{"rate": 1}})',
    f'{SCHEDULE}, flow_control={{"key": "k", "period": 60}})',
    f'{SCHEDULE}, flow_control="k")',
    f"{SCHEDULE}, labels=[1])",
    f'{SCHEDULE}, redact={{"headers": 1}})',
    f'{SCHEDULE}, redact={{"token": True}})',
    f'{SCHEDULE}, paused="yes")',
    f'{SCHEDULE}, adopt="yes")',
    f'{SCHEDULE}, opts={{"parent": None}})',
    f"{SCHEDULE}, runs=\"x\")",
    'qstash.UrlGroup("g")',
    'qstash.UrlGroup("g", endpoints={"url": "https://a.example.com"})',
    'qstash.UrlGroup("g", endpoints=["https://a.example.com"])',
    'qstash.UrlGroup("g", endpoints=[{"name": "a"}])',
    'qstash.UrlGroup("g", endpoints=[{"url": "https://a.example.com", "nam": "a"}])',
    'qstash.Queue("q", parallelism="2")',
    'qstash.Queue("q", queueName="q")',
    'qstash.FlowControl("k")',
    'qstash.FlowControl("k", key="k", rate="1")',
    'qstash.Provider("p")',
    'qstash.Provider("p", token="t", region="mars")',
    'qstash.Provider("p", token="t", plan="gold")',
    "qstash.CallbackArgs()",
    'qstash.EndpointArgs(name="a")',
    'qstash.FlowControlArgs(key="k", parallelism="1")',
    'qstash.Schedule.get("a")',
    f"x: int = {SCHEDULE}).schedule_id",
    f"y: pulumi.Output[str] = {SCHEDULE}).retries",
    f"{SCHEDULE}).next_run",
    "qstash.Topic",
    'z: qstash.FlowControlArgsDict = {"rate": 1}',
]  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], list[str]]:
    """What pyright finds in all programs, by file and line; it is started once, since that takes seconds."""
    folder = tmp_path_factory.mktemp("programs")
    (folder / "right.py").write_text((PROGRAMS / "right.py").read_text())
    (folder / "wrong.py").write_text("import pulumi\nimport pulumi_qstash as qstash\n" + "\n".join(WRONG) + "\n")
    settings = {
        "typeCheckingMode": "strict", "pythonVersion": "3.11", "include": ["."],
        "extraPaths": [str(Path(__file__).parents[2])],
        # A statement that stands for itself is how resources are declared.
        "reportUnusedExpression": False,
    }  # fmt: skip
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    lines: dict[tuple[str, int], list[str]] = {}
    for finding in json.loads(ran.stdout)["generalDiagnostics"]:
        if finding["severity"] == "error":
            where = Path(finding["file"]).name, finding["range"]["start"]["line"]
            lines.setdefault(where, []).append(_told(finding))
    return lines


def _told(finding: dict[str, Any]) -> str:
    return f"{finding['range']['start']['line'] + 1}: {finding['message'].splitlines()[0]}"


def test_a_right_program_passes_the_strict_check(found: dict[tuple[str, int], list[str]]) -> None:
    """Every argument, nested setting and output has a type that a strict checker accepts."""
    assert [told for (file, _), told in found.items() if file == "right.py"] == []


@pytest.mark.parametrize("index", range(len(WRONG)), ids=WRONG)
def test_a_wrong_program_fails_on_its_line(found: dict[tuple[str, int], list[str]], index: int) -> None:
    """A wrong, missing or unknown argument is an error on the line that has it."""
    assert ("wrong.py", index + 2) in found
