"""Whatever was acknowledged is there, also after signal 9."""

from __future__ import annotations

import http.client
import json
import sqlite3
import threading
from pathlib import Path

import pytest

from pulumi_qstash.devserver import DevServer, NotStarted

from .conftest import asker, put_schedule


def write_until_dead(server: DevServer, worker: int, acknowledged: list[str]) -> None:
    """Writes schedules one after the other until the server is gone; notes those that got a 2xx."""
    ask = asker(server)
    for n in range(100_000):
        name = f"w{worker}-{n}"
        try:
            reply = put_schedule(ask, name, body="x" * 500)
        except (OSError, http.client.HTTPException):
            return
        if reply.status == 200:
            acknowledged.append(name)


@pytest.mark.parametrize("enough", [1, 40, 150])
def test_nothing_acknowledged_is_lost_by_a_kill(enough: int, tmp_path: Path) -> None:
    """After signal 9 in the middle of writes by four clients, every schedule that got a 2xx is in the file."""
    server = DevServer(tmp_path / "data.db", process=True).start()
    acknowledged: list[str] = []
    workers = [threading.Thread(target=write_until_dead, args=(server, n, acknowledged)) for n in range(4)]
    for worker in workers:
        worker.start()
    while len(acknowledged) < enough:
        workers[0].join(0.005)
    server.kill()
    for worker in workers:
        worker.join()
    server.start()
    try:
        kept = {schedule["scheduleId"] for schedule in asker(server)("GET", "/v2/schedules").json}
    finally:
        server.close()
    assert set(acknowledged) <= kept
    assert len(kept) <= len(acknowledged) + len(workers)  # at most one unacknowledged call each


def test_a_restart_keeps_objects_and_settings(tmp_path: Path) -> None:
    """Objects, order, keys, accounts, switches and a set clock come back; faults and latency do not."""
    other = "eyJVc2VySUQiOiJvdGhlciIsIlBhc3N3b3JkIjoicHcifQ=="
    server = DevServer(tmp_path / "data.db")
    with server:
        ask = asker(server)
        ask("PUT", "/_dev/clock", {"now": "2026-11-23T10:00:00Z"})
        ask("PUT", "/_dev/behaviour", {"showsTimeout": "seconds"})
        ask("PUT", "/_dev/accounts", [{"token": server.token}, {"token": other, "readOnly": True}])
        ask("PUT", "/_dev/latency", {"ms": 1})
        for name in ("z", "a", "m"):
            put_schedule(ask, name, Upstash_Timeout="30s")
        put_schedule(ask, "z", Upstash_Timeout="30s")
        ask("POST", "/v2/keys/rotate")
        paths = ("/v2/schedules", "/v2/keys", "/_dev/accounts", "/_dev/behaviour", "/_dev/clock")
        before = [ask("GET", path).json for path in paths]
    url = server.url
    with server:
        assert server.url == url
        ask = asker(server)
        assert [ask("GET", path).json for path in paths] == before
        assert [schedule["scheduleId"] for schedule in before[0]] == ["z", "a", "m"]
        assert ask("GET", "/_dev/latency").json == {"ms": 0}


def test_a_file_belongs_to_one_server(tmp_path: Path) -> None:
    """A second server on the same file is told so, and the first goes on."""
    with DevServer(tmp_path / "data.db") as first:
        with pytest.raises(NotStarted, match=r"in use by another server.*--data"), DevServer(tmp_path / "data.db"):
            pass
        assert put_schedule(asker(first), "a").status == 200


@pytest.mark.parametrize("content", ["text", "foreign", "newer"])
def test_a_file_of_something_else_is_refused_and_left_alone(content: str, tmp_path: Path) -> None:
    """The server neither starts on a file that is not its own nor changes it."""
    file = tmp_path / "data.db"
    if content == "text":
        file.write_text("these are my notes, not a database, and long enough to be looked at" * 20)
    else:
        database = sqlite3.connect(file)
        database.executescript(
            "CREATE TABLE mine (x)" if content == "foreign" else "CREATE TABLE objects (x); PRAGMA user_version = 99"
        )
        database.close()
    before = file.read_bytes()
    with pytest.raises(NotStarted, match="cannot be used"), DevServer(file):
        pass
    assert file.read_bytes() == before


def test_an_address_in_use_is_one_sentence() -> None:
    """A second server on the same port is refused with the way out, in a thread and in a process."""
    with DevServer() as first:
        for process in (False, True):
            with (
                pytest.raises(NotStarted, match=f"{first.port}.*--port"),
                DevServer(port=first.port, process=process),
            ):
                pass


def test_a_call_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    """A batch with one wrong message stores none of them, and makes no queue and no key."""
    with DevServer(tmp_path / "data.db") as server:
        ask = asker(server)
        flow = {"Upstash-Flow-Control-Key": "k", "Upstash-Flow-Control-Value": "rate=1"}
        good = {"destination": "https://e.com", "queue": "q", "headers": flow}
        assert ask("POST", "/v2/batch", [good, {"destination": "nope"}]).status == 404
        for path in ("/v2/queues", "/v2/flowControl"):
            assert ask("GET", path).json == []
        assert json.loads(ask("DELETE", "/v2/messages").text) == {"cancelled": 0}
