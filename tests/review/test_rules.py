"""Each rule on what it is about, and on what it leaves alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.previews import changed, codes, created, digest, recorded, report_of, schedule, step

from pulumi_qstash.review.attempts import lifetime
from pulumi_qstash.review.command import fails
from pulumi_qstash.review.render import render
from pulumi_qstash.review.rules import SEVERITIES, rules

ROOT = Path(__file__).parents[2]
SECRET = "[secret]"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


def test_a_quiet_schedule_meets_no_rule() -> None:
    """A schedule that does everything right draws no finding."""
    assert codes(created()) == set()


BAD: list[tuple[str, dict[str, Any]]] = [
    ("QS101", {"destination": "http://api.shop.example/job"}),
    ("QS101", {"callback": {"url": "HTTP://api.shop.example/done"}}),
    ("QS101", {"failureCallback": {"url": "http://api.shop.example/alarm"}}),
    ("QS102", {"destination": "https://localhost:3000/job"}),
    ("QS102", {"destination": "https://127.0.0.1/job"}),
    ("QS102", {"destination": "https://10.1.2.3/job"}),
    ("QS102", {"destination": "https://[::1]/job"}),
    ("QS102", {"destination": "https://api.internal/job"}),
    ("QS102", {"destination": "https://api/job"}),
    ("QS201", {"retries": None}),
    ("QS202", {"failureCallback": None}),
    ("QS204", {"delay": "400d"}),
    ("QS204", {"timeout": "3h"}),
    ("QS205", {"cron": "* * * * *", "retries": 1, "timeout": "30s"}),
    ("QS205", {"cron": "*/5 * * * *", "retries": 3}),
    ("QS205", {"cron": "*/5 * * * *", "retries": 0, "timeout": "6m"}),
    ("QS205", {"cron": "@every 1m", "retries": 2}),
    ("QS501", {"headers": {"Authorization": "Bearer abcdef123456"}}),
    ("QS501", {"headers": {"X-Api-Key": "abcdef"}}),
    ("QS501", {"headers": {"X-Other": "sk_live_abcdefgh1234"}}),
    ("QS501", {"body": '{"user": {"password": "hunter22"}}'}),
    ("QS501", {"body": f"token is {JWT}"}),
    ("QS501", {"destination": "https://joe:hunter22@api.shop.example/job"}),
    ("QS501", {"destination": "https://api.shop.example/job?api_key=abcdef"}),
    ("QS501", {"callback": {"url": "https://api.shop.example/", "headers": {"Authorization": "Basic am9lOnB3"}}}),
    ("QS502", {"headers": {"Authorization": SECRET}}),
    ("QS502", {"body": SECRET}),
    ("QS601", {"cron": "30 2 * * *", "timeZone": "Europe/Berlin"}),
    ("QS601", {"cron": "CRON_TZ=America/New_York 30 1 * * *"}),
    ("QS602", {"cron": "*/7 * * * *", "retries": 0}),
    ("QS603", {"cron": "0 0 31 2 *"}),
    ("QS604", {"cron": "0 0 * * 7"}),
]
GOOD: list[tuple[str, dict[str, Any]]] = [
    ("QS101", {"destination": "some-group"}),
    ("QS101", {"destination": SECRET}),
    ("QS102", {"destination": "https://8.8.8.8/job"}),
    ("QS201", {"retries": SECRET}),
    ("QS202", {"failureCallback": None, "cron": "*/5 * * * *"}),
    ("QS202", {"failureCallback": None, "paused": True}),
    ("QS204", {"timeout": "2h", "delay": "365d"}),
    ("QS205", {"cron": "*/5 * * * *", "retries": 3, "queue": "one-by-one"}),
    ("QS205", {"cron": "*/5 * * * *", "retries": 3, "flowControl": {"key": "k", "parallelism": 1}}),
    ("QS205", {"cron": "*/5 * * * *", "retries": 3, "retryDelay": "1000"}),
    ("QS205", {"cron": "0 9 * * *", "retries": 3}),
    ("QS501", {"headers": {"Authorization": SECRET, "Content-Type": "application/json", "X-Trace": "on"}}),
    ("QS501", {"body": '{"job": "nightly", "since": "2026-11-23", "id": "0b7d7b0e-8f5e-4f39-9a3e-0f64f0d7a9a1"}'}),
    ("QS501", {"destination": "https://api.shop.example/jobs/nightly-report-for-the-whole-company?page=2"}),
    ("QS502", {"headers": {"Authorization": SECRET}, "redact": {"headers": ["Authorization"]}}),
    ("QS502", {"body": SECRET, "redact": {"body": True}}),
    ("QS601", {"cron": "30 4 * * *", "timeZone": "Europe/Berlin"}),
    ("QS601", {"cron": "30 2 * * *"}),
    ("QS601", {"cron": "0 * * * *", "timeZone": "Europe/Berlin"}),
]


@pytest.mark.parametrize(("code", "properties"), BAD)
def test_a_rule_sees_what_it_is_about(code: str, properties: dict[str, Any]) -> None:
    """The rule finds the property that it is about."""
    assert code in codes(created(**properties))


@pytest.mark.parametrize(("code", "properties"), GOOD)
def test_a_rule_leaves_the_rest_alone(code: str, properties: dict[str, Any]) -> None:
    """The rule says nothing where its reason does not hold."""
    assert code not in codes(created(**properties))


def test_a_run_much_more_often_is_told() -> None:
    """Three times as often with ten more runs a day is told of; twice as often, or once a day more, is not."""
    assert "QS301" in codes(changed({"cron": "*/5 * * * *"}, {"cron": "* * * * *"}))
    assert "QS301" not in codes(changed({"cron": "*/5 * * * *"}, {"cron": "*/3 * * * *"}))
    assert "QS301" not in codes(changed({"cron": "0 0 * * 0"}, {"cron": "0 0 * * *"}))


def test_everything_at_minute_0_is_told() -> None:
    """Five schedules that all run at minute 0 are a pile, four are none, and spread ones are none."""
    pile = [step("create", f"job-{number}", None, schedule(f"0 {number} * * *")) for number in range(5)]
    assert "QS302" in codes(report_of(digest(*pile)))
    assert "QS302" not in codes(report_of(digest(*pile[:4])))
    spread = [step("create", f"job-{number}", None, schedule(f"{number} {number} * * *")) for number in range(5)]
    assert "QS302" not in codes(report_of(digest(*spread)))


@pytest.mark.parametrize(
    ("count", "expected"), [(11, {"QS303"}), (9, {"QS304"}), (8, {"QS304"}), (7, set()), (10, {"QS304"})]
)
def test_the_number_of_schedules_of_a_plan(count: int, expected: set[str]) -> None:
    """Above ten schedules the free plan is exceeded, from eight on it is near."""
    steps = [step("create", f"job-{number}", None, schedule(f"{number} 9 * * *")) for number in range(count)]
    assert codes(report_of(digest(*steps), plan="free")) & {"QS303", "QS304"} == expected


def test_messages_a_day_of_a_plan() -> None:
    """1,440 messages a day are too many for the free plan."""
    report = report_of(digest(step("create", "job", None, schedule("* * * * *"))), plan="free")
    assert "QS303" in codes(report)


def test_parallelism_of_a_queue_beyond_the_plan() -> None:
    """A queue on the free plan sends at most two messages at once."""
    steps = step("create", "q", None, {"queueName": "q", "parallelism": 3}, kind="Queue")
    assert "QS204" in codes(report_of(digest(steps), plan="free"))
    assert "QS204" not in codes(report_of(digest(steps)))


def test_a_deleted_group_or_queue_that_is_still_named() -> None:
    """Deleting what an unchanged schedule names is danger; deleting both together is none."""
    group = step("delete", "team", {"groupName": "team", "endpoints": []}, kind="UrlGroup")
    queue = step("delete", "line", {"queueName": "line"}, kind="Queue")
    user = schedule(destination="team", queue="line")
    found = report_of(digest(group, queue, step("same", "job", user, user), same=1)).findings
    assert [each.path for each in found if each.rule.code == "QS401"] == ["destination", "queue"]
    assert "QS401" not in codes(report_of(digest(group, queue, step("delete", "job", user))))
    renamed = step("create", "team2", None, {"groupName": "team", "endpoints": []}, kind="UrlGroup")
    assert "QS401" not in codes(
        report_of(
            digest(group, renamed, step("same", "job", schedule(destination="team"), schedule(destination="team")))
        )
    )


def test_a_group_that_nobody_declares() -> None:
    """A schedule to a URL group outside of a completely known stack is told; in a part of a stack nothing is known."""
    steps = step("create", "job", None, schedule(destination="elsewhere"))
    assert "QS402" in codes(report_of(digest(steps, same=0)))
    assert "QS402" not in codes(report_of(digest(steps, same=3)))


def test_signing_keys_that_nobody_reads() -> None:
    """A completely known stack that never reads the signing keys gets a note, one that does gets none."""
    steps = [step("create", "job", None, schedule())]
    assert "QS203" in codes(report_of(digest(*steps, same=0)))
    assert "QS203" not in codes(report_of(digest(*steps, step("read", "keys", {}, {}, kind="SigningKeys"), same=0)))
    assert "QS203" not in codes(report_of(digest(*steps, same=2)))


def test_what_held_before_is_told_apart() -> None:
    """A finding that the resource drew before too is marked, and a new one is not."""
    report = changed({"retries": None}, {"retries": None, "destination": "http://api.shop.example/job"})
    assert {each.rule.code: each.already for each in report.findings if each.name} == {"QS101": False, "QS201": True}


def test_rules_are_switched_off_by_code() -> None:
    """An ignored rule says nothing, and the others still do."""
    steps = digest(step("create", "job", None, schedule(retries=None, destination="http://api.shop.example/job")))
    assert codes(report_of(steps, ignore=("QS201",))) == {"QS101"}


@pytest.mark.parametrize(
    ("properties", "shut"),
    [({}, ()), ({"retries": None}, ("note",)), ({"destination": "http://a.example/"}, ("note", "warning")),
     ({"cron": "0 0 31 2 *"}, ("note", "warning", "danger"))],
)  # fmt: skip
def test_the_gate_shuts_at_its_severity_and_above(properties: dict[str, Any], shut: tuple[str, ...]) -> None:
    """--fail-on counts findings of its own severity and of those above."""
    report = created(**properties)
    assert tuple(severity for severity in SEVERITIES if fails(report, severity)) == shut


def test_a_failed_preview_shuts_every_gate() -> None:
    """No gate lets a preview pass that did not come to its end."""
    assert fails(recorded("failed"), "danger")


@pytest.mark.parametrize(
    ("properties", "seconds"),
    [
        # e^2.5 + e^5 + e^7.5 seconds, as QStash's page on retries lists them: 12s, 2m28s, 30m8s.
        ({"retries": 3}, 12 + 148 + 1808),
        ({"retries": 0, "timeout": "90s"}, 90),
        ({"retries": 2, "retryDelay": "1000 * (1 + retried)", "timeout": "10s"}, 30 + 1 + 2),
        ({"retries": 3, "retryDelay": "pow(2, retried) * 1000"}, 7),
        ({"retries": 2, "retryDelay": "max(1000, min(retried, 5)) - -500 / 1"}, 3),
    ],
)
def test_how_long_a_message_can_live(properties: dict[str, Any], seconds: int) -> None:
    """Attempts and waits together, for QStash's own backoff and for a program's."""
    found = lifetime(properties)
    assert found is not None
    assert found.total == seconds


@pytest.mark.parametrize(
    "expression", ["__import__('os')", "retried.x", "1 if retried else 2", "9**9**9", "(", "open(1)"]
)
def test_no_other_code_runs_in_a_retry_delay(expression: str) -> None:
    """What is no expression of QStash's is left uncounted, never run."""
    assert lifetime({"retries": 1, "retryDelay": expression}) is None


