"""One cron expression explained: words, next runs, rate, surprises and other dialects, in four formats."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from html import escape
from typing import Any

from .. import cron as crons
from ..cron import Cron, Reading, Surprise

_CLOCK = "%a %Y-%m-%d %H:%M:%S"
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }}
body {{ max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }}
code {{ font-size: 1.05em; }}
table {{ border-collapse: collapse; }}
th, td {{ text-align: left; padding: .2rem 1.2rem .2rem 0; font-variant-numeric: tabular-nums; }}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What there is to say about an expression.

    Attributes:
        text: The expression as it was given.
        zone: The zone in which it is read; empty where it is refused.
        reason: Why QStash refuses it; empty where it does not.
        suggestion: What to write instead, or empty.
        words: When it runs, in words.
        rate: The average rate in words.
        per_day: Average runs a day.
        per_month: Average runs a month.
        next: The next runs as (UTC, local) pairs.
        surprises: What is not as many people read it.
        dialects: What other dialects make of it.
    """

    text: str
    zone: str = ""
    reason: str = ""
    suggestion: str = ""
    words: str = ""
    rate: str = ""
    per_day: float = 0.0
    per_month: float = 0.0
    next: tuple[tuple[datetime, datetime], ...] = ()
    surprises: tuple[Surprise, ...] = ()
    dialects: tuple[Reading, ...] = ()

    @property
    def accepted(self) -> bool:
        """True where QStash takes the expression."""
        return not self.reason


def explain(text: str, time_zone: str | None, at: datetime, count: int) -> Explanation:
    """Explains an expression in a zone, with the `count` runs after an aware moment."""
    try:
        cron = crons.parse(text, time_zone)
    except crons.CronError as error:
        return Explanation(
            text, reason=error.reason, suggestion=error.suggestion or "", dialects=crons.dialects(text, time_zone)
        )
    found = crons.rate(cron)
    return Explanation(
        text,
        cron.clock.name,
        words=crons.describe(cron),
        rate=crons.rate_words(cron),
        per_day=found.per_day,
        per_month=found.per_month,
        next=_next(cron, at, count),
        surprises=crons.surprises(cron),
        dialects=crons.dialects(text, time_zone),
    )


def render(explanation: Explanation, form: str) -> str:
    """The explanation as `text`, `markdown`, `html` or `json`, ending in a line break."""
    return _FORMS[form](explanation)


def _next(cron: Cron, at: datetime, count: int) -> tuple[tuple[datetime, datetime], ...]:
    runs = cron.next_runs(at, count)
    if cron.in_utc:
        return tuple((run, run) for run in runs)
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(cron.clock.name)
    return tuple((run, run.astimezone(zone)) for run in runs)


def _headline(explanation: Explanation) -> str:
    return ", ".join(part for part in (explanation.words, explanation.rate) if part)


def _text(explanation: Explanation) -> str:
    if not explanation.accepted:
        parts = [f"QStash refuses {explanation.text!r}", f"  reason: {explanation.reason}"]
        parts += [f"  try:    {explanation.suggestion}"] if explanation.suggestion else []
    else:
        parts = [explanation.text.strip(), f"  {_headline(explanation)}", *_text_runs(explanation)]
        parts += _text_section("Mind", [surprise.text for surprise in explanation.surprises])
    parts += _text_section("Elsewhere", [f"{each.dialect}: {each.text}" for each in explanation.dialects])
    return "\n".join(parts) + "\n"


def _text_runs(explanation: Explanation) -> list[str]:
    if not explanation.next:
        return ["", "No run within the five years that QStash looks ahead."]
    if explanation.zone == "UTC":
        return _text_section("Next runs (UTC)", [f"{utc:{_CLOCK}}" for utc, _ in explanation.next])
    rows = [f"{local:{_CLOCK}} {local:%z}   {utc:{_CLOCK}} UTC" for utc, local in explanation.next]
    return _text_section(f"Next runs ({explanation.zone}, UTC)", rows)


def _text_section(title: str, lines: list[str]) -> list[str]:
    return ["", title, *(f"  {line}" for line in lines)] if lines else []


