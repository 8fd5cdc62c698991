"""The words: right for the common shapes, shared by equal runs, never by different ones."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cron_samples import EXPRESSIONS, fields

from pulumi_qstash import cron

BERLIN = "CRON_TZ=Europe/Berlin "
RUNS = {
    "* * * * *": "every minute",
    "0 * * * *": "every hour",
    "17 * * * *": "every hour at minute 17",
    "*/5 * * * *": "every 5 minutes, 288 a day",
    "2-59/5 * * * *": "every 5 minutes from minute 2 of the hour, 288 a day",
    f"{BERLIN}0 9 * * 1-5": "every weekday at 09:00 Europe/Berlin, 22 a month",
    "0 9 * * 1-5": "every weekday at 09:00 UTC, 22 a month",
    "0 9,17 * * *": "every day at 09:00 and 17:00 UTC, 2 a day",
    "* 9 * * *": "every minute from 09:00 to 09:59, UTC, 60 a day",
    "*/5 9-17 * * 1-5": "every 5 minutes from 09:00 to 17:55 on weekdays, UTC, 2,348 a month",
    "15 9-17 * * *": "every hour from 09:15 to 17:15, UTC, 9 a day",
    "0 */2 * * *": "every 2 hours, UTC, 12 a day",
    "0 1/2 * * *": "every 2 hours from 01:00, UTC, 12 a day",
    "0 9 * * MON": "every Monday at 09:00 UTC, 52 a year",
    "0 9 * * 1-6": "every day but Sunday at 09:00 UTC, 26 a month",
    "0 0 1 * *": "on the 1st of every month at 00:00 UTC, 12 a year",
    "0 0 31 * *": "on the 31st of every month that has one at 00:00 UTC, 7 a year",
    "0 0 30 * *": "on the 30th of every month but February at 00:00 UTC, 11 a year",
    "0 0 1,31 * *": ("on the 1st and 31st of every month at 00:00 UTC, 19 a year; left out in months without a 31st"),
    "0 0 29 2 *": "on the 29th of February at 00:00 UTC, one in 4 years; leap years only",
    "0 0 1 * MON": "on the 1st and every Monday of every month at 00:00 UTC, 5 a month; either day is enough",
    "0 0 * 3 *": "every day in March at 00:00 UTC, 31 a year",
    "0 0 31 2 *": "never",
    "@daily": "every day at 00:00 UTC, 30 a month",
    "@every 1h30m": "every 1h30m, counted from when it is saved, 16 a day",
    "*/40 * * * *": "every hour at minutes 0 and 40, 48 a day; uneven: 20 minutes at the turn of the hour",
    "3,9,27 1,5 2 * *": "on the 2nd of every month at 01:03, 01:09, 01:27, 05:03, 05:09 and 05:27 UTC, 6 a month",
    "3,9,27 1,5,9 * * *": "at 3, 9, and 27 minutes past the hour, at 01:00, 05:00, and 09:00, UTC, 9 a day",
    f"{BERLIN}0 * * * *": "every hour, Europe/Berlin",
    f"{BERLIN}* * * * *": "every minute",
    f"{BERLIN}30 2 * * *": (
        "every day at 02:30 Europe/Berlin, 30 a month; 02:30 skipped when clocks go forward; "
        "02:30 twice when clocks go back"
    ),
    f"{BERLIN}30 2 * * 1-5": "every weekday at 02:30 Europe/Berlin, 22 a month",
}


@pytest.mark.parametrize(("text", "words"), RUNS.items())
def test_words_with_rate_and_surprises(text: str, words: str) -> None:
    """`runs` reads as people say it, with the average rate and what surprises."""
    assert cron.runs(cron.parse(text)) == words
    assert words.startswith(cron.describe(cron.parse(text)))


ALIKE = [
    ("0 0 * * *", "@daily", "0 0 1-31 * *", "0 0 ? * ?", "0 0 1-31 * MON", "00 0 */1 * *", "@midnight"),
    ("0 0 * * 0", "@weekly", "0 0 * * SUN", "0 0 */1 * sun"),
    ("*/15 * * * *", "0,15,30,45 * * * *", "0/15 * * * ?", "45,30,15,,0 * * * *"),
    ("0 0 31 2 *", "0 0 30 2 *", ", * * * *", "5 5 31 4,6 *"),
    ("0 0 31 * *", "0 0 31 1,3,5,7,8,10,12 *"),
    ("0 0 * 4 *", "0 0 1-30 4 *", "0 0 1-30 4 MON", "0 0 1-31 4 *"),
    ("0 0 28 2 *", "0 0 28,30,31 2 *"),
    ("@every 90s", "@every 1m30s", "@every 1m30.9s", "TZ=Asia/Tokyo @every 90s"),
    ("0 9 * * *", "CRON_TZ=UTC 0 9 * * *", "TZ= 0 9 * * *", "CRON_TZ=Etc/UTC 0 9 * * *"),
    ("* * * * *", "TZ=Asia/Kolkata * * * * *"),
]


@pytest.mark.parametrize("texts", ALIKE)
def test_spellings_of_the_same_runs_share_their_words(texts: tuple[str, ...]) -> None:
    """Equal runs have equal words, whatever the spelling."""
    assert len({cron.runs(cron.parse(text)) for text in texts}) == 1


DIFFERENT = [
    ("0 * * * *", "@every 1h", "TZ=Asia/Kolkata 0 * * * *"),
    ("0 0 1 * MON", "0 0 1 * *", "0 0 * * MON", "0 0 1 1 MON"),
    ("0 0 */2 * MON", "0 0 */1 * MON", "0 0 */2 * *"),
    ("*/30 9 * * *", "0 9 * * *", "30 9 * * *", "*/30 9-10 * * *", "*/30 9,11 * * *"),
    ("0 0 * * 0", "0 0 * * 6", "0 0 * * 0,6"),
    ("0 9 * * 1-5", "0 9 * * 2-6", "0 9 * * 0-4"),
    ("0 0 29 2 *", "0 0 29 2,3 *", "0 0 28,29 2 *"),
    ("TZ=Europe/Berlin 0 9 * * *", "TZ=Europe/London 0 9 * * *", "0 9 * * *"),
]


@pytest.mark.parametrize("texts", DIFFERENT)
def test_neighbours_with_other_runs_have_other_words(texts: tuple[str, ...]) -> None:
    """Expressions that look alike and run otherwise are told apart."""
    assert len({cron.describe(cron.parse(text)) for text in texts}) == len(texts)


def meaning(parsed: cron.Cron) -> Any:
    """What the runs follow from."""
    return parsed.interval or (None if parsed.never_runs else (parsed.calendar, parsed.clock.name))


@settings(max_examples=50, deadline=None)
@given(st.lists(EXPRESSIONS, min_size=6, max_size=6), st.sampled_from([None, "Europe/Berlin"]))
def test_words_are_shared_just_by_equal_runs(texts: list[str], zone: str | None) -> None:
    """For any two expressions, equal sets of values and equal words go together."""
    told = [(meaning(parsed), cron.describe(parsed)) for parsed in (cron.parse(text, zone) for text in texts)]
    for (runs, words), (other_runs, other_words) in combinations(told, 2):
        assert (runs == other_runs) == (words == other_words)


@settings(max_examples=100, deadline=None)
@given(EXPRESSIONS, st.integers(0, 4), st.data())
def test_one_other_field_is_one_other_sentence(text: str, place: int, data: st.DataObject) -> None:
    """An expression with one field changed has the same words only where its runs are the same."""
    bounds = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))[place]
    parts = text.split()
    parts[place] = data.draw(fields(*bounds))
    one, other = cron.parse(text), cron.parse(" ".join(parts))
    assert (meaning(one) == meaning(other)) == (cron.describe(one) == cron.describe(other))
    assert (meaning(one) == meaning(other)) == (cron.runs(one) == cron.runs(other))


@given(st.sets(st.integers(0, 59), min_size=7, max_size=9), st.sets(st.integers(0, 23), min_size=2, max_size=9))
def test_irregular_times_name_every_value(minutes: set[int], hours: set[int]) -> None:
    """Where times follow no pattern, each minute and each hour stands in the words."""
    words = cron.describe(cron.parse(f"{','.join(map(str, minutes))} {','.join(map(str, hours))} * * *"))
    past, _, at = words.partition(" minutes past the hour, at ")
    assert {int(n) for n in re.findall(r"\d+", past)} == minutes
    assert {int(n) for n in re.findall(r"(\d\d):00", at)} == hours
