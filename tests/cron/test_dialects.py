"""What other dialects are said to make of an expression."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from croniter import croniter
from hypothesis import given, settings
from support.cron_samples import EXPRESSIONS

from pulumi_qstash import cron
from pulumi_qstash.cron import Reading

START = datetime(2027, 1, 1, tzinfo=UTC)


def said(text: str, dialect: str) -> list[str]:
    """The texts of one dialect's readings."""
    return [reading.text for reading in cron.dialects(text) if reading.dialect == dialect]


READINGS = [
    ("0 9 * * 1-5", "Quartz", "write 0 0 9 ? * MON-FRI"),
    ("0 9 * * 1-5", "EventBridge", "write cron(0 9 ? * MON-FRI *)"),
    ("0 0 1 * *", "EventBridge", "write cron(0 0 1 * ? *)"),
    ("0 0 1 * MON", "Quartz", "cannot say this"),
    ("@every 90m", "EventBridge", "write rate(90 minutes)"),
    ("@every 90m", "crontab", "has no @every"),
    ("0 0 */2 * MON", "crontab", "only where both days meet"),
    ("5/15 * * * *", "crontab", "N/step as N alone"),
    ("1,,3 * * * *", "crontab", "empty list items"),
    ("* * * * *", "GitHub Actions", "every 5 minutes at most"),
    ("@daily", "GitHub Actions", "has no @"),
    ("CRON_TZ=Europe/Berlin 0 9 * * *", "GitHub Actions", "takes no zone"),
    ("CRON_TZ=Europe/Berlin 30 2 * * *", "crontab", "makes up for a skipped time"),
    ("CRON_TZ=Europe/Berlin 30 2 * * *", "croniter", "end of the gap"),
    ("0 0 1-1 * *", "croniter", "2027-01-02 00:00 instead of 2027-02-01 00:00"),
    ("? * * * *", "croniter", "refuses it"),
    ("0 0 * * 7", "crontab", "reads 7 as Sunday"),
    ("0 0 * * 7", "Quartz", "reads 7 as Saturday"),
    ("0 0 * * FRI-MON", "croniter", "wrap around"),
    ("0 22-2 * * *", "croniter", "wrap around"),
    ("0 0 * NOV-FEB *", "Quartz", "wrap around"),
    ("0 0 9 * * ? 2027", "croniter", "seconds and the year"),
    ("0 0 9 * * ? 2027", "Quartz", "the last as the year"),
    ("cron(0 9 * * ? *)", "EventBridge", "writes its schedules so"),
    ("0 0 L * *", "Quartz", "knows L"),
    ("0 0 9 * * *", "croniter", "last field as seconds"),
    ("0 12 * * ? *", "EventBridge", "last field as the year"),
    ("@reboot", "crontab", "when the machine starts"),
]


@pytest.mark.parametrize(("text", "dialect", "part"), READINGS)
def test_differences_are_said(text: str, dialect: str, part: str) -> None:
    """A dialect that reads an expression otherwise is named, with what it does."""
    assert any(part in reading for reading in said(text, dialect))


def test_a_zone_is_no_field() -> None:
    """A refused zone does not make six fields of five."""
    assert cron.dialects("CRON_TZ=Nope/X 0 0 * * *") == ()


@pytest.mark.parametrize("text", ["0 9 * * 1-5", "*/15 * * * *", "0 0 1 1,7 *"])
def test_agreement_is_not_said(text: str) -> None:
    """crontab, GitHub Actions and croniter are left out where they do the same."""
    assert {reading.dialect for reading in cron.dialects(text)} == {"Quartz", "EventBridge"}


@pytest.mark.parametrize("text", ["0 0 * * 7", "0 0 * * FRI-MON", "0 0 9 * * *"])
def test_croniter_takes_what_it_is_said_to_take(text: str) -> None:
    """What is said of croniter about a refused expression is so: it takes it."""
    assert said(text, "croniter")
    assert croniter.is_valid(text)


def test_zones_are_no_difference_for_a_dialect_beside() -> None:
    """A zone given beside the expression is nothing that a dialect could refuse."""
    readings = cron.dialects("0 9 * * *", "Europe/Berlin")
    assert {reading.dialect for reading in readings} == {"Quartz", "EventBridge"}


@settings(max_examples=80, deadline=None)
@given(EXPRESSIONS)
def test_silence_about_croniter_means_agreement(text: str) -> None:
    """Where nothing is said of croniter, its next runs in UTC are QStash's."""
    parsed = cron.parse(text)
    if parsed.never_runs or said(text, "croniter"):
        return
    theirs = croniter(text, START, ret_type=datetime)
    assert [next(theirs) for _ in range(10)] == parsed.next_runs(START, 10)


@settings(max_examples=80, deadline=None)
@given(EXPRESSIONS)
def test_croniter_agrees_on_the_plain_lists(text: str) -> None:
    """Written out as plain lists, an expression has the same runs in croniter, an independent calendar."""
    calendar = cron.parse(text).calendar
    if calendar.days.none or calendar.days.either:
        return
    lists = [
        "*" if values is None else ",".join(map(str, sorted(values)))
        for values in (calendar.minutes, calendar.hours, calendar.days.of_month, calendar.months, calendar.days.of_week)
    ]
    theirs = croniter(" ".join(lists), START, ret_type=datetime)
    assert [next(theirs) for _ in range(10)] == cron.parse(text).next_runs(START, 10)


def test_a_reading_is_plain_data() -> None:
    """A reading has a dialect, whether it takes the expression, and a clause."""
    reading = cron.dialects("@reboot")[0]
    assert reading == Reading("crontab", accepted=True, text="runs once when the machine starts")
