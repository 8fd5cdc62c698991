"""The report as text, Markdown, a page and JSON."""

from __future__ import annotations

from ..report import Report

FORMATS = ("text", "markdown", "html", "json")


def render(report: Report, form: str, *, width: int | None = None, colour: bool = False) -> str:
    """The report in one of `FORMATS`.

    Args:
        report: The report.
        form: The format.
        width: Columns of the terminal, for text.
        colour: Whether text may carry colour codes.
    """
    if form == "json":
        from .as_json import as_json

        return as_json(report)
    if form == "markdown":
        from .markdown import markdown

        return markdown(report)
    if form == "html":
        from .page import page

        return page(report)
    from .text import text

    return text(report, width=width, colour=colour)
