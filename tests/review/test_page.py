"""The page: one file that works offline, and shows exactly the computed runs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.browser import Sheet, chromium, opened
from support.previews import NAMES, digest, recorded, report_of, schedule, step

from pulumi_qstash.review.render.page import page
from pulumi_qstash.review.report import Item, Report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LARGEST = 1_500_000
HOSTILE = "</script><script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>&\"'"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_one_small_file(name: str) -> None:
    """Every page is under 1.5 MB and loads nothing from anywhere."""
    text = page(recorded(name))
    assert len(text.encode()) < LARGEST
    assert not re.findall(r"""(?:src|href)=["'](?!#|data:)""", text)
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_the_largest_page_says_what_it_leaves_out() -> None:
    """A change of 4,000 schedules still fits, and says how many have no row."""
    steps = [
        step("create", f"job-{number}", None, schedule(f"{number % 60} {number % 24} * * 1-5", labels=["x" * 40]))
        for number in range(4000)
    ]
    text = page(report_of(digest(*steps)))
    assert len(text.encode()) < LARGEST
    assert "2,500 more schedules" in text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def written(report: Report, folder: Path) -> Path:
    path = folder / "page.html"
    path.write_text(page(report), "utf-8")
    return path


@pytest.mark.browser
@pytest.mark.parametrize("name", [name for name in NAMES if name != "thousand"])
def test_every_page_opens_without_a_word_on_the_console(browser: Browser, tmp_path: Path, name: str) -> None:
    """No page has an error or a warning on its console, and none asks the network for anything."""
    report = recorded(name)
    with opened(browser, written(report, tmp_path)) as sheet:
        assert sheet.said == []
        assert [url for url in sheet.requests if not url.startswith(("file:", "data:"))] == []
        assert sheet.page.locator("h1").inner_text() == report.title
        assert sheet.page.locator(".headline").inner_text() == report.headline


