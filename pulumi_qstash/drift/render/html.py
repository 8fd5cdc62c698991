"""The report as one page that works offline."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader

from pulumi_qstash.drift.render import sentences
from pulumi_qstash.drift.report import Report, Status


def render(report: Report) -> str:
    """The report as an HTML page without anything beside it."""
    environment = Environment(
        loader=PackageLoader("pulumi_qstash.drift", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("report.html.j2")
    shown = (Status.CHANGED, Status.GONE, Status.UNMANAGED)
    return page.render(report=report, sentences=sentences, sections=[(s, report.of(s)) for s in shown], Status=Status)
