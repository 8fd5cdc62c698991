"""The screenshots in the docs: made by this test with `--snapshot-update`, and there at all times."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.browser import chromium, opened
from support.previews import recorded

from pulumi_qstash.review.render.page import page

FOLDER = Path(__file__).parents[2] / "docs" / "review"
#: Width, height, dark. The tall ones reach down to the load map.
SHOTS = {"page-light": (1280, 2060, False), "page-dark": (1280, 2060, True), "page-phone": (390, 844, True)}
PHONE = 500
LARGEST = 300_000


@pytest.mark.browser
def test_screenshots_are_kept(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Light, dark and phone width are in the docs, each under 300 kB."""
    if request.config.getoption("--snapshot-update"):
        take(tmp_path)
    for name in SHOTS:
        data = (FOLDER / f"{name}.png").read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) < LARGEST


def take(folder: Path) -> None:
    """Takes the screenshots anew."""
    path = folder / "page.html"
    path.write_text(page(recorded("showcase")), "utf-8")
    with chromium() as browser:
        for name, (width, height, dark) in SHOTS.items():
            with opened(browser, path, width=width, height=height, dark=dark) as sheet:
                if width < PHONE:
                    sheet.page.evaluate("document.getElementById('week').scrollIntoView({behavior: 'instant'})")
                sheet.page.wait_for_timeout(300)
                sheet.page.screenshot(path=FOLDER / f"{name}.png")
