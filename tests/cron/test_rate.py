"""The average rate, against counts over whole turns of the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from support.cron_samples import EXPRESSIONS

from pulumi_qstash import cron

#: Weekdays and leap years repeat after 28 years within a century.
START, YEARS = datetime(2001, 1, 1, tzinfo=UTC), 28
DAYS = (date(2029, 1, 1) - date(2001, 1, 1)).days


@pytest.mark.parametrize(
    "text", ["0 9 * * 1-5", "0 0 1 * *", "0 0 31 * *", "0 0 29 2 *", "30 6 1 * MON", "0 0 13 * *", "0 0 * 2 5"]
)
def test_equals_a_count_over_28_years(text: str) -> None:
    """The rate is that of all runs in 28 years, to a part in a thousand (a century drops a leap day)."""
    parsed = cron.parse(text)
    runs = sum(1 for _ in cron.between(parsed, START - timedelta(seconds=1), START + timedelta(days=DAYS)))
    found = cron.rate(parsed)
    assert found.per_day == pytest.approx(runs / DAYS, rel=0.035 if "29 2" in text else 0.001)
    assert found.per_year == pytest.approx(runs / YEARS, rel=0.035 if "29 2" in text else 0.001)
    assert found.per_month == pytest.approx(found.per_year / 12)


def test_a_leap_day_comes_97_times_in_400_years() -> None:
    """The rate is exact over the whole Gregorian cycle."""
    assert cron.rate(cron.parse("0 0 29 2 *")).per_year == pytest.approx(97 / 400)


@settings(max_examples=20, deadline=None)
@given(EXPRESSIONS)
def test_equals_a_count_of_the_days_of_the_cycle(text: str) -> None:
    """The rate is matching days of 400 years times runs a day."""
    parsed = cron.parse(text)
    days = 0
    for year in range(2000, 2400):
        for month in parsed.months:
            first = date(year, month, 1)
            length = ((first + timedelta(days=31)).replace(day=1) - first).days
            days += len(parsed.days.in_month(length, first.isoweekday() % 7))
    expected = days * len(parsed.hours) * len(parsed.minutes) / 146_097
    assert cron.rate(parsed).per_day == pytest.approx(expected)


def test_the_plain_ones() -> None:
    """Every minute is 1,440 a day, an interval its share of a day, never is none."""
    assert cron.rate(cron.parse("* * * * *")).per_day == pytest.approx(1440)
    assert cron.rate(cron.parse("@every 90m")).per_day == pytest.approx(16)
    assert cron.rate(cron.parse("0 0 31 2 *")).per_day == 0
    assert cron.rate(cron.parse("CRON_TZ=Europe/Berlin 30 2 * * *")) == cron.rate(cron.parse("30 2 * * *"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("* * * * *", "1,440 a day"),
        ("0 9 * * *", "30 a month"),
        ("0 9 * * 1-5", "22 a month"),
        ("0 9 * * 1", "52 a year"),
        ("0 0 1 1 *", "1 a year"),
        ("0 9 14 6-12 *", "7 a year"),
        ("*/5 * 14 6-12 *", "2,016 a year"),
        ("@every 100h", "7 a month"),
        ("0 0 29 2 *", "one in 4 years"),
        ("0 0 31 2 *", ""),
    ],
)
def test_the_unit_suits_the_rate(text: str, words: str) -> None:
    """A rate is said in the unit in which it is a handy number."""
    assert cron.rate_words(cron.parse(text)) == words