def test_clock_changes_are_dated() -> None:
    """A clock change is told with its day, and the sooner one first."""
    report = report_of(
        digest(step("create", "job", None, schedule("30 2 * * *", timeZone="Europe/Berlin"))),
        at=datetime(2027, 6, 1, tzinfo=UTC),
    )
    message = next(each.message for each in report.findings if each.rule.code == "QS601")
    assert message.index("31 October 2027") < message.index("26 March 2028")


def test_every_rule_has_its_page() -> None:
    """Every rule is explained in the docs under its own anchor, with title and severity as in the code."""
    text = (ROOT / "docs" / "review" / "rules.md").read_text()
    for rule in rules():
        assert re.search(
            rf'<a id="{rule.code.lower()}"></a>\n+### {rule.code} · {re.escape(rule.title)}\n+\*{rule.severity}\*', text
        ), rule.code
    assert len(re.findall(r"^### QS", text, re.MULTILINE)) == len(rules())


def test_every_rule_says_one_sentence_of_reason_and_of_remedy() -> None:
    """Reasons and remedies are sentences."""
    for rule in rules():
        assert rule.severity in SEVERITIES
        assert re.fullmatch(r"QS\d{3}", rule.code)
        assert rule.reason.endswith(".")
        assert rule.remedy.endswith(".")


