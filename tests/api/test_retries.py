"""Trying again: what is tried, how long, and who waits."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.scripted_server import Reply, ScriptedServer

from pulumi_qstash import api
from pulumi_qstash.api import Client, Wait
from pulumi_qstash.api.pace import Pace, told_wait
from pulumi_qstash.model import Request

from .conftest import MakeClient

UPSERT = Request("POST", "/v2/schedules/https://example.com", [("Upstash-Schedule-Id", "a")], b"x")
TRANSIENT = [
    Reply(429, {"error": "slow down"}, {"Retry-After": "0"}),
    Reply(429, {"error": "slow down"}, {"Burst-RateLimit-Reset": "0"}),
    Reply(500), Reply(502, b"<html>"), Reply(503), Reply(504), Reply(408), Reply(drop=True), Reply(200, b"<garbage>"),
    Reply(302, None, {"Location": "/x"}),
]  # fmt: skip


@pytest.mark.parametrize("reply", TRANSIENT, ids=lambda r: f"{r.status}{'-drop' if r.drop else ''}")
def test_what_passes_is_tried_again(client: Client, server: ScriptedServer, reply: Reply) -> None:
    """Rate limits, server errors, broken connections and garbled answers are tried again until they pass."""
    server.script = [reply, reply]
    server.otherwise = lambda got: Reply(200, {"scheduleId": "a"})
    assert client.send(UPSERT) == {"scheduleId": "a"}
    assert server.calls == ["POST /v2/schedules/https://example.com"] * 3
    assert {got.body for got in server.got} == {b"x"}


@pytest.mark.parametrize(
    "body", [None, b"ok", {"no": "list"}, [{"no": "id"}], [None], "text", b'[{"scheduleId": "a"'], ids=str
)
def test_a_list_of_another_shape_is_asked_for_again(client: Client, server: ScriptedServer, body: object) -> None:
    """An answer that is no list of schedules is neither an empty account nor a failure at once."""
    server.script = [Reply(200, body)]
    server.otherwise = lambda got: Reply(200, [{"scheduleId": "a"}])
    assert client.schedules.list() == [{"scheduleId": "a"}]
    assert len(server.got) == 2


def test_an_answer_that_never_comes_is_tried_again(make: MakeClient, server: ScriptedServer) -> None:
    """A try that gets no answer in time is given up and repeated."""
    server.script = [Reply(silent=True)]
    make(timeout=0.3).schedules.pause("a")
    assert len(server.got) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 412])
def test_what_does_not_pass_is_not_tried_again(client: Client, server: ScriptedServer, status: int) -> None:
    """A refusal is one call: asking again would not change it."""
    server.otherwise = lambda got: Reply(status, {"error": "no"})
    with pytest.raises(api.QStashError):
        client.send(UPSERT)
    assert len(server.got) == 1


def test_a_failure_says_what_was_tried(make: MakeClient, server: ScriptedServer) -> None:
    """When the budget is spent the message says what was tried, how often and for how long."""
    server.otherwise = lambda got: Reply(503, {"error": "down"})
    with pytest.raises(api.Unavailable) as caught:
        make(budget=1.0).send(UPSERT, "writing schedule 'a'")
    said = str(caught.value)
    assert "writing schedule 'a'" in said
    assert f"Tried {len(server.got)} times in " in said
    assert len(server.got) >= 2


def test_the_budget_holds(make: MakeClient, server: ScriptedServer) -> None:
    """No call goes out after the budget is spent."""
    server.otherwise = lambda got: Reply(503)
    with pytest.raises(api.Unavailable):
        make(budget=0.8).send(UPSERT)
    number = len(server.got)
    time.sleep(0.5)
    assert len(server.got) == number


def test_a_wait_beyond_the_budget_is_not_begun(make: MakeClient, server: ScriptedServer) -> None:
    """A server that asks to wait for longer than the budget is believed at once."""
    server.otherwise = lambda got: Reply(429, {"error": "daily limit"}, {"Retry-After": "5000"})
    with pytest.raises(api.RateLimited, match="5000 s more"):
        make().send(UPSERT)
    assert len(server.got) == 1


def test_a_reset_that_is_over_does_not_mean_at_once(make: MakeClient, server: ScriptedServer) -> None:
    """A clock that goes wrong makes every reset lie in the past: the tries still come further and further apart."""
    server.otherwise = lambda got: Reply(429, {"error": "slow"}, {"Burst-RateLimit-Reset": "1000000000"})
    with pytest.raises(api.RateLimited, match="Tried"):
        make(budget=1.0).send(UPSERT)
    assert 2 <= len(server.got) <= 5


def test_the_limit_of_a_day_is_believed(make: MakeClient, server: ScriptedServer) -> None:
    """A daily limit that is spent fails at once and says how long it lasts; one that is not spent does not matter."""
    daily = {"RateLimit-Limit": "1000", "RateLimit-Reset": "7200"}
    server.script = [Reply(429, {}, daily | {"RateLimit-Remaining": "9", "Burst-RateLimit-Reset": "0"})]
    server.otherwise = lambda got: Reply(429, {"error": "daily"}, daily | {"RateLimit-Remaining": "0"})
    with pytest.raises(api.RateLimited, match=r"Tried 2 times.* It asks to wait 7200 s more"):
        make().send(UPSERT)


def test_every_wait_is_told(client: Client, server: ScriptedServer, waits: list[Wait]) -> None:
    """Whoever listens hears of each wait before it begins: about what, why, how often, how long, time left."""
    server.script = [Reply(500, {"error": "boom"}), Reply(500), Reply(429, {}, {"Retry-After": "0.05"})]
    client.send(UPSERT, "writing schedule 'a'")
    assert {wait.about for wait in waits} == {"writing schedule 'a'"}
    assert [wait.attempts for wait in waits] == [1, 2, 3]
    assert "boom" in waits[0].reason
    assert all(0 < wait.left <= 5 for wait in waits)


def test_all_threads_slow_down_together(client: Client, server: ScriptedServer) -> None:
    """When one thread is told to wait, no thread calls before the wait is over."""
    sent: list[float] = []
    told = []

    def answer(got: object) -> Reply:
        sent.append(time.monotonic())
        if len(sent) == 1:
            told.append(time.monotonic())
            return Reply(429, {"error": "slow"}, {"Burst-RateLimit-Reset": "1"})
        return Reply(200, [])

    server.otherwise = answer  # type: ignore[assignment]
    client._transport._open()  # the first call is not to be held up by making the connection pool
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(client.schedules.list)
        while not told:
            time.sleep(0.005)
        time.sleep(0.1)
        others = [pool.submit(client.queues.list) for _ in range(6)]
        for done in (first, *others):
            done.result()
    assert len(sent) == 8
    assert min(sent[1:]) - told[0] >= 0.99


def test_a_server_that_never_answered_is_given_up_early(make: MakeClient) -> None:
    """A server that cannot be reached at all is named long before the budget is spent."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    client = Client(url, "t", budget=3600)
    with pytest.raises(api.Unavailable, match=url) as caught:
        client.schedules.list()
    assert "Tried" in str(caught.value)


