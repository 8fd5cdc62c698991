"""What a check answers beside problems: normal inputs, ids, words; and what it never says."""

from __future__ import annotations

from typing import Any

import pytest
from support.bad_inputs import LEGAL, bad_inputs, rules

from pulumi_qstash import cron
from pulumi_qstash.model import FLOW_CONTROL, KINDS, QUEUE, SCHEDULE, UNKNOWN, URL_GROUP, Checked, Context

URL = "https://a.example.com/run"
BASE = {"destination": URL, "cron": "0 3 * * *"}


def check(news: dict[str, Any], olds: dict[str, Any] | None = None, **context: Any) -> Checked:
    return SCHEDULE.check(BASE | news, olds or {}, Context(**context))


def inputs(news: dict[str, Any], olds: dict[str, Any] | None = None, **context: Any) -> dict[str, Any]:
    checked = check(news, olds, **context)
    assert checked.problems == ()
    return checked.inputs


@pytest.mark.parametrize("kind", [SCHEDULE, QUEUE, URL_GROUP], ids=lambda kind: kind.name)
def test_an_id_that_is_not_given_is_made_and_kept(kind) -> None:
    """The automatic id is taken once, and stays what it was when the resource is renamed."""
    news = LEGAL[kind.name] | {"__logicalName": "shop-dev-old"}
    first = kind.check(news, {}, Context()).inputs
    assert first[kind.id_property] == "shop-dev-old"
    renamed = kind.check(news | {"__logicalName": "shop-dev-new"}, first, Context()).inputs
    assert renamed[kind.id_property] == "shop-dev-old"
    assert "__logicalName" not in renamed


def test_an_id_that_is_given_is_taken() -> None:
    """A declared id goes before the old one and before the automatic one."""
    given = {"scheduleId": "mine", "__logicalName": "shop-dev-x"}
    assert inputs(given, {"scheduleId": "old"})["scheduleId"] == "mine"


def test_words_stay_while_cron_and_zone_do() -> None:
    """`runs` is kept from the old inputs as long as cron and zone are the same, and made anew otherwise."""
    olds = BASE | {"runs": "as an older release said it"}
    assert inputs({}, olds)["runs"] == olds["runs"]
    assert inputs({"retries": 5}, olds)["runs"] == olds["runs"]
    assert inputs({"cron": "0 4 * * *"}, olds)["runs"] == cron.runs(cron.parse("0 4 * * *"))
    berlin = cron.runs(cron.parse("0 3 * * *", time_zone="Europe/Berlin"))
    assert inputs({"timeZone": "Europe/Berlin"}, olds)["runs"] == berlin
    assert inputs({"runs": "what a program may say"})["runs"] == cron.runs(cron.parse("0 3 * * *"))


@pytest.mark.parametrize("unknown", ["cron", "timeZone"])
def test_words_of_the_unknown_are_unknown(unknown: str) -> None:
    """As long as cron or zone are not known, neither are the words."""
    assert inputs({unknown: UNKNOWN})["runs"] is UNKNOWN


def test_numbers_and_callbacks_are_normalised() -> None:
    """Floats that are whole become whole numbers, a callback that is a text becomes one with settings."""
    given = {"retries": 5.0, "callback": URL, "flowControl": {"key": "k", "parallelism": 2.0}}
    found = inputs(given)
    assert (found["retries"], found["callback"]) == (5, {"url": URL})
    assert isinstance(found["retries"], int)
    assert isinstance(found["flowControl"]["parallelism"], int)


def test_none_is_absent() -> None:
    """None at any depth is the same as nothing, as it is on Pulumi's wire."""
    given = {"retries": None, "callback": {"url": URL, "method": None}, "headers": {"A": "1", "B": None}}
    found = inputs(given)
    assert "retries" not in found
    assert (found["callback"], found["headers"]) == ({"url": URL}, {"A": "1"})


def test_defaults_are_not_put_in() -> None:
    """What the program does not set does not enter the inputs."""
    assert set(inputs({"__logicalName": "x"})) == {"destination", "cron", "scheduleId", "runs"}


def test_a_stack_of_a_pull_request_is_paused() -> None:
    """With `qstash:paused` every schedule is declared paused, whatever the program says; nothing else is."""
    assert inputs({}, pause_all=True)["paused"] is True
    assert inputs({"paused": False}, pause_all=True)["paused"] is True
    assert "paused" not in QUEUE.check({"queueName": "q"}, {}, Context(pause_all=True)).inputs


@pytest.mark.parametrize("host", ["localhost:3000", "127.0.0.1", "[::1]:8080", "192.168.1.10", "app", "db.internal"])
def test_a_local_server_reaches_local_hosts(host: str) -> None:
    """Where the server itself is on loopback, private destinations are right; elsewhere they are refused."""
    local = {"destination": f"http://{host}/run", "callback": f"http://{host}/done"}
    assert check(local, loopback_allowed=True).problems == ()
    assert {p.path for p in check(local).problems} == {"destination", "callback.url"}


def test_all_problems_at_once() -> None:
    """Each thing that is wrong is told in the same answer, in the order of the declaration."""
    found = check(
        {
            "crno": 1,
            "destination": "ftp://x.example.com",
            "cron": "* *",
            "retries": -1,
            "headers": {"A B": "x\n", "C": 5},
            "callback": {"url": "x", "retires": 1},
            "body": "a",
            "bodyBase64": "AA==",
            "flowControl": {"key": "k", "rate": 0},
            "redact": {"headers": ["D"]},
        }
    )
    assert [p.path for p in found.problems] == [
        "destination",
        "cron",
        "bodyBase64",
        'headers["A B"]',
        'headers["A B"]',
        "headers.C",
        "retries",
        "callback.url",
        "callback.retires",
        "flowControl.rate",
        "flowControl.rate",
        "redact.headers[0]",
        "crno",
    ]


