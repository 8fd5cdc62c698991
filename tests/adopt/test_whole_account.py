"""An account of 300 varied objects is adopted, imported and previewed: no change, and nothing was written to it."""

from __future__ import annotations

import ast
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support import varied_account
from support.account import Account
from support.engines import Ran

from pulumi_qstash.devserver import DevServer

from .conftest import Tool, tool_in

BIN = Path(sys.executable).parent


@dataclass
class Home:
    """An adopted account on the embedded engine."""

    root: Path
    account: Account
    tool: Tool
    said: str
    state: dict[str, Any]
    before: dict[str, Any]

    @property
    def program(self) -> Path:
        return self.root / "shop"

    def run(self, *args: str) -> Ran:
        return self.tool(*args, cwd=self.program)


CLOCKED = {"nextScheduleTime", "lastScheduleTime", "lastScheduleStates", "ratePeriodStart"}
"""What moves by itself as time goes by."""


def held(account: Account) -> dict[str, Any]:
    """Everything in the account, with the times at which it was made and changed."""
    limits = {o["flowControlKey"]: o for o in account.call("GET", "/v2/flowControl")}
    kinds = {"s": account.schedules(), "q": account.queues(), "g": account.url_groups(), "f": limits}
    return {
        f"{kind} {id_}": {k: v for k, v in live.items() if k not in CLOCKED}
        for kind, found in kinds.items()
        for id_, live in found.items()
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    root = tmp_path_factory.mktemp("adopted")
    with DevServer() as server:
        account = Account(server.url, server.token)
        varied_account.plant(account)
        before = held(account)
        account.forget_requests()
        tool = tool_in(root, server)
        ran = tool("adopt", "--out", "shop")
        assert ran.code == 0, ran.text
        home = Home(root, account, tool, ran.text, {}, before)
        _bring_in(home)
        yield home


def _bring_in(home: Home) -> None:
    """Run the commands that ADOPTED.md gives, with the embedded engine in the CLI's place."""
    commands = (home.program / "ADOPTED.md").read_text().split("```sh\n")[1].split("```")[0].splitlines()
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PULUMI": "pulumi-qstash"}
    for line in commands:
        if line.startswith("pulumi "):
            ran = home.run(*line.split("  #")[0].split()[1:])
            assert ran.code == 0, f"{line}: {ran.text}"
        elif line.startswith("sh "):
            script = (home.program / "secrets.sh").read_text()
            assert stat.S_IMODE((home.program / "secrets.sh").stat().st_mode) == 0o600
            _run_script(home, script, path)
        elif line.startswith("rm "):
            home.state = json.loads((home.program / "import.json").read_text())
            assert stat.S_IMODE((home.program / "import.json").stat().st_mode) == 0o600


def _run_script(home: Home, script: str, env: dict[str, str]) -> None:
    from support.engines import clean_environment

    # One start of the command for all values: what each line pipes is set by the shell all the same.
    environment = clean_environment(home.root, env) | env
    done = subprocess.run(["sh"], input=script, cwd=home.program, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_object_is_declared(home: Home) -> None:
    """All 300 objects are in the import file, none is left out."""
    assert varied_account.TOTAL == 300
    assert len(home.state["resources"]) == 300
    assert "Not adopted" not in home.said


def test_a_preview_shows_no_change(home: Home) -> None:
    """After the import the program declares exactly what is there."""
    ran = home.run("preview", "--expect-no-changes")
    assert ran.code == 0, ran.text
    assert "301 unchanged" in ran.out


def test_a_refresh_and_drift_agree(home: Home) -> None:
    """The imported state is what a refresh reads and what drift compares."""
    assert home.run("refresh", "--preview-only", "--expect-no-changes").code == 0
    ran = home.run("drift", "--stack", "dev", "--format", "json", "--fail-on-unmanaged")
    assert ran.code == 0, ran.text
    assert json.loads(ran.out)["summary"]["inSync"] == 300


def test_an_up_writes_nothing(home: Home) -> None:
    """The first up changes nothing in the account."""
    ran = home.run("up", "--yes", "--skip-preview", "--expect-no-changes")
    assert ran.code == 0, ran.text


def test_nothing_was_written_to_the_account(home: Home) -> None:
    """From the adoption to the up no write request reached the server, and everything is as it was."""
    assert home.account.writes() == []
    assert held(home.account) == home.before


def test_no_credential_is_in_the_program_or_state(home: Home) -> None:
    """Credentials are in the encrypted configuration and state alone."""
    for file in [*home.program.glob("*.*"), *(home.root / "backend").rglob("*.json")]:
        if file.name not in ("import.json", "secrets.sh"):
            assert "hush" not in file.read_text(errors="replace"), file


def test_the_program_passes_the_formatter(home: Home) -> None:
    """`ruff format` finds nothing to do."""
    done = subprocess.run(
        [BIN / "ruff", "format", "--isolated", "--check", home.program / "__main__.py"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_program_passes_the_linter(home: Home) -> None:
    """Ruff's own rules, and the order of imports, find nothing."""
    done = subprocess.run(
        [BIN / "ruff", "check", "--isolated", "--select", "E4,E7,E9,F,I", "__main__.py"],
        cwd=home.program, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_program_passes_pyright_strict(home: Home) -> None:
    """The types of the generated program are right in pyright's strict mode."""
    settings = {"typeCheckingMode": "strict", "include": ["__main__.py"], "pythonVersion": "3.11"}
    (home.program / "pyrightconfig.json").write_text(json.dumps(settings))
    done = subprocess.run(
        [BIN / "pyright", "--pythonpath", sys.executable, "--outputjson"],
        cwd=home.program,
        capture_output=True,
        text=True,
    )
    (home.program / "pyrightconfig.json").unlink()
    told = json.loads(done.stdout)
    assert told["summary"]["filesAnalyzed"] == 1, done.stdout
    assert told["generalDiagnostics"] == []


def test_what_is_lost_is_listed(home: Home) -> None:
    """ADOPTED.md names each schedule with a callback, whose settings nobody can read back."""
    text = (home.program / "ADOPTED.md").read_text()
    lost = [one.id for one in varied_account.schedules() if any("Callback" in h for h in one.headers)]
    assert lost
    for id_ in lost:
        assert f"- schedule {id_}: the settings of its" in text


NEW: dict[str, str] = {
    "destination": "'https://changed.example.com/'", "cron": "'7 7 7 7 *'", "time_zone": "'Asia/Tokyo'",
    "method": "'PATCH'",
    "body": "'changed'", "content_type": "'text/changed'", "headers": "{'X-Changed': 'yes'}", "retries": "4",
    "retry_delay": "'7'", "delay": "'7s'", "callback": "'https://changed.example.com/'",
    "failure_callback": "'https://changed.example.com/'",
    "queue": "'changed'", "flow_control": "{'key': 'c', 'parallelism': 1}",
    "labels": "['changed']", "paused": "False", "endpoints": "[{'url': 'https://changed.example.com/'}]",
    "parallelism": "9",
    "rate": "9", "period": "'9s'",
}  # fmt: skip
WIRE = {"time_zone": "timeZone", "content_type": "contentType", "retry_delay": "retryDelay",
        "failure_callback": "failureCallback", "flow_control": "flowControl"}  # fmt: skip


def one_change_each(text: str) -> tuple[str, dict[str, str]]:
    """The program with each argument changed in one object of its own; and what was changed where."""
    tree, changed, used = ast.parse(text), {}, set()
    for call in [n for n in ast.walk(tree) if isinstance(n, ast.Call) and n.args and isinstance(n.func, ast.Attribute)]:
        name = getattr(call.args[0], "value", "")
        for keyword in call.keywords:
            kind = f"{call.func.attr}.{keyword.arg}"
            if keyword.arg in NEW and kind not in used and name not in changed and _differs(keyword):
                keyword.value = ast.parse(NEW[keyword.arg]).body[0].value  # type: ignore[attr-defined]
                changed[name] = keyword.arg
                used.add(kind)
    return ast.unparse(tree), changed


def _differs(keyword: ast.keyword) -> bool:
    return ast.unparse(keyword.value) != NEW[str(keyword.arg)]


def test_one_field_changed_shows_as_exactly_that(home: Home) -> None:
    """Each property changed in the program, in an object of its own, is that object's one change in the preview."""
    file = home.program / "__main__.py"
    original = file.read_text()
    text, changed = one_change_each(original)
    assert set(changed.values()) == set(NEW)
    file.write_text(text)
    try:
        ran = home.run("preview", "--json")
    finally:
        file.write_text(original)
    assert ran.code == 0, [d["message"] for d in ran.json()["diagnostics"]]
    seen = {}
    for step in ran.json()["steps"]:
        if step["op"] != "same":
            assert step["op"] == "update", step["urn"]
            roots = {p.split(".")[0].split("[")[0] for p in step["detailedDiff"]} - {"runs"}
            seen[step["urn"].rsplit("::", 1)[1]] = roots
    assert seen == {name: {WIRE.get(argument, argument)} for name, argument in changed.items()}
