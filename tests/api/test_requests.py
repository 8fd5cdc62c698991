"""What goes out over the wire, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.scripted_server import Reply, ScriptedServer

from pulumi_qstash.api import Client
from pulumi_qstash.model import QUEUE, SCHEDULE, URL_GROUP, Request

DESTINATIONS = [
    "https://example.com",
    "https://example.com/",
    "https://example.com/x?y=1&z=a%2Fb",
    "https://example.com//a//b?x=https://other.example.com/?q",
    "https://example.com/%7Euser/(a)/[b]|c^",
    "orders",
]


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_a_destination_goes_verbatim_into_the_path(client: Client, server: ScriptedServer, destination: str) -> None:
    """A destination is sent as it is declared: nothing is encoded, decoded, normalised or dropped."""
    client.send(Request("POST", f"/v2/schedules/{destination}", [("Upstash-Cron", "* * * * *")], b"x"))
    assert server.got[0].target == f"/v2/schedules/{destination}"
    assert (server.got[0].method, server.got[0].body) == ("POST", b"x")


def test_the_path_of_the_url_comes_first(server: ScriptedServer) -> None:
    """A server below a path of its own is asked below that path."""
    client = Client(server.url + "/proxy/", "t")
    client.send(Request("GET", "/v2/keys"))
    assert server.got[0].target == "/proxy/v2/keys"


def test_what_the_model_describes_is_what_is_sent(client: Client, server: ScriptedServer) -> None:
    """Header names, values and content reach the server as the model describes them, beside token and agent."""
    inputs = {
        "scheduleId": "a", "destination": "https://example.com/", "cron": "0 3 * * *", "timeZone": "Europe/Berlin",
        "headers": {"x_my-Header": "v  v"}, "body": "grüße",
    }  # fmt: skip
    request = SCHEDULE.request(inputs)
    client.send(request)
    got = server.got[0]
    assert got.headers.items() >= {k.lower(): v for k, v in request.headers}.items()
    assert got.headers["authorization"].startswith("Bearer ey")
    assert got.headers["upstash-cron"] == "CRON_TZ=Europe/Berlin 0 3 * * *"
    assert got.body == "grüße".encode()


def test_json_calls_carry_json(client: Client, server: ScriptedServer) -> None:
    """Queues and URL groups are written as JSON with its content type."""
    client.send(QUEUE.request({"queueName": "q", "parallelism": 2}))
    client.send(URL_GROUP.request({"groupName": "g", "endpoints": [{"url": "https://a.example.com/"}]}))
    queue, group = server.got
    assert (queue.target, queue.json["parallelism"]) == ("/v2/queues", 2)
    assert (group.target, group.json) == (
        "/v2/topics/g/endpoints",
        {"endpoints": [{"url": "https://a.example.com/"}]},
    )
    assert queue.headers["content-type"] == group.headers["content-type"] == "application/json"


CALLS: list[tuple[Callable[[Client], object], str, object]] = [
    (lambda c: c.schedules.delete("a.b-c"), "DELETE /v2/schedules/a.b-c", None),
    (lambda c: c.schedules.pause("a"), "POST /v2/schedules/a/pause", None),
    (lambda c: c.schedules.resume("a"), "POST /v2/schedules/a/resume", None),
    (lambda c: c.queues.delete("q"), "DELETE /v2/queues/q", None),
    (lambda c: c.queues.pause("q"), "POST /v2/queues/q/pause", None),
    (lambda c: c.queues.resume("q"), "POST /v2/queues/q/resume", None),
    (lambda c: c.url_groups.delete("g"), "DELETE /v2/topics/g", None),
    (
        lambda c: c.url_groups.remove_endpoint("g", "https://a"),
        "DELETE /v2/topics/g/endpoints",
        {"endpoints": [{"url": "https://a"}]},
    ),
    (lambda c: c.flow_control.pin("k", parallelism=2), "POST /v2/flowControl/k/pin?parallelism=2", None),
    (lambda c: c.flow_control.pin("k", rate=2, period=60), "POST /v2/flowControl/k/pin?rate=2&period=60", None),
    (lambda c: c.flow_control.unpin("k"), "POST /v2/flowControl/k/unpin?parallelism=true&rate=true", None),
    (lambda c: c.flow_control.unpin("k", rate=False), "POST /v2/flowControl/k/unpin?parallelism=true", None),
    (lambda c: c.flow_control.pause("k"), "POST /v2/flowControl/k/pause", None),
    (lambda c: c.flow_control.resume("k"), "POST /v2/flowControl/k/resume", None),
    (lambda c: c.schedules.delete("a b/c"), "DELETE /v2/schedules/a%20b%2Fc", None),
]


@pytest.mark.parametrize(("call", "line", "payload"), CALLS, ids=[c[1] for c in CALLS])
def test_each_call_has_its_path(
    client: Client, server: ScriptedServer, call: Callable[[Client], object], line: str, payload: object
) -> None:
    """Each call of the client is one request with the documented method, path and payload."""
    call(client)
    assert server.calls == [line]
    assert (json.loads(server.got[0].body) if server.got[0].body else None) == payload


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_an_empty_id_is_never_sent(client: Client, server: ScriptedServer, name: str) -> None:
    """An id that the server would take for a call on all objects is refused before it is sent."""
    for call in (client.schedules.delete, client.queues.delete, client.url_groups.delete, client.schedules.get):
        with pytest.raises(ValueError, match="empty"):
            call(name)
    assert server.calls == []


def test_connections_are_kept_and_shared(client: Client, server: ScriptedServer) -> None:
    """Calls of one thread share one connection, and four threads open no more than four."""
    for name in "abcde":
        client.schedules.pause(name)
    assert {got.connection for got in server.got} == {1}
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(client.schedules.pause, map(str, range(40))))
    assert len(server.got) == 45
    assert max(got.connection for got in server.got) <= 4


def test_nothing_is_connected_before_it_is_needed(client: Client, server: ScriptedServer) -> None:
    """Making a client opens no connection, and knowing its account needs none."""
    assert (client.user_id, server.got) == ("user-1", [])


def test_a_delete_of_what_is_gone_succeeds(client: Client, server: ScriptedServer) -> None:
    """What is gone already counts as deleted, for every kind."""
    server.otherwise = lambda got: Reply(404, {"error": "not found"})
    client.schedules.delete("a")
    client.queues.delete("a")
    client.url_groups.delete("a")
    client.url_groups.remove_endpoint("a", "https://a")
    client.flow_control.unpin("a")
    client.flow_control.resume("a")
    assert len(server.got) == 6
