"""The page at `/`, in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from pulumi_qstash.devserver import DevServer

from .conftest import Ask, put_schedule

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MARKUP = "<script>alert(1)</script>"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no Chromium: install Debian's package chromium")
        pytest.skip("there is no Chromium on PATH: the page was not looked at in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, server: DevServer) -> Iterator[Page]:
    """A page that fails the test on any error, and on any request to another place."""
    opened = browser.new_page()
    opened.set_default_timeout(20_000)
    problems: list[str] = []
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("request", lambda r: None if r.url.startswith((server.url, "data:")) else problems.append(r.url))
    yield opened
    opened.close()
    assert problems == []


def furnish(ask: Ask) -> None:
    ask("PUT", "/_dev/clock", {"now": "2026-11-23T10:00:00Z"})
    put_schedule(
        ask, "nightly", "https://shop.example.com/in?key=hidden-1", "hidden-2",
        Upstash_Cron="CRON_TZ=Europe/Berlin 0 9 * * 1-5", Upstash_Forward_Authorization="hidden-3",
    )  # fmt: skip
    put_schedule(ask, "never", Upstash_Cron="0 0 31 2 *")
    ask("POST", "/v2/schedules/never/pause")
    ask("POST", "/v2/queues", {"queueName": "orders", "parallelism": 2})
    ask("POST", "/v2/topics/g/endpoints", {"endpoints": [{"url": "https://a.com", "name": MARKUP}]})
    ask("POST", "/v2/publish/https://e.com", Upstash_Flow_Control_Key="k", Upstash_Flow_Control_Value="rate=3")
    ask("GET", "/v2/schedules/missing?qstash_token=hidden-4")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_person_sees_the_account(scheme: str, page: Page, server: DevServer, ask: Ask) -> None:
    """Objects, next runs in words, and the last requests are there; no secret is, in light and in dark."""
    furnish(ask)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{server.url}/")
    nightly = page.locator("tr", has_text="nightly").first.inner_text()
    assert "every weekday at 09:00 Europe/Berlin" in nightly
    assert "Tue 24 Nov 2026, 08:00:00 UTC" in nightly
    assert "active" in nightly
    assert "paused" in page.locator("tr", has_text="31 2").inner_text()
    text = page.inner_text("body")
    for word in ("orders", MARKUP, "never delivered", "404", "1 message stored"):
        assert word in text
    assert "hidden-" not in page.content()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 23, 27)"
    assert dark is (scheme == "dark")


@pytest.mark.browser
def test_the_page_keeps_itself_up_to_date(page: Page, server: DevServer, ask: Ask) -> None:
    """What is written appears by itself, until that is switched off."""
    page.goto(f"{server.url}/")
    assert "No queue yet." in page.inner_text("body")
    ask("POST", "/v2/queues", {"queueName": "arrived"})
    page.wait_for_selector("text=arrived")
    page.click("button")
    assert page.inner_text("button") == "Refresh is off"


@pytest.mark.browser
def test_a_phone_shows_it_without_scrolling_sideways(page: Page, server: DevServer, ask: Ask) -> None:
    """Rows stand under each other, each value with its name, however long names and addresses are."""
    furnish(ask)
    put_schedule(ask, "x" * 300, f"https://{'a' * 300}.com/")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{server.url}/")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    cells = page.locator("tr", has_text="nightly").first.locator("td").all()
    assert len({box["x"] for cell in cells if (box := cell.bounding_box())}) == 1
    label = page.evaluate("getComputedStyle(document.querySelector('td[data-label]'), '::before').content")
    assert label == '"Runs: "'


@pytest.mark.browser
def test_what_does_not_change_stays_in_place(page: Page, server: DevServer, ask: Ask) -> None:
    """A running clock replaces nothing but itself, and a link that has the focus keeps it."""
    put_schedule(ask, "yearly", Upstash_Cron="0 0 1 1 *")
    page.goto(f"{server.url}/")
    page.locator("footer a").first.focus()
    page.evaluate("window.mine = document.querySelector('#content table'), 0")
    before = page.inner_text("#server")
    page.wait_for_function("before => document.getElementById('server').innerText !== before", arg=before)
    assert page.evaluate("window.mine.isConnected")
    assert page.evaluate("document.activeElement.tagName") == "A"


def test_a_password_in_an_address_is_not_shown(ask: Ask) -> None:
    """Neither where a schedule goes, nor in an endpoint, nor among the requests."""
    address = "https://user:hidden-5@example.com/hook?key=hidden-6"
    put_schedule(ask, "a", address)
    ask("POST", "/v2/topics/g/endpoints", {"endpoints": [{"url": address}]})
    text = ask("GET", "/").text
    assert "hidden-" not in text
    assert text.count("https://…@example.com/hook?…") == 3


def test_the_page_is_complete_in_itself(ask: Ask) -> None:
    """It loads nothing from elsewhere, and its policy would not let it."""
    furnish(ask)
    reply = ask("GET", "/")
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert not [part for part in ("<script src", '<link rel="stylesheet', "@import", "url(") if part in reply.text]
    assert ask("GET", "/", Origin="https://evil.example.com").status == 200
    assert ask("GET", "/", Host="evil.example.com").status == 403


def test_many_objects_make_a_page_of_bounded_size(ask: Ask) -> None:
    """Beyond two hundred of a kind the page says how many more there are."""
    for n in range(205):
        put_schedule(ask, f"s{n}")
        ask("POST", "/v2/publish/https://e.com", Upstash_Flow_Control_Key=f"k{n}", Upstash_Flow_Control_Value="rate=1")
    text = ask("GET", "/").text
    assert text.count("and 5 more") == 2
    assert "Flow control <small>205" in text