def test_the_plan_counts_only_where_it_is_said() -> None:
    """A plan's limits are looked at when the plan is known, and not otherwise."""
    assert check({"delay": "30d"}).problems == ()
    assert [p.path for p in check({"delay": "30d"}, plan="free").problems] == ["delay"]
    assert check({"delay": "30d"}, plan="payg").problems == ()


ENDLESS = "9" * 5000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cron", f"{ENDLESS} * * * *"),
        ("cron", f"@every {ENDLESS}s"),
        ("timeZone", ENDLESS),
        ("delay", f"{ENDLESS}s"),
        ("timeout", f"0.{ENDLESS}s"),
        ("retryDelay", ENDLESS),
    ],
)
def test_numbers_of_thousands_of_digits_are_problems(name: str, value: str) -> None:
    """A number that Python itself cannot read is refused at its property like any other that is too large."""
    assert [p.path for p in check({name: value}).problems] == [name]


@pytest.mark.parametrize(
    ("typo", "meant"),
    [
        ("crn", "cron"),
        ("timezone", "timeZone"),
        ("time_zone", "timeZone"),
        ("schedule_id", "scheduleId"),
        ("header", "headers"),
        ("failure_callback", "failureCallback"),
        ("label", "labels"),
        ("url", "destination"),
        ("retrys", "retries"),
        ("pause", "paused"),
    ],
)
def test_a_misspelt_property_is_told_its_name(typo: str, meant: str) -> None:
    """A property that does not exist is answered with the one that was meant."""
    (problem,) = check({typo: "x"}).problems
    assert f"did you mean {meant}?" in problem.reason


HUSH = "hush-hush"


@pytest.mark.parametrize(
    "news",
    [
        {"headers": {"X-A": f"{HUSH}\n"}},
        {"headers": {"X-A": f"{HUSH}é"}},
        {"headers": {"X-A": [HUSH]}},
        {"headers": HUSH},
        {"headers": {"X-A": f" {HUSH}"}},
        {"headers": {"X-A": f"REDACTED:{HUSH}"}},
        {"body": [HUSH]},
        {"body": {"a": HUSH}},
        {"body": f"{HUSH}\ud800"},
        {"bodyBase64": HUSH},
        {"body": HUSH, "bodyBase64": HUSH},
        {"bdoy": HUSH},
        {"Headers": {"Authorization": HUSH}},
        {"callback": {"url": URL, "headers": {"X-A": f"{HUSH}\n"}}},
        {"callback": {"url": URL, "headers": HUSH}},
        {"callback": {"url": URL, "header": {"X-A": HUSH}}},
        {"callback": [HUSH]},
        {"failureCallback": {"url": f"https://user:{HUSH}@a.example.com"}},
        {"destination": f"https://x:{HUSH}@a.example.com"},
        {"destination": f"https://a.example.com/?qstash_token={HUSH}"},
        {"destination": f"https://localhost/?key={HUSH}"},
        {"callback": f"ftp://a.example.com/?key={HUSH}"},
    ],
)
def test_no_message_shows_what_may_be_secret(news: dict[str, Any]) -> None:
    """Values of headers, bodies and callbacks, and credentials in URLs, are in no reason, and are marked."""
    problems = check(news).problems
    assert problems
    for problem in problems:
        assert HUSH not in problem.reason
        assert HUSH not in problem.path
        assert problem.sensitive


def test_what_is_not_secret_is_not_marked() -> None:
    """A problem with an ordinary property is shown with its value."""
    assert [p.sensitive for p in check({"cron": "* *", "retries": -1, "delay": "5"}).problems] == [False] * 3


@pytest.mark.parametrize("rule", [r for r in rules() if not r.startswith("plan-")])
def test_unknown_neighbours_do_not_hide_a_problem(rule: str) -> None:
    """A problem is told even where another property is not known yet."""
    bad = bad_inputs(rule)[0]
    free = [s.wire for s in bad.kind.fields if s.wire not in bad.inputs() and s.wire in ("labels", "method", "adopt")]
    found = bad.kind.check(bad.inputs() | dict.fromkeys(free, UNKNOWN), {}, Context())
    assert (bad.path, rule) in {(p.path, p.code) for p in found.problems}


def test_a_check_leaves_its_arguments_alone() -> None:
    """The inputs and the old inputs are not written to."""
    news = BASE | {"headers": {"A": None, "B": "1"}, "callback": URL, "__logicalName": "x"}
    olds = {"scheduleId": "y"}
    before = repr((news, olds))
    SCHEDULE.check(news, olds, Context(pause_all=True))
    assert repr((news, olds)) == before


def test_kinds() -> None:
    """The four kinds, as other rooms name them."""
    assert [(k.name, k.noun, k.id_property) for k in KINDS] == [
        ("Schedule", "schedule", "scheduleId"),
        ("Queue", "queue", "queueName"),
        ("UrlGroup", "URL group", "groupName"),
        ("FlowControl", "flow-control key", "key"),
    ]
    assert SCHEDULE.secret_paths() == ["body", "bodyBase64", "headers", "callback.headers", "failureCallback.headers"]
    assert FLOW_CONTROL.spec("key").replaces
