"""The comment: it fits, and nothing in it can break out."""

from __future__ import annotations

import re

import pytest
from support.previews import NAMES, created, digest, recorded, report_of, schedule, step

from pulumi_qstash.review.render.blocks import strip
from pulumi_qstash.review.render.markdown import MARKER, markdown

GITHUB_LIMIT = 65_536
HOSTILE = (
    "x|y\n| @everyone #12 <img src=x onerror=alert(1)> `code` **b** ](http://evil.example) "
    "</details> :tada: \\| $a$ GH-1"
)


@pytest.mark.parametrize("name", NAMES)
def test_a_comment_fits(name: str) -> None:
    """Every recorded preview fits into a comment, and begins with the mark by which the comment is found again."""
    text = markdown(recorded(name))
    assert len(text.encode()) < GITHUB_LIMIT
    assert text.startswith(MARKER)


def test_a_huge_change_says_what_it_leaves_out() -> None:
    """A change of 3,000 resources fits too, and says how many it does not show."""
    steps = [
        step(
            "create",
            f"a-rather-long-name-of-a-job-{number}",
            None,
            schedule(f"{number % 60} * * * *", labels=["x" * 60] * 20),
        )
        for number in range(3000)
    ]
    text = markdown(report_of(digest(*steps)))
    assert len(text.encode()) < GITHUB_LIMIT
    assert "and 2,960 more resources" in text
    assert re.search(r"Details of [\d,]+ more resources are left out", text)
    assert text.count("<details>") == text.count("</details>")


def test_a_huge_failure_fits() -> None:
    """Messages of a failed preview are cut too."""
    document = digest(
        diagnostics=[{"severity": "error", "message": f"{number} " + "word " * 400} for number in range(300)]
    )
    assert len(markdown(report_of(document)).encode()) < GITHUB_LIMIT


def hostile_texts() -> list[str]:
    """A report on a schedule with hostile text wherever a program may put text."""
    properties = schedule(
        HOSTILE, destination=HOSTILE, scheduleId=HOSTILE, labels=[HOSTILE], method=HOSTILE, timeZone=HOSTILE,
        queue=HOSTILE, retryDelay=HOSTILE, headers={HOSTILE: "x"}, flowControl={"key": HOSTILE},
    )  # fmt: skip
    endpoint = {"url": "https://a.example/" + HOSTILE, "name": HOSTILE}
    document = digest(
        step("create", HOSTILE, None, properties),
        step("update", "b" + HOSTILE, schedule(), {**properties, "cron": "0 * * * *", "timeZone": None}),
        step(
            "create",
            "team" + HOSTILE,
            None,
            {"groupName": HOSTILE, "endpoints": [endpoint]},
            kind="UrlGroup",
        ),
        {"op": "create", "urn": f"urn:pulumi:prod::shop::a:b:{HOSTILE}::x", "newState": {"type": f"a:b:{HOSTILE}"}},
        diagnostics=[{"severity": "error", "message": HOSTILE}],
    )
    return markdown(report_of(document)).splitlines()


def test_nothing_in_a_name_or_a_cron_breaks_the_comment() -> None:
    """Hostile text mentions nobody, links no issue, opens no tag, and leaves every table row its number of cells."""
    lines = hostile_texts()
    fenced = False
    columns = 0
    for line in lines:
        if line.startswith("```"):
            fenced = not fenced
            continue
        if fenced:
            assert "`" not in line
            continue
        assert not re.search(r"@\w", line), line
        assert not re.search(r"&#64;\w", _outside_code(line)), line
        assert not re.search(r"#\d", re.sub(r"&#\d+;", "", line)), line
        assert not re.search(r"&#35;\d", _outside_code(line)), line
        assert re.fullmatch(r"[^<]*(<(/?(code|details|summary|br|sub)|!-- pulumi-qstash review --)>[^<]*)*", line), line
        assert "](" not in line
        if line.startswith("|"):
            columns = columns or line.count("|")
            assert line.count("|") == columns, line
        else:
            columns = 0
    assert not fenced


def _outside_code(line: str) -> str:
    return re.sub(r"<code>.*?</code>", "", line)


def test_hostile_text_opens_no_fold() -> None:
    """Folds open and close in pairs."""
    text = "\n".join(hostile_texts())
    assert text.count("<details>") == text.count("</details>")


def test_the_headline_says_the_change() -> None:
    """The headline names what happens and what it does to the number of messages."""
    assert "5 times as many" in markdown(recorded("failed"))
    assert "Nothing changes in QStash." in markdown(recorded("nothing-changed"))
    assert "The preview failed" in markdown(recorded("program-fails"))


def test_a_part_of_a_stack_is_titled_so() -> None:
    """Without the unchanged the sums are called those of the changed resources only."""
    assert "Changed resources only" in markdown(recorded("replace"))
    assert "The whole stack" in markdown(recorded("update"))


def test_other_clouds_are_counted() -> None:
    """Resources of other providers are counted by kind and action."""
    text = markdown(recorded("mixed-clouds"))
    assert re.search(r"cloud/storage.*Bucket</code> create 2", text)
    assert re.search(r"cloud/compute.*Function</code> create 1", text)


@pytest.mark.parametrize(
    ("minutes", "drawn"),
    [
        (range(60), "█·······················"),
        ([60], "·▁······················"),
        (range(0, 1440, 5), "▅" * 24),
        (range(0, 1440, 60), "▁" * 24),
        ([1440], "·" * 24),
        ([], "·" * 24),
    ],
)
def test_a_strip_draws_each_hour(minutes: range | list[int], drawn: str) -> None:
    """A strip has one character for each hour, the higher the more often it runs."""
    assert strip(list(minutes), 0) == drawn


def test_unknown_time_tables_are_not_drawn_as_empty() -> None:
    """A strip of a secret or unknown cron says so, and never looks like a day without runs."""
    text = markdown(recorded("unknown"))
    block = text.split("```text")[1].split("```")[0]
    assert "(known after apply)" in block
    assert "·" * 24 not in block


def test_an_empty_report_is_short() -> None:
    """A schedule without a finding has no findings section."""
    assert "warning" not in markdown(created())