def _plain(text: str) -> str:
    """Text without meaning in GitHub's Markdown: no markup, and no mention of a user called every."""
    entities = {ord(sign): f"&#{ord(sign)};" for sign in "&<>|*_`~[]\\"}
    return " ".join(text.split()).translate(entities | {ord("@"): "@\u200b"})


def _code(text: str) -> str:
    """Text as code, in an element since a backtick in it could end Markdown's own."""
    return f"<code>{_plain(text)}</code>"


def _markdown(explanation: Explanation) -> str:
    if not explanation.accepted:
        parts = [f"**QStash refuses** {_code(explanation.text)}: {_plain(explanation.reason)}."]
        parts += ["", f"Instead: {_plain(explanation.suggestion)}."] if explanation.suggestion else []
    else:
        parts = [f"{_code(explanation.text)}: **{_plain(_headline(explanation))}**", "", *_markdown_runs(explanation)]
        parts += ["", *(f"- {_plain(surprise.text)}" for surprise in explanation.surprises)]
    if explanation.dialects:
        parts += ["", "| Elsewhere | |", "|---|---|"]
        parts += [f"| {_plain(each.dialect)} | {_plain(each.text)} |" for each in explanation.dialects]
    return "\n".join(parts).rstrip() + "\n"


def _markdown_runs(explanation: Explanation) -> list[str]:
    if not explanation.next:
        return ["No run within the five years that QStash looks ahead."]
    if explanation.zone == "UTC":
        return ["| Next runs, UTC |", "|---|", *(f"| {utc:{_CLOCK}} |" for utc, _ in explanation.next)]
    head = [f"| Next runs, {_plain(explanation.zone)} | UTC |", "|---|---|"]
    return [*head, *(f"| {local:{_CLOCK}} {local:%z} | {utc:{_CLOCK}} |" for utc, local in explanation.next)]


def _html(explanation: Explanation) -> str:
    body = [f"<h1><code>{escape(explanation.text)}</code></h1>"]
    if explanation.accepted:
        body += [f"<p><strong>{escape(_headline(explanation))}</strong></p>", *_html_runs(explanation)]
        body += _html_list("Mind", [surprise.text for surprise in explanation.surprises])
    else:
        body.append(f"<p><strong>QStash refuses it:</strong> {escape(explanation.reason)}.</p>")
        body += [f"<p>Instead: {escape(explanation.suggestion)}.</p>"] if explanation.suggestion else []
    body += _html_list("Elsewhere", [f"{each.dialect}: {each.text}" for each in explanation.dialects])
    return _PAGE.format(title=escape(explanation.text), body="\n".join(body))


def _html_runs(explanation: Explanation) -> list[str]:
    if not explanation.next:
        return ["<p>No run within the five years that QStash looks ahead.</p>"]
    rows = [f"<tr><td>{local:{_CLOCK}} {local:%z}</td><td>{utc:{_CLOCK}}</td></tr>" for utc, local in explanation.next]
    zone = escape(explanation.zone)
    head = f'<table><caption>Next runs</caption><tr><th scope="col">{zone}</th><th scope="col">UTC</th></tr>'
    return [head, *rows, "</table>"]


def _html_list(title: str, lines: list[str]) -> list[str]:
    return [f"<h2>{title}</h2>", "<ul>", *(f"<li>{escape(line)}</li>" for line in lines), "</ul>"] if lines else []


def _json(explanation: Explanation) -> str:
    answer: dict[str, Any] = {"expression": explanation.text, "accepted": explanation.accepted}
    if explanation.accepted:
        answer |= {
            "timeZone": explanation.zone,
            "words": explanation.words,
            "rate": {"words": explanation.rate, "perDay": explanation.per_day, "perMonth": explanation.per_month},
            "next": [
                {"utc": f"{utc:%Y-%m-%dT%H:%M:%SZ}", "local": local.isoformat()} for utc, local in explanation.next
            ],
            "surprises": [{"code": each.code, "text": each.text} for each in explanation.surprises],
        }
    else:
        answer |= {"reason": explanation.reason, "suggestion": explanation.suggestion or None}
    answer["dialects"] = [asdict(each) for each in explanation.dialects]
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"


_FORMS = {"text": _text, "markdown": _markdown, "html": _html, "json": _json}
