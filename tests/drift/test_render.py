"""The report in each format: the same facts, fit for its reader, whatever stands in the values."""

from __future__ import annotations

import html
import json
import re

import pytest

from pulumi_qstash.drift.render import FORMATS, render
from pulumi_qstash.drift.render.markdown import LIMIT
from pulumi_qstash.drift.report import Change, Entry, Report, Status

NASTY = "<script>alert(1)</script> | `x` \n ## title * [a](b)"


def entry(status: Status = Status.CHANGED, id_: str = "nightly", **more: object) -> Entry:
    given = {"kind": "Schedule", "account": "me@qstash.example.com", "name": id_, "stack": "shop/dev"} | more
    return Entry(status=status, id=id_, **given)  # type: ignore[arg-type]


def report(*entries: Entry, **more: object) -> Report:
    given = {"stacks": ("shop/dev",), "accounts": ("me@qstash.example.com",)} | more
    return Report(entries=entries, **given)  # type: ignore[arg-type]


CRON = Change("cron", "0 3 * * *", "* * * * *", "every day at 03:00 UTC", "every minute")
EVERYTHING = report(
    entry(changes=(CRON, Change("retries", "5", None))),
    entry(Status.GONE, "digest", kind="Queue"),
    entry(
        Status.UNMANAGED,
        "stray",
        name="",
        stack="",
        about="every hour, to https://shop.example.com/",
        notes=("paused",),
    ),
    entry(Status.IN_SYNC, "failing", paused=True, last_failure="404 Not Found"),
    entry(Status.IN_SYNC, "hidden", not_compared=("body",)),
    notes=("the secrets of x cannot be decrypted",),
    ignored=3,
)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_everything(form: str) -> None:
    """Each fact of the report stands in each format."""
    text = html.unescape(render(EVERYTHING, form)).replace("\\", "")
    for fact in (
        "nightly", "0 3 * * *", "* * * * *", "every minute", "retries", "digest", "stray", "every hour", "paused",
        "404 Not Found", "hidden", "body", "cannot be decrypted", "3",
    ):  # fmt: skip
        assert fact in text, fact


def test_json_is_one_document_with_a_version() -> None:
    """The JSON form carries its version, the verdict and the counts."""
    said = json.loads(render(EVERYTHING, "json"))
    assert (said["version"], said["drift"]) == (1, True)
    assert said["summary"] == {"changed": 1, "gone": 1, "unmanaged": 1, "inSync": 2, "ignored": 3}
    assert said["objects"][0]["changes"][1] == {"path": "retries", "before": "5", "after": None}


def test_a_page_runs_nothing_that_it_shows() -> None:
    """Markup in a value is text on the page, and the page loads nothing from elsewhere."""
    page = render(report(entry(changes=(Change("body", NASTY, "x"),), id_=NASTY)), "html")
    assert "<script" not in page
    assert not re.search(r"(src|href)\s*=|url\(", page)


def test_markdown_keeps_its_table() -> None:
    """A pipe, a backtick or a line break in a value neither ends a cell nor begins a heading."""
    text = render(report(entry(changes=(Change("body", NASTY, "a`b"),))), "markdown")
    (row,) = [line for line in text.splitlines() if "body" in line]
    assert len(re.findall(r"(?<!\\)\|", row)) == 5
    assert "\n## title" not in text


def test_markdown_fits_into_a_comment() -> None:
    """A report of any size stays under GitHub's limit, and says how much it left out."""
    many = [entry(id_=f"nightly-{i}", changes=(CRON,)) for i in range(2000)]
    text = render(report(*many), "markdown")
    assert len(text) < LIMIT
    assert re.search(r"…and \d+ more lines", text)
    assert "2000 changed" in text


def test_text_is_plain_where_nobody_watches() -> None:
    """Without a terminal there is no escape sequence in the text."""
    assert "\x1b" not in render(EVERYTHING, "text")


def test_a_stack_is_named_only_where_there_are_several() -> None:
    """With one stack and one account the entries do not repeat them."""
    one = render(report(entry(changes=(CRON,))), "text")
    two = render(report(entry(changes=(CRON,)), stacks=("shop/dev", "shop/prod")), "text")
    assert (one.count("shop/dev"), two.count("shop/dev")) == (1, 2)


def test_a_pause_that_is_not_managed_is_said_to_be_no_drift() -> None:
    """The sentence about an unmanaged pause says why the exit code is 0."""
    text = render(report(entry(Status.IN_SYNC, paused=True)), "text")
    assert "this is no drift" in " ".join(text.split())
    assert "matches the code" in text