def test_more_at_once_than_the_plan_delivers() -> None:
    """More deliveries in one minute than the plan makes at once are told, and are no refusal."""
    crowd = [step("create", f"job-{index}", None, schedule("7 9 * * *")) for index in range(11)]
    assert "QS305" in codes(report_of(digest(*crowd), plan="free"))
    assert "QS305" not in codes(report_of(digest(*crowd[:10]), plan="free"))
    assert "QS305" not in codes(report_of(digest(*crowd)))


def test_who_deleted_what_a_schedule_names() -> None:
    """In a report on drift it is not this change that deletes a URL group."""
    group, user = {"groupName": "team", "endpoints": []}, schedule(destination="team")
    gone = digest(step("delete", "team", group, kind="UrlGroup"), step("refresh", "job", user, user))
    gone["steps"][0]["op"] = "refresh"
    found = next(each for each in report_of(gone).findings if each.rule.code == "QS401")
    assert "which was deleted outside of Pulumi" in found.message


def test_drift_says_nothing_of_the_program() -> None:
    """A refresh runs no program, so that nothing is said on the keys that it reads."""
    before, after = schedule(), schedule("0 10 * * *")
    drift = digest(step("update", "job", before, after), same=0)
    assert "QS203" in codes(report_of(drift))
    drift["steps"][0]["op"] = "refresh"
    assert "QS203" not in codes(report_of(drift))


def test_a_finding_belongs_to_one_resource() -> None:
    """A schedule and a queue of the same name do not share their findings."""
    queue = step("create", "mail", None, {"queueName": "mail", "parallelism": 1}, kind="Queue")
    report = report_of(digest(step("create", "mail", None, schedule(retries=None)), queue))
    assert {each.urn for each in report.findings if each.rule.code == "QS201"} == {report.items[0].urn}
    blocks = render(report, "markdown").split("<details>")
    assert "QS201" in next(each for each in blocks if each.startswith("<summary>schedule"))
    assert "QS201" not in next(each for each in blocks if each.startswith("<summary>queue"))


def test_a_message_leaves_the_full_stop_to_the_reader() -> None:
    """A message is a clause: whoever shows it puts the full stop, once."""
    odd = schedule("@every 90m", retries=None, destination="http://localhost/", failureCallback=None)
    found = [*report_of(digest(step("create", "job", None, odd))).findings, *recorded("secret").findings]
    assert found
    assert not [each.message for each in found if each.message.endswith(".")]
