"""As few calls as can be, and the threads share them."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from support.account import Account
from support.scripted_server import Got, Reply, scripted

from pulumi_qstash.api import Unavailable
from pulumi_qstash.model import QUEUE, SCHEDULE, Kind

from .conftest import Run

N = 20


def news(i: int, **more: Any) -> dict[str, Any]:
    given = {"scheduleId": f"s{i}", "destination": "https://shop.example.com/run", "cron": "0 3 * * *"}
    return given | {"__logicalName": f"s{i}"} | more


def queue(i: int, **more: Any) -> dict[str, Any]:
    return {"queueName": f"q{i}", "__logicalName": f"q{i}"} | more


def counted(account: Account) -> Counter[str]:
    return Counter(call.split()[0] for call in account.calls())


def at_once(operation: Any, items: list[Any]) -> list[Any]:
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(operation, items))


@pytest.mark.parametrize(("kind", "make"), [(SCHEDULE, news), (QUEUE, queue)], ids=["Schedule", "Queue"])
def test_a_stack_comes_changes_and_goes_at_the_floor(account: Account, kind: Kind, make: Any) -> None:
    """N creates and one list; nothing for no change; one list for a refresh; k and one list for a change; N deletes."""
    run = Run(account)
    states = at_once(lambda i: run.create(kind, make(i)), list(range(N)))
    assert counted(account) == {"GET": 1, "POST": N}
    account.forget_requests()

    run = Run(account)
    assert at_once(lambda i: run.change(kind, states[i], make(i)), list(range(N))) == states
    assert counted(account) == {}

    run = Run(account)
    assert at_once(lambda state: run.drift(kind, state), states) == [[]] * N
    assert counted(account) == {"GET": 1}
    account.forget_requests()

    run = Run(account)
    change = {"cron": "0 4 * * *"} if kind is SCHEDULE else {"parallelism": 3}
    at_once(lambda i: run.change(kind, states[i], make(i, **change) if i < 5 else make(i)), list(range(N)))
    assert counted(account) == {"GET": 1, "POST": 5}
    account.forget_requests()

    run = Run(account)
    at_once(lambda state: run.delete(kind, state), states)
    assert counted(account) == {"DELETE": N}


def test_a_declared_pause_is_one_more_call(account: Account) -> None:
    """A schedule that is declared paused costs its write and its pause; a queue carries its pause along."""
    run = Run(account)
    run.create(SCHEDULE, news(0, paused=True))
    run.create(SCHEDULE, news(1, paused=False))
    run.create(QUEUE, queue(0, paused=True))
    assert account.writes() == [
        "POST /v2/schedules/https://shop.example.com/run",
        "POST /v2/schedules/s0/pause",
        "POST /v2/schedules/https://shop.example.com/run",
        "POST /v2/queues",
    ]


def test_threads_share_one_failure(account: Account) -> None:
    """When the list fails for good, the threads that waited for it fail with it, not one after the other."""
    with scripted() as server:
        server.otherwise = lambda got: Reply(503, {"error": "down"})
        run = Run(account, url=server.url, budget=1.0)
        ready = threading.Barrier(4)

        def failure(i: int) -> str:
            ready.wait(10)
            with pytest.raises(Unavailable) as caught:
                run.create(SCHEDULE, news(i))
            return str(caught.value)

        assert len(set(at_once(failure, list(range(4))))) == 1


def test_four_calls_are_on_their_way_at_once(account: Account) -> None:
    """No thread waits for another: four creates meet at the server, though a fifth call is being tried again."""
    with scripted() as server:
        run = Run(account, url=server.url, budget=30.0)
        meet, met = threading.Barrier(4), threading.Event()

        def answer(got: Got) -> Reply:
            if got.method == "GET":
                return Reply(200, [])
            if got.headers["upstash-schedule-id"] == "s0":
                return Reply(200) if met.is_set() else Reply(503)
            meet.wait(20)
            met.set()
            return Reply(200)

        server.otherwise = answer
        with ThreadPoolExecutor(5) as pool:
            list(pool.map(lambda i: run.create(SCHEDULE, news(i)), range(5)))
    assert met.is_set()
    assert [call.split()[0] for call in server.calls].count("GET") == 1


def test_nothing_is_asked_before_it_is_needed(account: Account) -> None:
    """Checks and comparisons need neither token nor server."""
    run = Run(account, token=None, url="http://127.0.0.1:9")
    inputs = run.check(SCHEDULE, news(0))
    assert not run.lifecycle.diff(SCHEDULE, "s0", inputs, inputs).changed
    assert account.calls() == []


def test_a_run_sees_its_own_writes(account: Account) -> None:
    """What this run wrote or deleted is read anew, not from what it saw before."""
    run = Run(account)
    state = run.create(SCHEDULE, news(0))
    assert run.read(SCHEDULE, state) is not None
    run.lifecycle.update(SCHEDULE, "s0", state, run.check(SCHEDULE, news(0, cron="0 5 * * *"), state))
    seen = run.read(SCHEDULE, state)
    assert seen is not None
    assert seen["cron"] == "0 5 * * *"


def test_lost_answers_lose_and_double_nothing(account: Account) -> None:
    """With faults on a third of the calls, every object is there once, as declared, and goes away again."""
    faults = {"rate": 0.33, "kinds": ["429", "500", "503", "reset-before", "reset-after", "garbage"], "seed": 4}
    account.call("PUT", "/_dev/faults", faults)
    run = Run(account, budget=60.0)
    states = at_once(lambda i: run.create(SCHEDULE, news(i, paused=i % 2 == 0)), list(range(12)))
    account.call("DELETE", "/_dev/faults")
    live = account.schedules()
    assert {name: s["isPaused"] for name, s in live.items()} == {f"s{i}": i % 2 == 0 for i in range(12)}
    account.call("PUT", "/_dev/faults", faults)
    run = Run(account, budget=60.0)
    at_once(lambda state: run.delete(SCHEDULE, state), states)
    account.call("DELETE", "/_dev/faults")
    assert account.schedules() == {}
