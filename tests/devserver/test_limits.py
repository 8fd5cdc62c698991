"""Quotas by plan, and requests that are too large, too slow or malformed."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator

import pytest

from pulumi_qstash.devserver import DevServer

from .conftest import Ask, asker, put_schedule

MB = 1024 * 1024
TOO_MANY = {"endpoints": [{"url": f"https://e.com/{n}"} for n in range(101)]}


@pytest.mark.parametrize(("plan", "size"), [("free", MB), ("payg", 10 * MB)])
def test_a_body_at_the_limit_is_kept_and_one_above_is_412(plan: str, size: int) -> None:
    """The last byte decides, with and without a Content-Length; what is refused is not stored."""
    with DevServer(plan=plan) as server:
        ask = asker(server)
        assert put_schedule(ask, "a", body=b"x" * size).status == 200
        assert len(ask("GET", "/v2/schedules/a").json["body"]) == size
        reply = put_schedule(ask, "b", body=b"x" * (size + 1))
        assert (reply.status, reply.error) == (412, "quota maxMessageSize exceeded")
        assert [s["scheduleId"] for s in ask("GET", "/v2/schedules").json] == ["a"]


@pytest.mark.parametrize(
    ("method", "path", "body", "limit"),
    [
        ("POST", "/v2/queues", {"queueName": "q", "parallelism": 3}, "maxQueueParallelism"),
        ("POST", "/v2/topics/second/endpoints", {"endpoints": [{"url": "https://e.com"}]}, "maxTopics"),
        ("POST", "/v2/topics/g/endpoints", TOO_MANY, "maxEndpoints"),
        ("POST", "/v2/enqueue/q10/https://e.com", "x", "maxQueues"),
    ],
)  # fmt: skip
def test_the_free_plan_has_its_quotas(method: str, path: str, body: object, limit: str, free: Ask) -> None:
    """Each limit of the plan is a 412 that names it."""
    free("POST", "/v2/topics/g/endpoints", {"endpoints": [{"url": "https://e.com/0"}]})
    for n in range(10):
        free("POST", "/v2/queues", {"queueName": f"q{n}"})
    reply = free(method, path, body)
    assert (reply.status, reply.error) == (412, f"quota {limit} exceeded")


def test_the_free_plan_publishes_a_thousand_messages_a_day(free: Ask) -> None:
    """The next one is a 429 with the daily headers, until the next day."""
    free("PUT", "/_dev/clock", {"now": "2026-11-23T10:00:00Z"})
    assert free("POST", "/v2/batch", [{"destination": "https://e.com"}] * 1000).status == 200
    reply = free("POST", "/v2/publish/https://e.com")
    assert (reply.status, reply.headers["ratelimit-limit"], reply.headers["ratelimit-reset"]) == (
        429,
        "1000",
        "1795478400",
    )
    free("PUT", "/_dev/clock", {"now": "2026-11-24T00:00:00Z"})
    assert free("POST", "/v2/publish/https://e.com").status == 200


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[DevServer]:
    """A server that waits only a moment for requests to come whole."""
    monkeypatch.setattr("pulumi_qstash.devserver.connections.Connection.patience", 0.2)
    monkeypatch.setattr("pulumi_qstash.devserver.application.BODY_PATIENCE", 0.2)
    with DevServer() as server:
        yield server


def said(server: DevServer, *parts: bytes) -> bytes:
    """What the server says to bytes sent as they are, until it closes the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        for part in parts:
            connection.sendall(part)
        answer = b""
        try:
            while chunk := connection.recv(65_536):
                answer += chunk
        except ConnectionResetError:
            pass
        return answer


HOST = b"Host: 127.0.0.1\r\n"


@pytest.mark.parametrize("start", [b"", b"GET /v2/keys HT", b"GET /v2/keys HTTP/1.1\r\n" + HOST + b"X-Slow: "])
def test_a_request_that_never_comes_whole_is_let_go(start: bytes, impatient: DevServer) -> None:
    """A client that stops in the middle of its headers is closed, and others are served meanwhile."""
    answers: list[bytes] = []
    slow = [threading.Thread(target=lambda: answers.append(said(impatient, start))) for _ in range(20)]
    for thread in slow:
        thread.start()
    assert asker(impatient)("GET", "/v2/keys").status == 200
    for thread in slow:
        thread.join()
    assert {answer.split(b"\r\n")[0] for answer in answers} == {b"HTTP/1.1 408 Request Timeout"}


def test_the_second_request_of_a_connection_has_its_time_too(impatient: DevServer) -> None:
    """A kept-alive connection that begins another request and stops is let go."""
    whole = b"GET /v2/keys HTTP/1.1\r\n" + HOST + b"\r\n"
    answer = said(impatient, whole, b"GET /v2")
    assert answer.count(b"HTTP/1.1 ") == 2
    assert b"408" in answer


def test_a_body_that_never_comes_whole_is_408(impatient: DevServer) -> None:
    """Nothing is written of it."""
    token = impatient.token.encode()
    head = (
        b"POST /v2/queues HTTP/1.1\r\n" + HOST + b"Authorization: Bearer " + token + b"\r\nContent-Length: 99\r\n\r\n{"
    )
    assert b" 408 " in said(impatient, head)
    assert asker(impatient)("GET", "/v2/queues").json == []


@pytest.mark.parametrize(
    "request_",
    [
        b"nonsense\r\n\r\n",
        b"GET /v2/keys HTTP/1.1\r\n\r\n",
        b"GET /v2/keys HTTP/x\r\n" + HOST + b"\r\n",
        b"POST /v2/queues HTTP/1.1\r\n" + HOST + b"Content-Length: x\r\n\r\n",
        b"POST /v2/queues HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST /v2/queues HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /v2/keys HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /v2/keys\x00 HTTP/1.1\r\n" + HOST + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=["nonsense", "no-host", "version", "length", "two-lengths", "chunks", "huge-header", "huge-path", "nul", "tls"],
)
def test_malformed_requests_are_refused(request_: bytes, impatient: DevServer) -> None:
    """A 4xx or a closed connection, and the server goes on."""
    answer = said(impatient, request_)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")
    assert asker(impatient)("GET", "/v2/keys").status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"queueName": 5}',
        b'{"queueName": "q", "parallelism": 1e400}',
    ],
)
def test_json_that_is_none_is_400(body: bytes, ask: Ask) -> None:
    """The refusal is QStash's form of an error."""
    reply = ask("POST", "/v2/queues", body)
    assert reply.status == 400
    assert isinstance(json.loads(reply.content)["error"], str)