def test_a_server_that_breaks_off_is_not_one_that_is_not_there(make: MakeClient, server: ScriptedServer) -> None:
    """Whoever accepts connections may recover: it is waited for although it has never answered."""
    began = time.monotonic()
    server.otherwise = lambda got: Reply(200, []) if time.monotonic() - began > 4.5 else Reply(drop=True)
    assert make(budget=30).schedules.list() == []


def test_a_server_that_answered_before_is_waited_for(make: MakeClient, server: ScriptedServer) -> None:
    """Once a server has answered, a pause in its service is waited out."""
    client = make(budget=8.0)
    client.schedules.pause("a")
    server.script = [Reply(drop=True)] * 6
    client.schedules.pause("b")
    assert len(server.got) == 8


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "Thu, 01 Jan 1970 00:16:50 GMT"}, 10.0),
        ({"burst-ratelimit-reset": "2"}, 2.0),
        ({"burst-ratelimit-reset": "1700000010"}, None),
        ({"retry-after": "-5"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon", "burst-ratelimit-reset": "4"}, 4.0),
        ({"ratelimit-reset": "90", "ratelimit-remaining": "0", "burst-ratelimit-reset": "4"}, 90.0),
        ({"ratelimit-reset": "90", "ratelimit-remaining": "5", "burst-ratelimit-reset": "4"}, 4.0),
        ({"ratelimit-reset": "90", "ratelimit-remaining": "?"}, 90.0),
        ({}, None),
    ],
)
def test_how_long_an_answer_asks_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    """Waits are read as seconds, HTTP dates or unix times; what is none of them is ignored."""
    if headers.get("burst-ratelimit-reset") == "1700000010":
        assert told_wait(headers, now=1_700_000_000) == 10.0
        assert told_wait({"burst-ratelimit-reset": "1700000010000"}, now=1_700_000_000) == 10.0
    else:
        assert told_wait(headers, now=1000) == seconds


def test_the_longest_wait_holds() -> None:
    """A shorter wait told later does not shorten a longer one."""
    now = 100.0
    pace = Pace(clock=lambda: now)
    pace.slow_down(5)
    pace.slow_down(1)
    assert 5 <= pace.seconds_to_wait() <= 5.1
    now = 106.0
    assert pace.seconds_to_wait() == 0


def test_a_garbled_404_is_asked_again(client: Client, server: ScriptedServer) -> None:
    """A 404 that QStash would not write may have been garbled on the way: it is asked for again, not believed."""
    server.script = [Reply(404, b"<gar"), Reply(404, {"error": "schedule a not found"})]
    assert client.schedules.get("a") is None
    assert len(server.got) == 2


def test_a_wrong_url_is_given_up_after_a_few_tries(make: MakeClient, server: ScriptedServer) -> None:
    """What answers like a web page each time is no QStash, and nobody waits for the budget to find out."""
    server.otherwise = lambda got: Reply(404, b"<html>no such page</html>")
    with pytest.raises(api.NotQStash, match="Tried 4 times"):
        make(budget=3600).schedules.get("a")
