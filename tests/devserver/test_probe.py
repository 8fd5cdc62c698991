"""`pulumi-qstash probe` tells what a service does, and leaves it as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from pulumi_qstash.devserver import DevServer

from .conftest import Ask, put_schedule

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
