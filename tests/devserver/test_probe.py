"""`pulumi-qstash probe` tells what a service does, and leaves it as it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

import pytest

from pulumi_qstash.devserver import DevServer
from pulumi_qstash.probe import Sandbox, Wire, probe

from .conftest import Ask, asker, put_schedule

FLIPPED = {
    "overwriteKeepsPause": True, "createStatus": 201, "overwriteAnswersId": False,
    "deleteMissingScheduleFails": False, "pauseMissingFails": False, "cronDescriptors": False, "cronSeconds": True,
    "cronSundaySeven": True, "cronUnknownZoneFails": False, "showsTimeout": "milliseconds",
    "showsCallbackSettings": True, "unknownUrlGroupFails": True, "sameUrlNewName": "refuses",
    "sameNameNewUrl": "adds", "removeMissingEndpointFails": True, "groupShowsHeaders": True, "pinCreatesKey": False,
    "readOnlyStatus": 401, "redactDigest": "sha256", "queueUpsertKeepsPause": True, "maxIdLength": 77,
    "maxLabels": 5, "emptyHeaderFails": True, "decodesDestination": True, "burstLimit": 5000, "loopbackFails": True,
    "callbackDelayFails": True, "parallelismWithoutFlowControl": True, "overwriteKeepsCreatedAt": False,
}  # fmt: skip
READ_ONLY = "eyJVc2VySUQiOiJkZWZhdWx0VXNlciIsIlBhc3N3b3JkIjoicmVhZCJ9"
PATHS = ("/v2/schedules", "/v2/queues", "/v2/topics", "/v2/keys")


def run(server: DevServer, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    login = {"QSTASH_URL": server.url, "QSTASH_TOKEN": server.token, "QSTASH_READONLY_TOKEN": READ_ONLY}
    return subprocess.run(
        [sys.executable, "-m", "pulumi_qstash.cli.probe", *words],
        env={**os.environ, **login, **env}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def answers(server: DevServer, *words: str) -> list[dict[str, Any]]:
    ran = run(server, "--json", *words)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture
def account(server: DevServer, ask: Ask) -> Ask:
    ask("PUT", "/_dev/accounts", [{"token": server.token}, {"token": READ_ONLY, "readOnly": True}])
    return ask


def test_the_dev_server_is_what_it_assumes(server: DevServer, account: Ask) -> None:
    """With every switch at its default each answer agrees; every question is answered, from 1 to 17 at least."""
    rows = answers(server)
    assert [row for row in rows if row["agrees"] is not True] == []
    assert set(range(1, 18)) <= {row["number"] for row in rows}


def test_flipped_switches_are_found_out(server: DevServer, account: Ask) -> None:
    """The answers are those of the service that is asked, and not the assumptions."""
    account("PUT", "/_dev/behaviour", FLIPPED)
    rows = {row["switch"]: row for row in answers(server) if row["switch"]}
    assert {switch: row["answer"] for switch, row in rows.items()} == FLIPPED
    assert not any(row["agrees"] for row in rows.values())


def test_the_table_shows_assumption_and_answer(server: DevServer, account: Ask) -> None:
    """What differs is marked in the table and counted under it."""
    account("PUT", "/_dev/behaviour", {"maxIdLength": 99})
    ran = run(server)
    assert ran.returncode == 0
    (line,) = [line for line in ran.stdout.splitlines() if "maxIdLength" in line]
    assert [cell.strip() for cell in line.split("│")][4:6] == ["0", "99  ≠"]
    assert "1 answered otherwise than assumed" in ran.stdout
    assert server.token not in ran.stdout + ran.stderr


def test_nothing_is_left_and_nothing_foreign_is_touched(server: DevServer, account: Ask) -> None:
    """Every write has the probe's own prefix, no key is rotated, nothing is published; what was there stays."""
    put_schedule(account, "mine")
    account("POST", "/v2/queues", {"queueName": "mine"})
    before = [account("GET", path).json for path in PATHS]
    account("DELETE", "/_dev/requests")
    refused = run(server)
    assert refused.returncode == 1
    assert "1 schedule, 1 queue" in refused.stderr
    assert "--anyway" in refused.stderr
    assert {r["method"] for r in account("GET", "/_dev/requests").json} == {"GET"}
    answers(server, "--anyway")
    asked = account("GET", "/_dev/requests").json
    assert [account("GET", path).json for path in PATHS] == before
    assert not [r for r in asked if "keys" in r["path"] or "publish" in r["path"]]
    named = [r["path"] for r in asked if r["method"] != "GET" and r["path"] != "/v2/queues"]
    assert all("pulumi-qstash-probe" in p or p.startswith(("/v2/schedules/http", "/v2/flowControl/")) for p in named)


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_probe_leaves_nothing(signal_: signal.Signals, server: DevServer, account: Ask) -> None:
    """Told to end while it cleans up, it goes on with that before it ends."""
    account("PUT", "/_dev/latency", {"ms": 40})
    login = {"QSTASH_URL": server.url, "QSTASH_TOKEN": server.token}
    words = [sys.executable, "-m", "pulumi_qstash.cli.probe"]
    process = subprocess.Popen(words, env={**os.environ, **login}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while not any(r["method"] == "DELETE" and "-n1" in r["path"] for r in account("GET", "/_dev/requests").json):
        assert time.monotonic() < until
    process.send_signal(signal_)
    assert b"Traceback" not in process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert [account("GET", path).json for path in PATHS[:3]] == [[], [], []]


def test_an_account_without_room_is_not_asked() -> None:
    """A refusal for want of room is never taken for an answer."""
    with DevServer(plan="free") as server:
        ask = asker(server)
        for n in range(9):
            put_schedule(ask, f"s{n}")
        ran = run(server, "--anyway")
        assert (ran.returncode, ran.stdout) == (1, "")
        assert "quota maxSchedules exceeded" in ran.stderr
        assert "room for two schedules" in ran.stderr
        assert len(ask("GET", "/v2/schedules").json) == 9


def test_a_service_that_fails_now_and_then_gives_no_wrong_answer(server: DevServer, account: Ask) -> None:
    """A question that meets a failure each time is not answered; the others are answered rightly."""
    box = Sandbox(Wire(server.url, server.token, sleep=lambda _: None))
    box.enter(anyway=False)
    account("PUT", "/_dev/faults", {"rate": 0.5, "kinds": ["500", "503"], "seed": 1})
    rows = list(probe(box))
    assert {row.agrees for row in rows} == {True, None}
    assert any("fails (HTTP 50" in (row.why_not or "") for row in rows)


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"QSTASH_TOKEN": ""}, "QSTASH_TOKEN"),
        ({"QSTASH_TOKEN": "wrong"}, "unable to authenticate"),
        ({"QSTASH_URL": "http://127.0.0.1:9"}, "does not answer"),
        ({"QSTASH_URL": "nonsense"}, "QSTASH_URL"),
    ],
)
def test_what_goes_wrong_is_one_sentence(env: dict[str, str], words: str, server: DevServer) -> None:
    """The way out is named, and there is no traceback."""
    ran = run(server, **env)
    assert ran.returncode == 1
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr
