"""The admin API: what it tells, what it sets, and what it keeps to itself."""

from __future__ import annotations

import http.client
import time

import pytest

from pulumi_qstash.devserver import DevServer

from .conftest import Ask, asker, put_schedule

OTHER = "eyJVc2VySUQiOiJvdGhlciIsIlBhc3N3b3JkIjoicHcifQ=="


def test_requests_are_told_in_order(ask: Ask) -> None:
    """Each API request is told with method, raw path and status, and nothing else; admin calls are not."""
    put_schedule(ask, "a", "https://e.com/x?y=1")
    ask("GET", "/v2/schedules/nope")
    ask("GET", "/_dev/latency")
    assert ask("GET", "/_dev/requests").json == [
        {"method": "POST", "path": "/v2/schedules/https://e.com/x?y=1", "status": 200},
        {"method": "GET", "path": "/v2/schedules/nope", "status": 404},
    ]
    assert ask("DELETE", "/_dev/requests").status == 204
    assert ask("GET", "/_dev/requests").json == []


@pytest.mark.parametrize("name", ["qstash_token", "QSTASH_TOKEN", "qstash%5Ftoken"])
def test_requests_never_tell_a_token(name: str, ask: Ask) -> None:
    """A token in a query is blinded, however its name is written."""
    ask("GET", f"/v2/schedules?a=b&{name}=secret&c=d", token=None)
    assert [r["path"] for r in ask("GET", "/_dev/requests").json] == [f"/v2/schedules?a=b&{name}=…&c=d"]


def test_latency_delays_api_calls_alone(server: DevServer, ask: Ask) -> None:
    """While an API call waits, the admin API answers, and the call has no status yet."""
    ask("PUT", "/_dev/latency", {"ms": 60_000})
    host = server.url.removeprefix("http://")
    waiting = http.client.HTTPConnection(host)
    waiting.request("GET", "/v2/keys", headers={"Authorization": f"Bearer {server.token}"})
    deadline = time.monotonic() + 20
    while not (told := ask("GET", "/_dev/requests").json) and time.monotonic() < deadline:
        time.sleep(0.01)
    waiting.close()
    assert told == [{"method": "GET", "path": "/v2/keys", "status": None}]
    assert ask("GET", "/_dev/latency").json == {"ms": 60_000}


def test_each_token_opens_its_own_account(ask: Ask) -> None:
    """Two users see their own objects; two tokens of one user see the same; others are refused."""
    again = "eyJVc2VySUQiOiJvdGhlciIsIlBhc3N3b3JkIjoieCJ9"
    ask("PUT", "/_dev/accounts", [{"token": OTHER}, {"token": again, "readOnly": True}, {"token": "opaque"}])
    ask("POST", "/v2/queues", {"queueName": "q"}, token=OTHER)
    seen = {token: ask("GET", "/v2/queues", token=token).json for token in (OTHER, again, "opaque")}
    assert [len(queues) for queues in seen.values()] == [1, 1, 0]
    assert ask("GET", "/v2/queues").status == 401
    assert OTHER not in ask("GET", "/_dev/accounts").text


@pytest.mark.parametrize("status", [401, 403])
def test_a_read_only_token_reads_and_never_writes(status: int, ask: Ask) -> None:
    """Writes are refused with the status that the switch says; reads work."""
    put_schedule(ask, "a")
    ask("PUT", "/_dev/accounts", [{"token": OTHER, "readOnly": True}])
    ask("PUT", "/_dev/behaviour", {"readOnlyStatus": status})
    assert ask("GET", "/v2/keys", token=OTHER).status == 200
    writes = [
        ("POST", "/v2/queues"),
        ("DELETE", "/v2/topics/a"),
        ("PATCH", "/v2/schedules/a/pause"),
        ("POST", "/v2/keys/rotate"),
    ]
    assert {ask(method, path, {"queueName": "q"}, token=OTHER).status for method, path in writes} == {status}


def test_a_token_of_another_region_is_404_with_that_text(ask: Ask) -> None:
    """The text is the one that users met, and no object is "gone"."""
    ask("PUT", "/_dev/accounts", [{"token": OTHER, "region": "us-east-1"}])
    reply = ask("GET", "/v2/schedules/a", token=OTHER)
    assert (reply.status, reply.error) == (404, "user (other) not found in this region (eu-central-1)")


