"""Faults on purpose: each kind does what it says, and the same seed chooses the same calls."""

from __future__ import annotations

import http.client
import json
from typing import Any

import pytest

from pulumi_qstash.devserver import DevServer
from pulumi_qstash.devserver.faults import KINDS, Faults

from .conftest import Ask

BROKEN = (http.client.HTTPException, ConnectionError)


def faulty(ask: Ask, kind: str, **more: Any) -> None:
    assert ask("PUT", "/_dev/faults", {"rate": 1, "kinds": [kind], "seed": 1, **more}).status == 200


def queues(ask: Ask) -> list[str]:
    ask("DELETE", "/_dev/faults")
    return [queue["name"] for queue in ask("GET", "/v2/queues").json]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_status_comes_instead_of_the_effect(status: int, ask: Ask) -> None:
    """The call is answered with the status in QStash's form, and nothing is written."""
    faulty(ask, str(status))
    reply = ask("POST", "/v2/queues", {"queueName": "q"})
    assert reply.status == status
    assert reply.error
    assert ("burst-ratelimit-reset" in reply.headers) is (status == 429)
    assert queues(ask) == []


@pytest.mark.parametrize(("kind", "left"), [("reset-before", []), ("reset-after", ["q"])])
def test_a_reset_cuts_the_connection_before_or_after_the_effect(kind: str, left: list[str], ask: Ask) -> None:
    """No answer is sent, and the request is told without a status."""
    faulty(ask, kind)
    with pytest.raises(BROKEN):
        ask("POST", "/v2/queues", {"queueName": "q"})
    assert ask("GET", "/_dev/requests").json == [{"method": "POST", "path": "/v2/queues", "status": None}]
    assert queues(ask) == left


def test_a_timeout_is_silence(ask: Ask) -> None:
    """The call hangs as long as is asked, then its connection ends without an answer; the effect may have come."""
    faulty(ask, "timeout", silence=0.05)
    for n in range(12):
        with pytest.raises(BROKEN):
            ask("POST", "/v2/queues", {"queueName": f"q{n}"})
    assert 0 < len(queues(ask)) < 12


def test_garbage_comes_after_the_effect(ask: Ask) -> None:
    """The call is done, and its answer is no JSON."""
    faulty(ask, "garbage")
    reply = ask("POST", "/v2/queues", {"queueName": "q"})
    with pytest.raises(ValueError):  # noqa: PT011 - whatever json or the decoder says
        json.loads(reply.content)
    assert queues(ask) == ["q"]


def test_the_admin_api_and_the_page_are_spared(ask: Ask) -> None:
    """Faults befall QStash's API alone."""
    faulty(ask, "reset-before")
    assert ask("GET", "/_dev/faults").json["rate"] == 1
    assert ask("GET", "/").status == 200


def test_a_fault_depends_on_seed_and_call_and_not_on_the_order() -> None:
    """Calls that come in another order meet the same faults; another seed chooses others."""
    calls = [("POST", f"/v2/schedules/https://e.com/{n}") for n in range(200)]
    one, two, three = (Faults(0.2, list(KINDS), seed) for seed in (1, 1, 2))
    first = {call: one.draw(*call) for call in calls}
    second = {call: two.draw(*call) for call in reversed(calls)}
    third = {call: three.draw(*call) for call in calls}
    assert first == second != third
    hit = [fault for fault in first.values() if fault]
    assert 20 <= len(hit) <= 60
    assert {fault.kind for fault in hit} == set(KINDS)


def test_a_call_that_is_made_again_is_not_doomed() -> None:
    """A repeated call draws anew, so that a client that tries again gets through."""
    faults = Faults(0.5, ["500"], 1)
    assert {faults.draw("GET", "/v2/keys") is None for _ in range(40)} == {True, False}


def test_connections_are_kept_alive_between_faults(server: DevServer, ask: Ask) -> None:
    """One connection carries many calls; only a reset ends it."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"))
    sockets = set()
    for _ in range(5):
        connection.request("GET", "/v2/keys", headers={"Authorization": f"Bearer {server.token}"})
        connection.getresponse().read()
        sockets.add(id(connection.sock))
    assert len(sockets) == 1
    assert connection.sock is not None
    connection.close()
