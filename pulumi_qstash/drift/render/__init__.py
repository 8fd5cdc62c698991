"""The report in each format, as text to be written out."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from pulumi_qstash.drift.report import Report

FORMATS = ("text", "markdown", "html", "json")


def render(report: Report, form: str) -> str:
    """The report in one of `FORMATS`; only what that format needs is imported."""
    module = import_module(f"pulumi_qstash.drift.render.{form}")
    write: Callable[[Report], str] = module.render
    return write(report)
