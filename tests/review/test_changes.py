"""What a report says of each resource: what happens, what that means, what is lost."""

from __future__ import annotations

import pytest
from support.previews import changed, digest, report_of, schedule, step

from pulumi_qstash.review.render.rows import comparison
from pulumi_qstash.review.report import Item, Report


def settings(report: Report) -> dict[str, tuple[str, str, str]]:
    """What differs: before, after, what it means."""
    return {each.name: (each.before, each.after, each.meaning) for each in report.items[0].settings}


def item(report: Report, name: str) -> Item:
    """The item of a resource."""
    return next(each for each in report.items if each.name == name)


@pytest.mark.parametrize(
    ("before", "after", "name", "said"),
    [
        ({"retries": 3}, {"retries": 0}, "retries", "a failed run is not tried again"),
        ({"retries": 3}, {"retries": None}, "retries", "default (3 today) holds"),
        ({"timeout": "10s"}, {"timeout": "1m"}, "timeout", "longer than 1m counts as failed"),
        ({"delay": "10s"}, {"delay": "90s"}, "delay", "delivered 1m30s after its run"),
        ({"paused": False}, {"paused": True}, "paused", "left out, and not made up for"),
        ({"paused": True}, {"paused": False}, "paused", "runs again"),
        ({"paused": True}, {"paused": None}, "paused", "no longer managed"),
        ({"queue": None}, {"queue": "line"}, "queue", "wait in order"),
        ({}, {"failureCallback": None}, "failureCallback", "nobody is told"),
        ({"destination": "team"}, {}, "destination", "one URL instead of a URL group"),
        ({"destination": "https://api.shop.example/old"}, {}, "destination", "the same host"),
        ({"timeZone": None}, {"timeZone": "Europe/Berlin"}, "timeZone", "read in Europe/Berlin instead of UTC"),
        (
            {"headers": {"A": "1", "B": "2"}},
            {"headers": {"B": "3", "C": "4"}},
            "headers",
            "added: C; removed: A; changed: B",
        ),
    ],
)
def test_what_a_changed_setting_means(
    before: dict[str, object], after: dict[str, object], name: str, said: str
) -> None:
    """A changed setting is told with what it means for the schedule."""
    assert said in settings(changed(before, after))[name][2]


def test_a_changed_secret_is_told_as_changed() -> None:
    """Where both sides are secret the engine's word that it changed is kept."""
    both = schedule(body="[secret]")
    report = report_of(digest(step("update", "job", both, both, diffReasons=["body"])))
    assert settings(report)["body"][:2] == ("(secret)", "(secret), changed")


def test_a_pause_outlives_an_update_that_does_not_say() -> None:
    """A schedule that is paused stays paused where the program does not manage its pause."""
    report = changed({"cron": "0 * * * *", "paused": True}, {"cron": "*/5 * * * *"})
    side = report.items[0].after
    assert side is not None
    assert side.paused
    assert report.after.messages_per_day == 0
    assert report.after.active == 0
    assert changed({"paused": True}, {"paused": False}).after.active == 1


def test_a_rename_without_an_alias_loses_nothing() -> None:
    """Where another resource of the change keeps the object, its deletion is said to lose nothing live."""
    properties = schedule(scheduleId="shop-prod-job")
    report = report_of(digest(step("create", "new", None, properties), step("delete", "old", properties)))
    assert "nothing live is lost" in item(report, "old").losses[0]
    alone = report_of(digest(step("delete", "old", properties)))
    assert "No further run" in alone.items[0].losses[0]


def test_a_retained_resource_is_let_go() -> None:
    """A deletion that keeps the object is told as letting it go."""
    gone = step("delete", "job", schedule())
    gone["oldState"]["retainOnDelete"] = True
    report = report_of(digest(gone))
    assert report.items[0].action == "let go"
    assert "stays in QStash" in report.items[0].losses[0]


def test_a_takeover_says_that_it_overwrites() -> None:
    """A create with adopt is told as a takeover of what may be there."""
    report = report_of(digest(step("create", "job", None, schedule(adopt=True))))
    assert report.items[0].action == "take over"
    assert "overwritten as a whole" in report.items[0].losses[0]
    assert "1 schedule taken over" in report.headline


def test_a_replacement_names_both_ids() -> None:
    """A replacement says which setting forces it, the old id and the new one, and what that loses."""
    before, after = schedule(scheduleId="old-id"), schedule(scheduleId="new-id")
    report = report_of(digest(step("replace", "job", before, after, replaceReasons=["scheduleId"])))
    found = report.items[0]
    assert (found.identity, found.new_identity) == ("old-id", "new-id")
    assert [each.name for each in found.settings if each.replaces] == ["scheduleId"]
    assert any("history of runs starts anew" in each for each in found.losses)


def test_next_runs_are_told_in_both_clocks() -> None:
    """The next runs are told on the schedule's own clock and in UTC, with both days where they differ."""
    report = report_of(digest(step("create", "job", None, schedule("30 3 * * *", timeZone="Asia/Tokyo"))))
    row = next(each for each in comparison(report.items[0]) if each.label == "next runs")
    assert row.after[0] == "Tue 24 Nov 03:30 · Mon 23 Nov 18:30 UTC"
    assert len(row.after) == 5


def test_schedules_come_first_and_the_largest_change_first() -> None:
    """A reader sees what changes most at the top."""
    report = report_of(
        digest(
            step("create", "line", None, {"queueName": "line"}, kind="Queue"),
            step("create", "small", None, schedule("0 0 * * *")),
            step("create", "large", None, schedule("* * * * *")),
        )
    )
    assert [each.name for each in report.items] == ["large", "small", "line"]


def test_a_schedule_to_a_group_that_grows() -> None:
    """A URL group's new endpoint multiplies the messages of the schedules that name it, changed or not."""
    group = {"groupName": "team", "endpoints": [{"url": "https://a.shop.example"}]}
    grown = {**group, "endpoints": [*group["endpoints"], {"url": "https://b.shop.example"}]}
    user = schedule("0 * * * *", destination="team")
    report = report_of(
        digest(step("update", "team", group, grown, kind="UrlGroup"), step("same", "job", user, user), same=1)
    )
    assert (report.before.messages_per_day, report.after.messages_per_day) == (24, 48)
    assert "2 messages for each run instead of 1" in report.items[0].settings[0].meaning


def test_what_is_let_go_still_sends() -> None:
    """An object that stays in QStash goes on sending, and the sums say so."""
    gone = step("delete", "job", schedule("0 * * * *"))
    gone["oldState"]["retainOnDelete"] = True
    report = report_of(digest(gone))
    assert (report.before.messages_per_day, report.after.messages_per_day) == (24, 24)
    assert "messages stay at 24 a day" in report.headline


def test_a_replacement_that_keeps_the_old_object_says_so() -> None:
    """Where the old object of a replacement stays in QStash, two of them run."""
    swap = step("replace", "job", schedule(scheduleId="old"), schedule(scheduleId="new"), replaceReasons=["scheduleId"])
    swap["oldState"]["retainOnDelete"] = True
    assert "stays in QStash as it is, beside the new one" in report_of(digest(swap)).items[0].losses[0]


def test_a_paused_schedule_has_no_next_run() -> None:
    """No run is named for a schedule that is paused."""
    report = changed({"paused": None}, {"paused": True})
    row = next(each for each in comparison(report.items[0]) if each.label == "next runs")
    assert len(row.before) == 5
    assert row.after == ("none while paused",)
