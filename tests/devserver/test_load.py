"""Under load the server answers or refuses, keeps its memory bounded, and loses nothing."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from pulumi_qstash.devserver import DevServer
from pulumi_qstash.devserver.limits import raise_open_files

from .conftest import asker, put_schedule

MB = 1024 * 1024
Work = Callable[[asyncio.StreamReader, asyncio.StreamWriter, int], Awaitable[None]]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DevServer]:
    with DevServer(tmp_path / "data.db", plan="fixed-10m", process=True) as running:
        yield running


def peak_memory(server: DevServer) -> int:
    """The most bytes that the server's process has held."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


async def call(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    server: DevServer,
    method: str,
    path: str,
    body: bytes,
    *more: str,
) -> tuple[int, bytes]:
    """One call on an open connection: status and content."""
    head = [
        f"{method} {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {server.token}",
        f"Content-Length: {len(body)}", *more,
    ]  # fmt: skip
    writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
    await writer.drain()
    answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = int(answer.partition("content-length: ")[2].split("\r\n")[0])
    return int(answer.split()[1]), await reader.readexactly(length)


def schedule(name: str) -> tuple[str, str]:
    return "upstash-cron: */5 * * * *", f"upstash-schedule-id: {name}"


async def each_with_a_connection(server: DevServer, count: int, work: Work) -> None:
    """Opens all connections first, then lets all of them work at once."""
    opened = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(count)]
    try:
        await asyncio.gather(*(work(reader, writer, n) for n, (reader, writer) in enumerate(opened)))
    finally:
        for _, writer in opened:
            writer.close()


def test_a_thousand_requests_at_once(server: DevServer) -> None:
    """A thousand connections write at the same time: each is acknowledged, and each schedule is there."""
    raise_open_files()
    statuses: list[int] = []

    async def write(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, n: int) -> None:
        status, _ = await call(reader, writer, server, "POST", "/v2/schedules/https://e.com", b"x", *schedule(f"s{n}"))
        statuses.append(status)

    asyncio.run(each_with_a_connection(server, 1_000, write))
    assert statuses == [200] * 1_000
    kept = {s["scheduleId"] for s in asker(server)("GET", "/v2/schedules").json}
    assert kept == {f"s{n}" for n in range(1_000)}


def multiply(file: Path, count: int) -> None:
    """Makes `count` schedules out of the one that the file has."""
    database = sqlite3.connect(file)
    account, document = database.execute("SELECT account, document FROM objects").fetchone()
    database.execute("DELETE FROM objects")
    rows = []
    for n in range(count):
        cron = f"{n % 60} {n // 60 % 24} * * {n % 7}"
        rows.append((account, f"s{n}", json.dumps(json.loads(document) | {"scheduleId": f"s{n}", "cron": cron})))
    with database:
        database.executemany("INSERT INTO objects (account, kind, id, document) VALUES (?, 'schedule', ?, ?)", rows)
    database.close()


def test_ten_thousand_schedules_are_listed(server: DevServer) -> None:
    """All of them stand in one answer, in the order of their making, and one more can be written."""
    put_schedule(asker(server), "first")
    server.close()
    assert server.data is not None
    multiply(server.data, 10_000)
    server.start()
    assert put_schedule(asker(server), "last").status == 200
    listed = asker(server)("GET", "/v2/schedules").json
    assert [s["scheduleId"] for s in listed] == [*(f"s{n}" for n in range(10_000)), "last"]
    assert all("nextScheduleTime" in s for s in listed)
    assert len(asker(server)("GET", "/").text) < MB
    assert peak_memory(server) < 400 * MB


def test_many_large_bodies_at_once_do_not_fill_the_memory(server: DevServer) -> None:
    """Ten contents of 20 MB at once wait for each other; all are acknowledged, and memory stays bounded."""
    body = b"x" * (20 * MB)
    statuses: list[int] = []

    async def write(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, n: int) -> None:
        more = (*schedule("same"), "content-type: text/plain")
        status, _ = await call(reader, writer, server, "POST", "/v2/schedules/https://e.com", body, *more)
        statuses.append(status)

    asyncio.run(each_with_a_connection(server, 10, write))
    assert statuses == [200] * 10
    assert peak_memory(server) < 500 * MB
    assert put_schedule(asker(server), "after").status == 200


def test_bodies_that_are_never_finished_do_not_keep_others_out(server: DevServer) -> None:
    """Clients that announce large contents and send nothing do not stop small calls."""

    async def play() -> list[int]:
        stuck = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(30)]
        for _, writer in stuck:
            head = f"POST /v2/queues HTTP/1.1\r\nHost: localhost\r\nContent-Length: {40 * MB}\r\n\r\n"
            writer.write(head.encode())
            await writer.drain()
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        sent = json.dumps({"queueName": "q"}).encode()
        statuses = [(await call(reader, writer, server, "POST", "/v2/queues", sent))[0] for _ in range(3)]
        for _, other in [*stuck, (reader, writer)]:
            other.close()
        return statuses

    assert asyncio.run(play()) == [200] * 3


def test_idle_connections_do_not_keep_others_out(server: DevServer) -> None:
    """Hundreds of clients that say nothing do not stop one that does."""

    async def idle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, n: int) -> None:
        if n == 0:
            status, _ = await call(reader, writer, server, "GET", "/v2/keys", b"")
            assert status == 200

    asyncio.run(each_with_a_connection(server, 500, idle))
