"""A headless Chromium for the tests of pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
#: The sandbox of Chromium does not run as root; the others keep it from calling home.
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def missing() -> str | None:
    """Why no browser can be started, or None."""
    if CHROMIUM is None:
        return "NO BROWSER: install chromium to run the tests of pages"
    try:
        import playwright  # noqa: F401
    except ModuleNotFoundError:
        return "NO BROWSER: install playwright to run the tests of pages"
    return None


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; without one the test is skipped, in CI it fails."""
    reason = missing()
    if reason and os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(f"{reason} (in CI this is a failure)")
    if reason:
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        yield browser
        browser.close()


class Sheet:
    """A page of a report in a browser, with everything that its console said."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page, self.said = page, list[str]()
        self.requests: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(path.as_uri())
        page.wait_for_function("() => window.qstashReview || !document.getElementById('data')")

    def names(self) -> list[str]:
        """The names of the rows of the list, in their order."""
        return self.page.locator("#rows .title").all_text_contents()

    def row(self, name: str) -> int:
        """The index of a schedule's row in the page's data."""
        found = self.page.evaluate("name => qstashReview.rows.findIndex(row => row.name === name)", name)
        assert isinstance(found, int)
        assert found >= 0, name
        return found


@contextmanager
def opened(
    browser: Browser, path: Path, *, width: int = 1280, height: int = 900, dark: bool = False
) -> Iterator[Sheet]:
    """A page opened at a size and in a colour scheme, without any network."""
    scheme = "dark" if dark else "light"
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, offline=True)
    try:
        yield Sheet(context.new_page(), path)
    finally:
        context.close()
