"""The numbers of a report, against plain enumeration of every minute."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.minutes import matching_minutes
from support.previews import AT, digest, recorded, report_of, schedule, step

from pulumi_qstash import cron as crons
from pulumi_qstash.review.clocks import irregular_runs
from pulumi_qstash.review.plans import PLANS
from pulumi_qstash.review.render.page_data import packed
from pulumi_qstash.review.render.sums import sums
from pulumi_qstash.review.report import Report
from pulumi_qstash.review.week import HOURS, Runs, Week

WEEK = Week.around(AT)
#: Weeks with a clock change: of New York, of Berlin and New York, of Berlin.
CHANGES = [datetime(2026, 10, 23, tzinfo=UTC), datetime(2026, 10, 29, tzinfo=UTC), datetime(2027, 3, 26, tzinfo=UTC)]
EXPRESSIONS = [
    ("* * * * *", None),
    ("*/5 * * * *", None),
    ("*/7 3-5 * * *", "Europe/Berlin"),
    ("30 2 * * *", "Europe/Berlin"),
    ("30 1 * * *", "America/New_York"),
    ("0 9 * * 1-5", "America/New_York"),
    ("0 0 1,24 * 3", None),
    ("15,45 */6 * * *", "Asia/Kolkata"),
    ("0 0 29 2 *", None),
]


@pytest.mark.parametrize("start", [WEEK.start, *CHANGES])
@pytest.mark.parametrize(("expression", "zone"), EXPRESSIONS)
def test_a_week_holds_the_runs_of_every_minute_that_matches(start: datetime, expression: str, zone: str | None) -> None:
    """The minutes of a week are those at which the wall clock matches, clock changes included."""
    week = Week.around(start + timedelta(hours=5))
    found = [week.moment(minute) for minute in Runs(week).of(crons.parse(expression, time_zone=zone))]
    assert found == list(matching_minutes(expression, zone, week.start, week.end))


@pytest.mark.parametrize(("expression", "zone"), EXPRESSIONS[:-1])
def test_next_runs_are_the_next_matching_minutes(expression: str, zone: str | None) -> None:
    """The next runs of a report are the first matching minutes after the deploy."""
    report = report_of(digest(step("create", "job", None, schedule(expression, timeZone=zone))))
    side = report.items[0].after
    assert side is not None
    within = matching_minutes(expression, zone, AT, AT + timedelta(days=60))
    assert list(side.next_runs) == [run for run, _ in zip(within, range(5), strict=False)]


@pytest.mark.parametrize(
    ("expression", "zone"), [("*/5 * * * *", None), ("0 9 * * 1-5", None), ("7 */3 1-7 * *", None)]
)
def test_runs_a_month_are_those_of_many_years(expression: str, zone: str | None) -> None:
    """Runs a month are a twelfth of the mean year: 28 years of matching days give the same within a thousandth."""
    rate = crons.rate(crons.parse(expression, time_zone=zone))
    minute, hour, *days = expression.split()
    a_day = len(list(matching_minutes(f"{minute} {hour} * * *", None, WEEK.start, WEEK.start + timedelta(days=1))))
    start = datetime(2001, 1, 1, tzinfo=UTC)
    matching = sum(
        bool(list(matching_minutes(f"0 0 {' '.join(days)}", None, day, day + timedelta(minutes=1))))
        for day in (start + timedelta(days=number) for number in range(28 * 365 + 7))
    )
    assert rate.per_month == pytest.approx(a_day * matching / (28 * 12), rel=1e-3)


def test_load_and_busiest_minute_of_a_recorded_change() -> None:
    """The load of each hour and the busiest minute are those of a plain count over all schedules and endpoints."""
    report = recorded("update")
    after = _deliveries(
        (("* * * * *", None, 1), ("15 3 * * *", "Europe/Madrid", 1), ("0 9 * * 1-5", "America/New_York", 3),
         ("0 * * * *", None, 1))
    )  # fmt: skip
    by_hour = Counter((minute - WEEK.start) // timedelta(hours=1) for minute in after.elements())
    assert list(report.load_after) == [by_hour[hour] for hour in range(HOURS)]
    most = max(after.values())
    assert report.busiest_after.deliveries == most
    assert report.busiest_after.at == min(minute for minute, count in after.items() if count == most)
    assert report.busiest_after.times == sum(count == most for count in after.values())
    assert report.busiest_after.sharing == ("digest", "letters", "poll")


def _deliveries(senders: tuple[tuple[str, str | None, int], ...]) -> Counter[datetime]:
    found: Counter[datetime] = Counter()
    for expression, zone, endpoints in senders:
        for minute in matching_minutes(expression, zone, WEEK.start, WEEK.end):
            found[minute] += endpoints
    return found


def test_a_thousand_schedules_add_up() -> None:
    """Messages a day, the load and the limits of a thousand schedules are the sums over each of them."""
    report = recorded("thousand")
    sides = [each.after for each in (*report.items, *report.unchanged) if each.after is not None]
    assert len(sides) == report.after.schedules == 980
    assert report.after.messages_per_day == pytest.approx(sum(side.volume.messages_per_day for side in sides))
    assert sum(report.load_after) == sum(len(side.minutes) for side in sides)
    sampled = [(item, item.after) for item in report.items[::40] if item.after is not None]
    assert sampled
    for item, side in sampled:
        zone = side.timing.zone if side.timing.zone != "UTC" else None
        counted = matching_minutes(side.timing.text, zone, WEEK.start, WEEK.end)
        assert [WEEK.moment(minute) for minute in side.minutes] == list(counted), item.name


def test_messages_count_endpoints_callbacks_and_attempts() -> None:
    """A run to three endpoints with a callback is six messages; at worst attempts and their callbacks multiply."""
    group = {"groupName": "team", "endpoints": [{"url": f"https://{name}.shop.example"} for name in "abc"]}
    properties = schedule(
        "0 * * * *", destination="team", retries=2, callback={"url": "https://api.shop.example/done", "retries": 1}
    )
    report = report_of(
        digest(step("create", "team", None, group, kind="UrlGroup"), step("create", "job", None, properties))
    )
    side = next(each.after for each in report.items if each.after is not None)
    assert side.volume.endpoints == 3
    assert side.volume.per_run == 3 * (1 + 1)
    assert side.volume.worst_free == 3 * (1 + 3 + 1)
    # 3 attempts, each with a callback of 2 attempts, and a failure callback of 1 + 3 attempts.
    assert side.volume.worst_billed == 3 * (3 + 3 * 2 + 4)
    assert side.volume.messages_per_day == 24 * 6


def test_a_paused_schedule_sends_nothing() -> None:
    """A paused schedule has its time table and no messages."""
    report = report_of(digest(step("create", "job", None, schedule("*/5 * * * *", paused=True))))
    side = report.items[0].after
    assert side is not None
    assert len(side.minutes) == 7 * 288
    assert report.after.messages_per_day == 0
    assert sum(report.load_after) == 0


@pytest.mark.parametrize(
    ("plan", "expected", "worst_free", "worst_billed"),
    [("free", 0, 0, 0), ("payg", 0.43829, 0.43829, 1.75316), ("fixed-1m", 180, 180, 180), ("fixed-10m", 420, 420, 420)],
)
def test_cost_of_a_schedule_that_runs_every_minute(
    plan: str, expected: float, worst_free: float, worst_billed: float
) -> None:
    """A message a minute costs 44 cents a month on pay-as-you-go, four times that where three retries are billed."""
    properties = schedule("* * * * *", retries=3, failureCallback=None)
    report = report_of(digest(step("create", "job", None, properties)), plan=plan)
    cost = report.after.cost
    assert cost.expected == pytest.approx(expected, rel=1e-4)
    assert cost.worst_free == pytest.approx(worst_free, rel=1e-4)
    assert cost.worst_billed == pytest.approx(worst_billed, rel=1e-4)


def test_schedules_beyond_the_included_ones_cost_a_cent_each() -> None:
    """On pay-as-you-go 1,000 schedules are included, and the 1,200th makes it two dollars a month."""
    steps = [step("create", f"job-{number}", None, schedule("0 0 1 1 *")) for number in range(1200)]
    report = report_of(digest(*steps))
    messages = report.after.messages_per_month / 100_000 * (PLANS["payg"].per_100k or 0)
    assert report.after.cost.expected == pytest.approx(200 * 0.01 + messages)


def _irregular(expression: str, zone: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    cron = crons.parse(expression, time_zone=zone)
    found = irregular_runs(cron, AT, AT + timedelta(days=366))
    return [(str(each.day), each.skipped, each.doubled) for each in found]


@pytest.mark.parametrize(
    ("expression", "zone"),
    [("30 2 * * *", "Europe/Berlin"), ("30 1 * * *", "America/New_York"), ("0 */2 * * *", "Europe/Berlin"),
     ("0 0 * * *", "America/Santiago"), ("0 3 * * *", "Europe/Berlin")],
)  # fmt: skip
def test_clock_changes_skip_and_double_what_the_wall_clock_says(expression: str, zone: str) -> None:
    """A wall time is skipped or doubled exactly on the days on which a count of every minute says so."""
    days: dict[str, Counter[str]] = {}
    for run in matching_minutes(expression, zone, AT, AT + timedelta(days=366)):
        wall = run.astimezone(ZoneInfo(zone))
        days.setdefault(str(wall.date()), Counter())[wall.strftime("%H:%M")] += 1
    reported = {day: doubled for day, _, doubled in _irregular(expression, zone) if doubled}
    counted = {day: tuple(sorted(t for t, n in walls.items() if n > 1)) for day, walls in days.items()}
    assert reported == {day: doubled for day, doubled in counted.items() if doubled}
    for day, skipped, _ in _irregular(expression, zone):
        assert all(wall not in days.get(day, {}) for wall in skipped)


def test_packed_weeks_lose_nothing() -> None:
    """What the page gets for a week of runs unpacks to the same minutes."""
    for expression, zone in EXPRESSIONS:
        minutes = Runs(WEEK).of(crons.parse(expression, time_zone=zone))
        week = packed(minutes)
        hours = [week["p"][index] for index, times in week["h"] for _ in range(times)]
        assert len(hours) == HOURS
        assert [hour * 60 + minute for hour, found in enumerate(hours) for minute in found] == list(minutes)


def _sums(report: Report) -> tuple[float, float]:
    return report.before.messages_per_day, report.after.messages_per_day


def test_unchanged_schedules_count_where_they_are_known() -> None:
    """With the unchanged among the steps the sums are the stack's, without them those of the changed resources."""
    steps = [step("update", "job", schedule("0 * * * *"), schedule("*/30 * * * *"))]
    same = step("same", "other", schedule("*/10 * * * *"), schedule("*/10 * * * *"))
    assert _sums(report_of(digest(*steps, same, same=1))) == (24 + 144, 48 + 144)
    alone = report_of(digest(*steps, same=1))
    assert _sums(alone) == (24, 48)
    assert not alone.complete


