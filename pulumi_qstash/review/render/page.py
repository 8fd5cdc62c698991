"""The report as one page that works offline."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from .. import say
from ..report import Report
from . import rows
from .page_data import left_out, page_data
from .sums import sums, worth_showing

#: In the order in which they build on each other.
_SCRIPTS = ("data", "words", "tip", "lane", "detail", "list", "map", "main")


def page(report: Report) -> str:
    """The HTML text."""
    data = page_data(report)
    template = _environment().from_string(_asset("template.html.j2"))
    return template.render(
        report=report,
        say=say,
        groups=rows.grouped(report.findings),
        sums=sums(report),
        worth_showing=worth_showing(report),
        left_out=left_out(report),
        style=Markup(_asset("vendor/uPlot.min.css") + _asset("page.css")),  # noqa: S704  our own files
        charts=Markup(_asset("vendor/uPlot.iife.min.js")),  # noqa: S704  our own files
        script=Markup("\n".join(_asset(f"scripts/{name}.js") for name in _SCRIPTS)),  # noqa: S704  our own files
        scheduled=bool(data["rows"]),
        data=_embedded(data),
    )


def _embedded(data: dict[str, Any]) -> Markup:
    """JSON that cannot end the script element which holds it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(escaped.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704  nothing left to end it


@cache
def _environment() -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _asset(name: str) -> str:
    return (resources.files("pulumi_qstash.review") / "page" / name).read_text("utf-8")
