"""What is taken and what is refused, with which words."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cron_samples import EXPRESSIONS

from pulumi_qstash import cron

REMEDIES = {
    "0 0 * * 7": "use 0 for Sunday",
    "0 0 * * 5-7": "use 0 for Sunday: 0,5,6",
    "0 0 * * FRI-MON": "write FRI,SAT,SUN,MON",
    "0 22-2 * * *": "write 22-23,0-2",
    "0 0 * NOV-FEB *": "write NOV,DEC,JAN,FEB",
    "0 0 9 * * *": "QStash has no seconds, drop them: 0 9 * * *",
    "0 12 * * ? 2027": "drop the year: 0 12 * * ?",
    "30 9 * * MON-FRI *": "drop the year: 30 9 * * MON-FRI",
    "0 0 12 * * ?": "drop them: 0 12 * * ?",
    "0 0 0 1 1 * 2027": "drop the seconds and the year: 0 0 1 1 *",
    "cron(0 12 * * ? *)": "and the year: 0 12 * * ?",
    "cron(0 12 ? * 2-6 *)": "with days of the week from 0 for Sunday",
    "rate(5 minutes)": "or @every 5m",
    "0 0 * * 5L": "no L for the last such weekday",
    "@reboot": "QStash never reboots",
    "@Daily": "write @daily",
    "@every5m": "write a blank and a duration",
    "@every 1d": "write it like @every 90s",
    "0 0 * January *": "use three letters: JAN",
    "0 0 * * Monday-Friday": "use three letters: MON-FRI",
    "0 24 * * *": "use 0",
    "0 0 0 * *": "begins at 1",
    "*/0 * * * *": "leave the step out",
    "/5 * * * *": "write */5",
    "0 0 L * *": "no L",
    "0 0 15W * *": "no W",
    "0 0 * * 5#2": "no #",
    "H * * * *": "no H",
    "70 * * * *": "minute takes 0-59",
    "* * * *": "write all of minute, hour",
    " @daily": "drop the blanks",
    "CRON_TZ=europe/berlin 0 9 * * *": "write Europe/Berlin",
    "CRON_TZ=Berlin 0 9 * * *": "write Europe/Berlin",
    "CRON_TZ=Europe/Berln 0 9 * * *": "write Europe/Berlin",
    "CRON_TZ=America/New York 0 9 * * *": "write America/New_York",
    "CRON_TZ=utc 0 9 * * *": "write UTC",
    "CRON_TZ=UTC+2 0 9 * * *": "write Etc/GMT-2",
    "CRON_TZ=PST 0 9 * * *": "write America/Los_Angeles",
    "CRON_TZ=UTC": "write CRON_TZ=UTC 0 9 * * *",
    "": "write five fields",
}


@pytest.mark.parametrize(("text", "remedy"), REMEDIES.items())
def test_a_refusal_says_the_way_out(text: str, remedy: str) -> None:
    """Each common mistake gets a reason, and a remedy that fits it; the error's text has both."""
    with pytest.raises(cron.CronError) as refused:
        cron.parse(text)
    error = refused.value
    assert remedy in (error.suggestion or "")
    assert str(error) == f"{error.reason}: {error.suggestion}"


@pytest.mark.parametrize("text", ["0 22-2 * * *", "0 0 * * FRI-MON", "0 0 * NOV-FEB *", "0 0 * * SAT-SUN"])
def test_a_wrapped_range_is_rewritten_to_something_legal(text: str) -> None:
    """What is offered for a range that wraps around is itself accepted in its place."""
    with pytest.raises(cron.CronError) as refused:
        cron.parse(text)
    offered = (refused.value.suggestion or "").removeprefix("write ")
    wrapped = next(part for part in text.split() if "-" in part)
    assert cron.parse(text.replace(wrapped, offered)).next_runs(datetime(2026, 1, 1, tzinfo=UTC), 1)


def test_two_zones_are_refused() -> None:
    """A zone in the expression and one beside it are refused with both named."""
    with pytest.raises(cron.CronError, match=r"twice.*'UTC'.*'Europe/Berlin'"):
        cron.parse("TZ=UTC 0 9 * * *", time_zone="Europe/Berlin")