def test_the_clock_stands_where_it_is_set_until_it_runs_again(ask: Ask) -> None:
    """A set clock decides next and last runs to the millisecond."""
    ask("PUT", "/_dev/clock", {"now": "2026-11-23T10:00:00Z"})
    put_schedule(ask, "a", Upstash_Cron="CRON_TZ=Europe/Berlin 30 9 * * *")
    read = ask("GET", "/v2/schedules/a").json
    assert read["createdAt"] == 1_795_428_000_000
    assert read["nextScheduleTime"] == 1_795_509_000_000  # 24 November, 08:30 UTC
    assert "lastScheduleTime" not in read
    ask("PUT", "/_dev/clock", {"now": "2026-11-26T10:00:00+00:00"})
    read = ask("GET", "/v2/schedules/a").json
    assert (read["lastScheduleTime"], read["nextScheduleTime"]) == (1_795_681_800_000, 1_795_768_200_000)
    assert ask("DELETE", "/_dev/clock").json["stands"] is False


def test_a_paused_schedule_has_no_runs(ask: Ask) -> None:
    """The last run is the one before the pause, and the next one goes on being told."""
    ask("PUT", "/_dev/clock", {"now": "2026-11-23T10:00:00Z"})
    put_schedule(ask, "a", Upstash_Cron="0 * * * *")
    ask("PUT", "/_dev/clock", {"now": "2026-11-23T12:30:00Z"})
    ask("POST", "/v2/schedules/a/pause")
    ask("PUT", "/_dev/clock", {"now": "2026-11-25T12:30:00Z"})
    read = ask("GET", "/v2/schedules/a").json
    assert (read["lastScheduleTime"], read["nextScheduleTime"]) == (1_795_435_200_000, 1_795_611_600_000)
    ask("POST", "/v2/schedules/a/resume")
    assert ask("GET", "/v2/schedules/a").json["lastScheduleTime"] == 1_795_435_200_000


def test_a_switch_says_in_json_what_it_takes(ask: Ask) -> None:
    """What stands in the refusal can be sent as it stands there."""
    assert ask("PUT", "/_dev/behaviour", {"overwriteKeepsPause": "yes"}).error.endswith('"yes": it takes true, false.')
    assert ask("PUT", "/_dev/behaviour", {"createStatus": True}).error.endswith("true: it takes 200, 201.")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("latency", {"ms": -1}), ("latency", {"seconds": 1}), ("latency", []), ("latency", b"{"),
        ("faults", {"rate": 2}), ("faults", {"rate": 0.1, "kinds": ["fire"]}), ("faults", {"rate": 0.1, "kinds": []}),
        ("accounts", {}), ("accounts", [{"token": ""}]), ("accounts", [{"token": "x", "admin": True}]),
        ("clock", {"now": "yesterday"}), ("clock", {"now": "2026-11-23T10:00:00"}), ("clock", {"now": 5}),
        ("behaviour", {"noSuchSwitch": True}), ("behaviour", {"overwriteKeepsPause": "yes"}),
        ("behaviour", {"overwriteKeepsPause": True, "createStatus": 204}), ("behaviour", []),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_are_refused_whole(path: str, body: object, ask: Ask) -> None:
    """One sentence with the way out, and nothing of it is taken over."""
    before = ask("GET", f"/_dev/{path}").json
    reply = ask("PUT", f"/_dev/{path}", body)
    assert reply.status == 400
    assert reply.error.endswith(".")
    after = ask("GET", f"/_dev/{path}").json
    assert {**after, "now": 0} == {**before, "now": 0} if path == "clock" else after == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example.com"},
        {"Origin": "https://evil.example.com"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "127.0.0.1.evil.example.com"},
    ],
)
@pytest.mark.parametrize("path", ["/_dev/requests", "/v2/queues"])
def test_a_web_page_cannot_drive_the_server(headers: dict[str, str], path: str, ask: Ask) -> None:
    """Neither another host's name nor another origin reaches the admin API or the API."""
    method = "DELETE" if path.startswith("/_dev") else "POST"
    reply = ask(method, path, {"queueName": "q"}, **headers)
    assert reply.status == 403
    assert "access-control-allow-origin" not in reply.headers
    assert ask("GET", "/v2/queues").json == []


def test_the_own_page_may_call_the_admin_api(server: DevServer, ask: Ask) -> None:
    """The same origin is no foreign page."""
    assert ask("GET", "/_dev/requests", Origin=server.url, Sec_Fetch_Site="same-origin").status == 200


def test_two_servers_share_nothing() -> None:
    """Servers in one process have their own objects, requests and settings."""
    with DevServer() as one, DevServer() as two:
        asker(one)("POST", "/v2/queues", {"queueName": "q"})
        asker(one)("PUT", "/_dev/latency", {"ms": 1})
        assert asker(two)("GET", "/_dev/requests").json == []
        assert asker(two)("GET", "/v2/queues").json == []
        assert asker(two)("GET", "/_dev/latency").json == {"ms": 0}
