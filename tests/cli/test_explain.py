"""`pulumi-qstash explain`."""

from __future__ import annotations

import json
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner, Result

from pulumi_qstash.cli.explain import command

AT = ("--at", "2027-03-26T00:00Z")


def explain(*args: str) -> Result:
    """Runs the verb in this process."""
    return CliRunner().invoke(command, list(args))


def test_it_says_words_rate_runs_surprises_and_dialects() -> None:
    """The text has the words with the rate, the runs in both clocks, what to mind, and other dialects."""
    done = explain("30 2 * * *", "--time-zone", "Europe/Berlin", *AT, "--next", "3")
    assert done.exit_code == 0
    assert done.output == (
        "30 2 * * *\n"
        "  every day at 02:30 Europe/Berlin, 30 a month\n"
        "\n"
        "Next runs (Europe/Berlin, UTC)\n"
        "  Fri 2027-03-26 02:30:00 +0100   Fri 2027-03-26 01:30:00 UTC\n"
        "  Sat 2027-03-27 02:30:00 +0100   Sat 2027-03-27 01:30:00 UTC\n"
        "  Mon 2027-03-29 02:30:00 +0200   Mon 2027-03-29 00:30:00 UTC\n"
        "\n"
        "Mind\n"
        "  When the clocks go forward in Europe/Berlin, QStash leaves out the run at 02:30 for good.\n"
        "  When the clocks go back in Europe/Berlin, QStash does the run at 02:30 twice.\n"
        "\n"
        "Elsewhere\n"
        "  crontab: makes up for a skipped time after the clock change, and repeats none\n"
        "  Quartz: wants seconds first, a ? for one day field and 1 for Sunday: write 0 30 2 * * ?\n"
        "  EventBridge: wants a year last, a ? for one day field and 1 for Sunday: write cron(30 2 * * ? *); "
        "it repeats nothing when clocks go back\n"
        "  croniter: moves a skipped time to the end of the gap\n"
    )


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_a_refusal_exits_with_1_in_every_format(form: str) -> None:
    """What QStash would refuse gives the reason, the remedy and exit code 1."""
    done = explain("0 0 * * 7", "--format", form)
    assert done.exit_code == 1
    assert "use 0 for Sunday" in done.output
    assert "is outside 0-6" in done.output


def test_two_zones_are_refused() -> None:
    """A zone in the expression and another as option is a refusal, not a guess."""
    done = explain("CRON_TZ=UTC 0 9 * * *", "--time-zone", "Europe/Berlin")
    assert done.exit_code == 1
    assert "given twice" in done.output


def test_json_is_for_programs() -> None:
    """JSON gives instants in ISO form, the rate as numbers, and codes."""
    answer = json.loads(explain("CRON_TZ=Asia/Tokyo 0 0 1 * 1", *AT, "--next", "1", "--format", "json").output)
    assert answer["accepted"] is True
    assert answer["timeZone"] == "Asia/Tokyo"
    assert answer["next"] == [{"utc": "2027-03-28T15:00:00Z", "local": "2027-03-29T00:00:00+09:00"}]
    assert answer["rate"]["perMonth"] == pytest.approx(5.205625)
    assert [each["code"] for each in answer["surprises"]] == ["either-day"]
    refused = json.loads(explain("0 0 * * 7", "--format", "json").output)
    assert (refused["accepted"], refused["suggestion"]) == (False, "use 0 for Sunday")


def test_markdown_neither_mentions_nor_marks_up() -> None:
    """Stars, pipes and an at sign of an expression stay what they are in GitHub's Markdown."""
    output = explain("*/7 * * * *", "--format", "markdown", *AT).output
    assert "*/7" not in output
    assert "<code>&#42;/7 &#42; &#42; &#42; &#42;</code>" in output
    assert "@every" not in explain("@every 1h", "--format", "markdown").output
    assert "|x|" not in explain("0 0 * * |x|", "--format", "markdown").output


def test_html_escapes_and_is_whole() -> None:
    """The page is well formed, has a language and a title, and nothing of the expression becomes markup."""
    output = explain("0 0 * * <script>", "--format", "html").output
    assert "<script>" not in output
    tags: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: tags.append(tag)  # type: ignore[method-assign]
    parser.handle_endtag = lambda tag: tags.remove(tag)  # type: ignore[method-assign]
    parser.feed(explain("0 9 * * 1-5", "--format", "html", *AT).output)
    assert tags == ["meta", "meta"]
    assert '<html lang="en">' in output


def test_what_never_runs_is_said() -> None:
    """31 February is legal: it is explained, with no run."""
    done = explain("0 0 31 2 *")
    assert done.exit_code == 0
    assert "never" in done.output
    assert "No run within the five years" in done.output


def test_the_number_of_runs_is_chosen() -> None:
    """`--next N` lists N runs."""
    answer = json.loads(explain("0 * * * *", "--next", "12", "--format", "json", *AT).output)
    assert len(answer["next"]) == 12


def test_a_time_without_a_zone_is_utc() -> None:
    """`--at` without an offset is read in UTC, and nonsense is refused by name."""
    answer = json.loads(explain("0 * * * *", "--at", "2027-03-26", "--next", "1", "--format", "json").output)
    assert answer["next"][0]["utc"] == "2027-03-26T01:00:00Z"
    wrong = explain("0 * * * *", "--at", "tomorrow")
    assert wrong.exit_code == 2
    assert "tomorrow" in wrong.output


def run(*args: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a process of its own."""
    command_line = [sys.executable, *options, "-m", "pulumi_qstash.cli", "explain", *args]
    return subprocess.run(command_line, capture_output=True, text=True, check=False)


def test_the_command_line_has_the_verb() -> None:
    """`pulumi-qstash explain` answers on standard output, with the exit code of the verdict."""
    good, bad = run("0 9 * * 1-5"), run("0 0 * * 7")
    assert (good.returncode, bad.returncode) == (0, 1)
    assert "every weekday at 09:00 UTC, 22 a month" in good.stdout
    assert "use 0 for Sunday" in bad.stdout
    assert "Traceback" not in good.stderr + bad.stderr


@pytest.mark.parametrize("expression", ["0 9 * * 1-5", "*/7 * * * *", "CRON_TZ=Europe/Berlin 30 2 * * *", "0 0 * * 7"])
def test_it_starts_without_heavy_imports(expression: str) -> None:
    """Neither Pulumi nor HTTP nor pydantic nor a template engine is loaded to explain an expression."""
    done = run(expression, options=("-X", "importtime"))
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "click" in loaded
    assert not loaded & {"pulumi", "httpx", "pydantic", "grpc", "jinja2", "rich", "croniter", "cron_descriptor"}