def test_a_zone_beside_is_the_same_as_one_inside() -> None:
    """`time_zone` places an expression as `CRON_TZ=` does."""
    inside, beside = cron.parse("CRON_TZ=Europe/Berlin 0 9 * * *"), cron.parse("0 9 * * *", "Europe/Berlin")
    assert inside.time_zone == beside.time_zone == "Europe/Berlin"
    assert inside.expression == beside.expression == beside.text
    assert cron.describe(inside) == cron.describe(beside)


def test_without_a_zone_it_is_utc() -> None:
    """No zone, an empty one and the server's own are UTC."""
    assert cron.parse("0 9 * * *").time_zone is None
    for text in ("0 9 * * *", "TZ= 0 9 * * *", "TZ=Local 0 9 * * *", "TZ=Etc/UTC 0 9 * * *"):
        assert cron.parse(text).in_utc
        assert cron.describe(cron.parse(text)) == "every day at 09:00 UTC"


def test_the_sets_of_the_fields() -> None:
    """Each field becomes the set of its values, names and steps resolved."""
    parsed = cron.parse("*/20 9-11 1,15 jan-MAR/2 mon-Fri")
    assert parsed.minutes == {0, 20, 40}
    assert parsed.hours == {9, 10, 11}
    assert parsed.days_of_month == {1, 15}
    assert parsed.months == {1, 3}
    assert parsed.days_of_week == {1, 2, 3, 4, 5}


def test_an_interval_has_no_fields() -> None:
    """`@every` becomes an interval of whole seconds, one at least."""
    assert cron.parse("@every 1h30m").interval == timedelta(minutes=90)
    assert cron.parse("@every 1500ms").interval == timedelta(seconds=1)
    assert cron.parse("@every -1h").interval == timedelta(seconds=1)
    assert cron.parse("@every 1h").minutes == frozenset()


def read(text: str) -> cron.Cron | cron.CronError:
    """The schedule, or the refusal."""
    try:
        return cron.parse(text)
    except cron.CronError as error:
        return error


@given(st.one_of(st.text(max_size=30), st.text("*?0179,-/@ LWTZ=jan", max_size=20)))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever the text, there is a schedule or a CronError with a reason, never another error."""
    found = read(text)
    assert found.reason if isinstance(found, cron.CronError) else found.text == text


LONG = "9" * 5000


@pytest.mark.parametrize(
    "text",
    [
        f"* * * * {LONG}",
        f"*/{LONG} * * * *",
        f"1-{LONG} * * * *",
        f"@every {LONG}s",
        f"TZ={LONG} @daily",
        f"@{LONG}",
        LONG,
    ],
)
def test_numbers_beyond_all_bounds_are_refused(text: str) -> None:
    """A number of thousands of digits is refused like any other that is too large."""
    with pytest.raises(cron.CronError):
        cron.parse(text)


@pytest.mark.parametrize(("text", "seconds"), [(f"1.{'0' * 400}s", 1), (f"0.{LONG}m", 59), (f"{'0' * 5000}7s", 7)])
def test_digits_beyond_all_bounds_are_read(text: str, seconds: int) -> None:
    """Digits that count for next to nothing may be as many as one likes, and are cut as QStash cuts them."""
    assert cron.parse(f"@every {text}").interval == timedelta(seconds=seconds)


@given(EXPRESSIONS, st.sampled_from([" ", "  ", "\t", "\n", "\u2003"]))
def test_blanks_between_fields_do_not_matter(text: str, blank: str) -> None:
    """Any blanks between the fields give the same schedule."""
    spaced = cron.parse(blank.join(text.split(" ")))
    assert spaced.calendar == cron.parse(text).calendar


def test_an_error_survives_pickling() -> None:
    """A refusal crosses a process border whole."""
    error = pickle.loads(pickle.dumps(cron.CronError("wrong", "write it right")))
    assert (error.reason, error.suggestion, str(error)) == ("wrong", "write it right", "wrong: write it right")