def expected_bars(minutes: tuple[int, ...]) -> list[float | None]:
    """The height of each hour's bar."""
    counts = [0] * 168
    for minute in minutes:
        counts[minute // 60] += 1
    return [0.42 + 0.58 * min(1, math.log(count) / math.log(60)) if count else None for count in counts]


def sides(item: Item) -> list[tuple[int, ...]]:
    return [side.minutes if side else () for side in (item.before, item.after)]


@pytest.mark.browser
@pytest.mark.parametrize("name", ["update", "replace", "delete", "pause-and-take-over", "drift", "thousand"])
def test_timeline_bars_are_the_computed_runs(browser: Browser, tmp_path: Path, name: str) -> None:
    """What the chart of each row draws are the runs of that schedule, hour by hour, before and after."""
    report = recorded(name)
    items = [each for each in report.items if each.before or each.after]
    with opened(browser, written(report, tmp_path)) as sheet:
        drawn = sheet.page.evaluate("""() => qstashReview.rows.map(row => ({
            name: row.name, runs: [0, 1].map(side => qstashReview.runsOf(row, side)),
            plotted: row.lane ? row.lane.data : null}))""")
    by_name = {each["name"]: each for each in drawn}
    charts = 0
    for item in items:
        found = by_name[item.name]
        assert [tuple(each) for each in found["runs"]] == sides(item)
        if found["plotted"]:
            charts += 1
            up, down = (expected_bars(each) for each in sides(item))
            assert found["plotted"][1] == pytest.approx(up)
            assert found["plotted"][2] == pytest.approx([None if each is None else -each for each in down])
    assert charts > 0


@pytest.mark.browser
def test_bars_are_painted_where_the_runs_are(browser: Browser, tmp_path: Path) -> None:
    """In the canvas itself the hour of a run has its side's colour, and an hour without one has none."""
    report = report_of(digest(step("update", "job", schedule("0 6 * * *"), schedule("0 18 * * *")), same=0))
    with opened(browser, written(report, tmp_path)) as sheet:
        painted = sheet.page.evaluate("""() => {
            const plot = qstashReview.rows[0].lane;
            const box = plot.bbox;
            const at = (hour, side) => [...plot.ctx.getImageData(
                Math.round(plot.valToPos(hour + 0.4, "x", true)),
                Math.round(box.top + box.height / 2 + (side ? 4 : -4)), 1, 1).data];
            return [6, 12, 18].map(hour => [0, 1].map(side => at(24 + hour, side)));
        }""")
    (six_before, six_after), (noon_before, noon_after), (evening_before, evening_after) = painted
    assert six_before[0] > six_before[2], "before is orange"
    assert evening_after[2] > evening_after[0], "after is blue"
    assert [pixel[3] for pixel in (six_after, noon_before, noon_after, evening_before)] == [0, 0, 0, 0]


@pytest.mark.browser
def test_marks_of_pause_clock_change_and_deploy(browser: Browser, tmp_path: Path) -> None:
    """A row knows its pause and the clock change within its week, and tells them under the cursor."""
    from datetime import UTC, datetime

    paused = schedule("*/30 * * * *", timeZone="Europe/Berlin", paused=True)
    document = digest(step("update", "job", schedule("0 * * * *", timeZone="Europe/Berlin"), paused), same=0)
    report = report_of(document, at=datetime(2027, 3, 26, 9, 30, tzinfo=UTC))
    with opened(browser, written(report, tmp_path)) as sheet:
        clocks = sheet.page.evaluate("qstashReview.rows[0].clocks")
        assert clocks == [[(2 * 24 + 1) * 60, "Europe/Berlin", 3600]]
        assert "paused" in sheet.page.locator("#rows .words").inner_text()
        sheet.page.locator("#rows .lane").focus()
        for _ in range(2 * 24 + 2):
            sheet.page.keyboard.press("ArrowRight")
        told = sheet.page.locator("#tip").inner_text()
    assert "the clock in Europe/Berlin goes 60 minutes forward" in told
    assert "(paused: left out)" in told


@pytest.mark.browser
def test_hover_tells_the_exact_runs(browser: Browser, tmp_path: Path) -> None:
    """Under the pointer the runs of that hour are told, each with its minute."""
    report = report_of(digest(step("update", "job", schedule("10,40 6 * * *"), schedule("*/15 6 * * *")), same=0))
    with opened(browser, written(report, tmp_path)) as sheet:
        box = sheet.page.locator("#rows .lane").bounding_box()
        assert box is not None
        sheet.page.locator("#rows .lane").scroll_into_view_if_needed()
        box = sheet.page.locator("#rows .lane").bounding_box()
        assert box is not None
        sheet.page.mouse.move(box["x"] + box["width"] * (30.5 / 168), box["y"] + 10)
        told = sheet.page.locator("#tip").inner_text().splitlines()
    assert told == [
        "Tue 24 Nov, 06:00 to 06:59 UTC",
        "before: 2 runs: 06:10 06:40",
        "after: 4 runs: 06:00 06:15 06:30 06:45",
    ]


@pytest.mark.browser
def test_filter_and_order(browser: Browser, tmp_path: Path) -> None:
    """The list is filtered by name, ordered by change or by name, and shows the unchanged on demand."""
    report = recorded("thousand")
    with opened(browser, written(report, tmp_path)) as sheet:
        changed = [each.name for each in report.items]
        assert sheet.names() == changed
        sheet.page.locator("#order").select_option("name")
        assert sheet.names() == sorted(changed)
        sheet.page.locator("#filter").fill("JOB-050")
        assert sheet.names() == [f"job-{number:04}" for number in range(500, 510)]
        assert sheet.page.locator("#count").inner_text() == "10 of 1,000 schedules"
        sheet.page.locator("#filter").fill("nothing like it")
        assert sheet.names() == []
        sheet.page.locator("#filter").fill("")
        sheet.page.locator("#unchanged").check()
        assert len(sheet.names()) == 1000
        assert sheet.said == []


@pytest.mark.browser
def test_a_thousand_schedules_draw_only_what_is_in_view(browser: Browser, tmp_path: Path) -> None:
    """Of a thousand rows those near the view have a chart, and scrolling moves that window along."""
    with opened(browser, written(recorded("thousand"), tmp_path)) as sheet:
        sheet.page.locator("#unchanged").check()
        drawn = "qstashReview.rows.filter(row => row.lane).length"
        sheet.page.locator("#rows .row").nth(500).scroll_into_view_if_needed()
        sheet.page.wait_for_function("() => document.querySelectorAll('#rows .row')[500].querySelector('canvas')")
        assert 0 < sheet.page.evaluate(drawn) < 60
        sheet.page.locator("#rows .row").nth(999).scroll_into_view_if_needed()
        sheet.page.wait_for_function("() => document.querySelectorAll('#rows .row')[999].querySelector('canvas')")
        sheet.page.wait_for_function("() => !document.querySelectorAll('#rows .row')[500].querySelector('canvas')")
        assert 0 < sheet.page.evaluate(drawn) < 60


@pytest.mark.browser
def test_the_keyboard_reaches_everything(browser: Browser, tmp_path: Path) -> None:
    """The list is one stop of the Tab key; arrows go from row to row and from run to run; Enter unfolds."""
    with opened(browser, written(recorded("update"), tmp_path)) as sheet:
        page_ = sheet.page
        focused = "document.activeElement.closest('.row')?.querySelector('.title')?.textContent"
        page_.locator("#unchanged").focus()
        page_.keyboard.press("Tab")
        assert page_.evaluate(focused) == "poll"
        page_.keyboard.press("ArrowDown")
        assert page_.evaluate(focused) == "nightly"
        page_.keyboard.press("Enter")
        detail = page_.locator(".row .detail").inner_text()
        assert "every day at 03:15 Europe/Madrid" in detail
        assert "QS205" in detail
        page_.keyboard.press("Enter")
        assert page_.locator(".row .detail").count() == 0
        page_.keyboard.press("Tab")
        page_.keyboard.press("ArrowRight")
        page_.wait_for_function("() => document.getElementById('live').textContent.includes('01:30')")
        page_.keyboard.press("Escape")
        assert page_.locator("#tip").is_hidden()
        page_.locator("#map-0").focus()
        page_.keyboard.press("ArrowRight")
        assert "deliver" in page_.locator("#tip").inner_text()


@pytest.mark.browser
def test_a_screen_reader_hears_names_and_labels(browser: Browser, tmp_path: Path) -> None:
    """Every control, chart and section has a name, and the load is there as a table too."""
    report = recorded("update")
    with opened(browser, written(report, tmp_path)) as sheet:
        nameless = sheet.page.evaluate("""() => [...document.querySelectorAll(
            'button, input, select, [role=img], section')]
            .filter(each => !(each.textContent.trim() || each.getAttribute('aria-label') || each.closest('label')))
            .map(each => each.outerHTML)""")
        assert nameless == []
        label = sheet.page.locator("#rows .lane").first.get_attribute("aria-label")
        assert label is not None
        assert "poll, update. before: every 5 minutes" in label
        cells = sheet.page.locator("#map-1 ~ details td").all_text_contents()
        assert [int(each) for each in cells] == list(report.load_after)
        assert sheet.page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("name", ["update", "secret", "thousand"])
def test_no_width_scrolls_sideways(browser: Browser, tmp_path: Path, name: str, width: int) -> None:
    """The page fits into a phone's width, details unfolded."""
    with opened(browser, written(recorded(name), tmp_path), width=width, height=800) as sheet:
        sheet.page.locator("#rows .name").first.click()
        assert sheet.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_light_and_dark_have_enough_contrast(browser: Browser, tmp_path: Path) -> None:
    """Text stands out from its ground by at least 4.5 to 1 in both colour schemes."""
    for dark in (False, True):
        with opened(browser, written(recorded("update"), tmp_path), dark=dark) as sheet:
            for ink, ground in (("ink", "panel"), ("soft", "panel"), ("faint", "panel"), ("faint", "ground"),
                                ("danger", "danger-soft"), ("warning", "warning-soft"), ("note", "note-soft"),
                                ("before-ink", "ground"), ("after-ink", "ground")):  # fmt: skip
                assert _contrast(sheet, ink, ground) >= 4.5, (dark, ink, ground)


def _contrast(sheet: Sheet, ink: str, ground: str) -> float:
    read = "name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()"
    light, dark = sorted((_luminance(sheet.page.evaluate(read, each)) for each in (ink, ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.browser
def test_hostile_names_stay_text(browser: Browser, tmp_path: Path) -> None:
    """Markup in names, crons and destinations is shown as text and never runs."""
    properties = schedule(HOSTILE, destination=HOSTILE, scheduleId=HOSTILE, labels=[HOSTILE])
    document = digest(
        step("create", HOSTILE, None, properties),
        step("update", "b" + HOSTILE, schedule(), schedule("0 * * * *", destination=HOSTILE)),
        diagnostics=[{"severity": "error", "message": HOSTILE}],
    )
    with opened(browser, written(report_of(document), tmp_path)) as sheet:
        for number in range(2):
            sheet.page.locator("#rows .name").nth(number).click()
        assert sheet.page.evaluate("window.pwned") is None
        assert sheet.said == []
        assert HOSTILE in sheet.names()


@pytest.mark.browser
def test_a_page_without_schedules_holds_no_empty_charts(browser: Browser, tmp_path: Path) -> None:
    """Where nothing of QStash changes the page says so, and draws nothing."""
    with opened(browser, written(report_of(digest()), tmp_path)) as sheet:
        assert sheet.said == []
        assert "Nothing changes in QStash." in sheet.page.inner_text("header")
        assert sheet.page.locator("table, .map, .lane").count() == 0


@pytest.mark.browser
def test_labels_of_sums_keep_their_words_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    """No label of the table of sums is broken within a word."""
    with opened(browser, written(recorded("update"), tmp_path), width=360, height=800) as sheet:
        heights = sheet.page.eval_on_selector_all(".sums tbody tr", "rows => rows.map(row => row.offsetHeight)")
        assert max(heights) < 90
