"""Properties of the runs, against plain enumeration and against the slow search."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cron_samples import EARLY, EXPRESSIONS, ZONES

from pulumi_qstash import cron
from pulumi_qstash.cron.walk import Walk
from pulumi_qstash.cron.zones import instant, moment

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
SLOW = settings(max_examples=60, deadline=None)


def matches(parsed: cron.Cron, at: datetime) -> bool:
    """The dialect's rule for one minute, written down once more."""
    fields = parsed.expression.split()
    star = any(
        item.split("/")[0].split("-")[0] in ("*", "?") and item.partition("/")[2] in ("", "1")
        for index in (2, 4)
        for item in fields[index].split(",")
    )
    of_month, of_week = at.day in parsed.days_of_month, at.isoweekday() % 7 in parsed.days_of_week
    day = (of_month and of_week) if star else (of_month or of_week)
    return day and at.minute in parsed.minutes and at.hour in parsed.hours and at.month in parsed.months


@SLOW
@given(EXPRESSIONS, MOMENTS)
def test_equals_a_minute_by_minute_count(text: str, start: datetime) -> None:
    """In UTC the runs of three days are the minutes that match, one by one."""
    parsed = cron.parse(text)
    end = start + timedelta(days=3)
    first = start.replace(second=0, microsecond=0) + timedelta(minutes=1)
    minutes = (first + timedelta(minutes=n) for n in range(3 * 1440 + 1))
    assert list(cron.between(parsed, start, end)) == [at for at in minutes if at < end and matches(parsed, at)]


@SLOW
@given(EARLY, st.sampled_from(ZONES), MOMENTS, st.integers(-3, 3))
def test_the_fast_way_equals_the_slow_search(text: str, zone: str, start: datetime, days: int) -> None:
    """Around a clock change precomputed runs are those of the search that starts anew from each run."""
    parsed = cron.parse(text, zone)
    changes = parsed.clock.changes(start.year)
    begin = changes[0][0] + days * 86_400 if changes else instant(start)
    walk, at, wanted = Walk(parsed.calendar, parsed.clock), begin + 1, []
    for _ in range(25):
        run = walk.first(at)
        assert run is not None
        wanted.append(run)
        at = run + 1
    assert [instant(run) for run in parsed.next_runs(moment(begin), 25)] == wanted


@SLOW
@given(EXPRESSIONS, st.sampled_from(ZONES), MOMENTS)
def test_runs_go_on_from_each_run(text: str, zone: str, start: datetime) -> None:
    """Runs are in UTC, after the moment asked, in order, and the same when asked for from a run in between."""
    parsed = cron.parse(text, zone)
    runs = parsed.next_runs(start, 8)
    assert all(run.tzinfo is UTC and run > start for run in runs)
    assert all(first < second for first, second in pairwise(runs))
    if len(runs) == 8:
        assert parsed.next_runs(runs[2], 5) == runs[3:]


@SLOW
@given(EXPRESSIONS, MOMENTS)
def test_never_is_said_where_nothing_comes(text: str, start: datetime) -> None:
    """`never_runs` is true just where a search from a date before 2088 finds nothing."""
    parsed = cron.parse(text)
    leap_day_only = parsed.calendar.days.of_month == {29} and parsed.calendar.months == {2}
    assert parsed.never_runs == (not parsed.next_runs(start, 1)) or leap_day_only


def test_a_moment_without_a_zone_is_refused() -> None:
    """A naive datetime is refused, since it could be any instant."""
    with pytest.raises(ValueError, match="aware datetime"):
        cron.parse("* * * * *").next_runs(datetime(2026, 1, 1), 1)


def test_any_aware_moment_is_taken() -> None:
    """A moment in another zone is the same instant, and the answer is in UTC."""
    tokyo = datetime.fromisoformat("2026-01-01T08:30:00+09:00")
    assert cron.parse("0 0 * * *").next_runs(tokyo, 1) == [datetime(2026, 1, 1, tzinfo=UTC)]


def test_between_leaves_both_ends_out() -> None:
    """A window is open at both ends."""
    start, end = datetime(2026, 1, 1, 0, 0, tzinfo=UTC), datetime(2026, 1, 1, 3, 0, tzinfo=UTC)
    assert [run.hour for run in cron.between(cron.parse("0 * * * *"), start, end)] == [1, 2]
    late = end + timedelta(microseconds=1)
    assert [run.hour for run in cron.between(cron.parse("0 * * * *"), start, late)] == [1, 2, 3]


def test_a_search_in_circles_ends() -> None:
    """Where the day that is looked for was left out of the calendar, the search ends without a run."""
    parsed = cron.parse("CRON_TZ=Pacific/Apia 30 4 31 * *")
    assert parsed.next_runs(datetime(2011, 12, 28, tzinfo=UTC), 1) == []
    assert len(cron.parse("CRON_TZ=Pacific/Apia 30 4 26 * *").next_runs(datetime(2011, 4, 2, tzinfo=UTC), 80)) == 9
