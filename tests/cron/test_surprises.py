"""Legal expressions that mean something else than many people read in them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cron_samples import EXPRESSIONS, ZONES

from pulumi_qstash import cron

CODES = {
    "0 9 * * 1-5": [],
    "*/15 * * * *": [],
    "0 */6 * * *": [],
    "0 9,17 * * *": [],
    "0 0 * * 0,6": [],
    "*/7 * * * *": ["uneven-minutes"],
    "*/40 * * * *": ["uneven-minutes"],
    "*/7 9-10 * * *": ["uneven-minutes"],
    "*/7 9,12 * * *": [],
    "0 */5 * * *": ["uneven-hours"],
    "0 0 */3 * *": ["uneven-days", "short-months"],
    "0 0 * * */2": ["uneven-weekdays"],
    "0 0 1 */5 *": ["uneven-months"],
    "0 0 1 * MON": ["either-day"],
    "0 0 */2 * MON": ["uneven-days", "either-day", "short-months"],
    "0 0 */1 * MON": [],
    "0 0 31 * *": ["short-months"],
    "0 0 31 1,3 *": [],
    "0 0 30 1-3 *": ["short-months"],
    "0 0 29 2 *": ["leap-day"],
    "0 0 31 2 *": ["never-runs"],
    "* 9 * * *": ["each-minute"],
    "0 0 1-31 * MON": ["idle-day-field"],
    "0 0 15 * 0-6": ["idle-day-field"],
    "*/90 * * * *": ["long-step-minute"],
    "0 */24 * * *": ["long-step-hour"],
    "@every 1h": ["interval-restarts"],
    "@daily": [],
    "CRON_TZ=Europe/Berlin 30 2 * * *": ["clock-skips", "clock-repeats"],
    "CRON_TZ=Europe/Berlin 0 */2 * * *": ["clock-skips", "clock-repeats"],
    "CRON_TZ=Europe/Berlin 30 2 * * 1-5": [],
    "CRON_TZ=Europe/Berlin 0 9 * * *": [],
    "CRON_TZ=Europe/Berlin 30 * * * *": [],
    "CRON_TZ=America/New_York 30 1 * * *": ["clock-repeats"],
    "CRON_TZ=America/New_York 30 2 8 3 *": ["clock-skips"],
    "CRON_TZ=Africa/Cairo 0 0 * * *": ["clock-skips"],
    "CRON_TZ=Africa/Cairo 30 12 * * 5": ["clock-skips"],
    "CRON_TZ=Africa/Cairo 30 12 * * *": [],
    "CRON_TZ=Australia/Lord_Howe 15,45 0 * * 0": ["clock-skips"],
    "CRON_TZ=Australia/Lord_Howe 0 3 * * *": ["clock-skips"],
    "CRON_TZ=Asia/Kolkata 30 2 * * *": [],
    "30 2 * * *": [],
}


@pytest.mark.parametrize(("text", "codes"), CODES.items())
def test_codes(text: str, codes: list[str]) -> None:
    """Each expression has just the surprises that it deserves, each said in a sentence."""
    found = cron.surprises(cron.parse(text))
    assert [surprise.code for surprise in found] == codes
    assert all(surprise.text.endswith(".") and surprise.text[0] != " " for surprise in found)


def test_the_gap_of_an_uneven_step_is_said() -> None:
    """`*/7` is said to leave 4 minutes between :56 and :00."""
    (surprise,) = cron.surprises(cron.parse("*/7 * * * *"))
    assert "the gap there is 4 minutes, not 7" in surprise.text


def test_the_skipped_time_is_named() -> None:
    """A clock change names the wall times and the zone."""
    skips, repeats = cron.surprises(cron.parse("CRON_TZ=Europe/Berlin */30 2 * * *"))
    assert "2 runs at 02:00 and 02:30" in skips.text
    assert "Europe/Berlin" in skips.text
    assert "twice" in repeats.text


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS, st.sampled_from(ZONES))
def test_surprises_follow_from_expression_and_zone(text: str, zone: str) -> None:
    """Any legal expression has its surprises at once, each code once."""
    codes = [surprise.code for surprise in cron.surprises(cron.parse(text, zone))]
    assert len(codes) == len(set(codes))
