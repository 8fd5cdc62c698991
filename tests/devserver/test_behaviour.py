"""Each switch changes what a client sees, and says what it is about."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Ask, put_schedule

GROUP = "/v2/topics/g/endpoints"


def overwritten_pause(ask: Ask) -> Any:
    put_schedule(ask, "a")
    ask("POST", "/v2/schedules/a/pause")
    put_schedule(ask, "a")
    return ask("GET", "/v2/schedules/a").json["isPaused"]


def overwritten_created_at(ask: Ask) -> Any:
    ask("PUT", "/_dev/clock", {"now": "2026-01-01T00:00:00Z"})
    put_schedule(ask, "a")
    ask("PUT", "/_dev/clock", {"now": "2026-01-02T00:00:00Z"})
    put_schedule(ask, "a")
    return ask("GET", "/v2/schedules/a").json["createdAt"] == 1_767_225_600_000


def overwrite_answer(ask: Ask) -> Any:
    put_schedule(ask, "a")
    return "scheduleId" in put_schedule(ask, "a").json


def cron(expression: str) -> Callable[[Ask], Any]:
    return lambda ask: put_schedule(ask, "a", Upstash_Cron=expression).status == 200


def fails(method: str, path: str, body: Any = None) -> Callable[[Ask], Any]:
    return lambda ask: ask(method, path, body).status >= 400


def shown_timeout(ask: Ask) -> Any:
    put_schedule(ask, "a", Upstash_Timeout="30s")
    return ask("GET", "/v2/schedules/a").json.get("timeout", "absent")


def shown_callback_settings(ask: Ask) -> Any:
    put_schedule(ask, "a", Upstash_Callback="https://c.com", Upstash_Callback_Retries="2")
    return "callbackSettings" in ask("GET", "/v2/schedules/a").json


def endpoint_again(second: dict[str, str]) -> Callable[[Ask], Any]:
    def play(ask: Ask) -> Any:
        ask("POST", GROUP, {"endpoints": [{"url": "https://a.com", "name": "one"}, {"url": "https://z.com"}]})
        status = ask("POST", GROUP, {"endpoints": [second]}).status
        endpoints = ask("GET", "/v2/topics/g").json["endpoints"]
        return "refuses" if status == 400 else {2: "updates", 3: "adds"}[len(endpoints)]

    return play


def removed_missing_endpoint(ask: Ask) -> Any:
    ask("POST", GROUP, {"endpoints": [{"url": "https://a.com"}]})
    return ask("DELETE", GROUP, {"endpoints": [{"url": "https://b.com"}]}).status == 404


def shown_headers(ask: Ask) -> Any:
    ask("POST", GROUP, {"endpoints": [{"url": "https://a.com"}]})
    ask("PATCH", "/v2/topics/g", {"headers": {"Upstash-Retries": "3"}})
    return "headers" in ask("GET", "/v2/topics/g").json


def redacted_digest(ask: Ask) -> Any:
    put_schedule(ask, "a", body="x", Upstash_Redact_Fields="body")
    plain = f"REDACTED:{hashlib.sha256(b'x').hexdigest()}"
    return "sha256" if ask("GET", "/v2/schedules/a").json["body"] == plain else "opaque"


def queue_pause(ask: Ask) -> Any:
    ask("POST", "/v2/queues", {"queueName": "q", "paused": True})
    ask("POST", "/v2/queues", {"queueName": "q", "parallelism": 2})
    return ask("GET", "/v2/queues/q").json["paused"]


def longest_id(ask: Ask) -> Any:
    return 0 if put_schedule(ask, "a" * 9).status == 200 else 8


def most_labels(ask: Ask) -> Any:
    return 0 if put_schedule(ask, "a", Upstash_Label="a,b,c").status == 200 else 2


def decoded_destination(ask: Ask) -> Any:
    return put_schedule(ask, "a", "https%3A%2F%2Fe.com%2Fx").status == 200


def burst(ask: Ask) -> Any:
    statuses, limit = set(), None
    while int(time.time() * 10) % 10 > 2:  # begin in the first part of a second
        time.sleep(0.01)
    for _ in range(4):
        reply = ask("GET", "/v2/keys")
        statuses.add(reply.status)
        limit = reply.headers.get("burst-ratelimit-limit")
    return int(limit) if limit and 429 in statuses else 0


def paused_by_itself(ask: Ask) -> Any:
    ask("PUT", "/_dev/clock", {"now": "2026-11-23T10:00:00Z"})
    put_schedule(ask, "a", Upstash_Cron="0 * * * *")
    seen = []
    for now in ("2026-11-23T12:59:59Z", "2026-11-23T13:00:00Z", "2026-11-23T20:00:00Z"):
        ask("PUT", "/_dev/clock", {"now": now})
        read = ask("GET", "/v2/schedules/a").json
        seen.append((read["isPaused"], read["lastScheduleTime"]))
    pauses = [paused for paused, _ in seen]
    assert pauses in ([False, True, True], [False, False, False])
    assert not pauses[-1] or seen[1][1] == seen[2][1]
    return 3 if pauses[-1] else 0


def loopback(ask: Ask) -> Any:
    return put_schedule(ask, "a", "http://localhost:3000/x").status == 400


def delayed_callback(ask: Ask) -> Any:
    reply = put_schedule(ask, "a", Upstash_Callback="https://c.com", Upstash_Callback_Delay="5s")
    return reply.status == 400


def plain_parallelism(ask: Ask) -> Any:
    put_schedule(ask, "a")
    return ask("GET", "/v2/schedules/a").json.get("parallelism") == 0


OBSERVED: dict[str, tuple[Callable[[Ask], Any], dict[Any, Any]]] = {
    "overwriteKeepsPause": (overwritten_pause, {}),
    "overwriteKeepsCreatedAt": (overwritten_created_at, {}),
    "createStatus": (lambda ask: put_schedule(ask, "a").status, {}),
    "overwriteAnswersId": (overwrite_answer, {}),
    "deleteMissingScheduleFails": (fails("DELETE", "/v2/schedules/nope"), {}),
    "pauseMissingFails": (fails("POST", "/v2/queues/nope/pause"), {}),
    "cronDescriptors": (cron("@daily"), {}),
    "cronSeconds": (cron("0 0 0 * * *"), {}),
    "cronSundaySeven": (cron("0 0 * * 5-7"), {}),
    "cronUnknownZoneFails": (cron("CRON_TZ=Nope/X 0 0 * * *"), {True: False, False: True}),
    "showsTimeout": (shown_timeout, {"seconds": 30, "milliseconds": 30_000}),
    "showsCallbackSettings": (shown_callback_settings, {}),
    "unknownUrlGroupFails": (lambda ask: put_schedule(ask, "a", "nope").status == 404, {}),
    "sameUrlNewName": (endpoint_again({"url": "https://a.com", "name": "two"}), {"renames": "updates"}),
    "sameNameNewUrl": (endpoint_again({"url": "https://b.com", "name": "one"}), {"moves": "updates"}),
    "removeMissingEndpointFails": (removed_missing_endpoint, {}),
    "groupShowsHeaders": (shown_headers, {}),
    "pinCreatesKey": (lambda ask: ask("POST", "/v2/flowControl/k/pin?rate=1").status == 200, {}),
    "readOnlyStatus": (lambda ask: _read_only(ask), {}),
    "redactDigest": (redacted_digest, {}),
    "queueUpsertKeepsPause": (queue_pause, {}),
    "maxIdLength": (longest_id, {}),
    "maxLabels": (most_labels, {}),
    "emptyHeaderFails": (lambda ask: put_schedule(ask, "a", Upstash_Callback="").status == 400, {}),
    "decodesDestination": (decoded_destination, {}),
    "burstLimit": (burst, {}),
    "autoPauseAfter": (paused_by_itself, {}),
    "loopbackFails": (loopback, {}),
    "callbackDelayFails": (delayed_callback, {}),
    "parallelismWithoutFlowControl": (plain_parallelism, {}),
}
NUMBERS = {"maxIdLength": 8, "maxLabels": 2, "burstLimit": 3, "autoPauseAfter": 3}


def _read_only(ask: Ask) -> int:
    token = "eyJVc2VySUQiOiJvdGhlciIsIlBhc3N3b3JkIjoicHcifQ=="
    ask("PUT", "/_dev/accounts", [{"token": token, "readOnly": True}])
    return ask("POST", "/v2/queues", {"queueName": "q"}, token=token).status


def switches(ask: Ask) -> dict[str, dict[str, Any]]:
    return {switch["name"]: switch for switch in ask("GET", "/_dev/behaviour").json["switches"]}


@pytest.mark.parametrize("name", OBSERVED)
def test_a_client_notices_each_value_of_each_switch(name: str, ask: Ask) -> None:
    """Every value of a switch shows in the answers to ordinary calls."""
    observe, seen_as = OBSERVED[name]
    for value in switches(ask)[name]["choices"] or [0, NUMBERS[name]]:
        for place in ("account", "clock", "accounts", "behaviour"):
            ask("DELETE", f"/_dev/{place}")
        assert ask("PUT", "/_dev/behaviour", {name: value}).status == 200
        assert observe(ask) == seen_as.get(value, value)


def test_every_switch_is_listed_with_what_it_is_about(ask: Ask) -> None:
    """Meaning, default and evidence stand beside the value; no switch is without a test."""
    listed = switches(ask)
    assert listed.keys() == OBSERVED.keys()
    for switch in listed.values():
        assert switch["value"] == switch["default"]
        assert switch["meaning"].endswith(".")
        assert len(switch["evidence"]) > 20


def test_each_question_of_the_probe_list_has_a_switch_or_a_reason(ask: Ask) -> None:
    """The 17 entries of the list of unknowns are all taken care of."""
    told = ask("GET", "/_dev/behaviour").json
    cared = {s["probe"] for s in told["switches"]} | {entry["probe"] for entry in told["needNoSwitch"]}
    assert set(range(1, 18)) <= cared