HIDDEN, REFUSED = "its time table is not shown", "QStash refuses its expression"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


@pytest.mark.parametrize(
    ("before", "after", "said", "reason"),
    [
        (None, schedule(UNKNOWN), "0 messages a day become 0 and those of 1 schedule not known", HIDDEN),
        (
            schedule("[secret]"),
            schedule("0 * * * *"),
            "0 messages a day and those of 1 schedule not known become 24",
            HIDDEN,
        ),
        (None, schedule("0 0 * * 7"), "0 messages a day become 0 and those of 1 schedule not known", REFUSED),
    ],
)
def test_sums_without_what_is_not_known_say_so(
    before: dict[str, Any] | None, after: dict[str, Any], said: str, reason: str
) -> None:
    """A time table that is unknown, secret or refused leaves the sums open, in the headline and in the table."""
    report = report_of(digest(step("update" if before else "create", "job", before, after)))
    assert said in report.headline
    per_day = next(each for each in sums(report) if each.label == "messages a day")
    assert per_day.difference == "?"
    assert " + ?" in per_day.before + per_day.after
    assert f"job: {reason}, so that it is not in the sums." in report.notes


def test_a_deleted_group_is_not_called_foreign() -> None:
    """The number of messages to a URL group that the change deletes is an assumption, and is said to be one."""
    group = {"groupName": "team", "endpoints": [{"url": "https://a.shop.example"}]}
    user = schedule(destination="team")
    report = report_of(digest(step("delete", "team", group, kind="UrlGroup"), step("same", "job", user, user)))
    assert "job: its URL group is deleted, counted as one endpoint." in report.notes
