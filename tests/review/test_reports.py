"""Reports of recorded previews, kept as files that a person reads (`pytest --snapshot-update` writes them anew)."""

from __future__ import annotations

import json

import pytest
from support.previews import NAMES, recorded
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from pulumi_qstash.review.render import render

KEYS = (
    "version", "kind", "project", "stack", "headline", "at", "plan", "complete", "failed", "problems", "resources",
    "others", "totals", "busiestMinute", "load", "findings", "notes",
)  # fmt: skip
RESOURCE_KEYS = ("kind", "name", "urn", "action", "id", "newId", "before", "after", "settings", "losses")


class _TextFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


class _MarkdownFile(_TextFile):
    file_extension = "md"


@pytest.mark.parametrize("name", NAMES)
def test_text(name: str, snapshot: SnapshotAssertion) -> None:
    """The text of each recorded preview stays as it was read and approved."""
    assert render(recorded(name), "text") == snapshot(extension_class=_TextFile)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "thousand"])
def test_markdown(name: str, snapshot: SnapshotAssertion) -> None:
    """The comment of each recorded preview stays as it was read and approved."""
    assert render(recorded(name), "markdown") == snapshot(extension_class=_MarkdownFile)


@pytest.mark.parametrize("name", NAMES)
def test_json_says_what_the_docs_promise(name: str) -> None:
    """The JSON form has its version and the keys that docs/review/json.md names, for every recorded preview."""
    document = json.loads(render(recorded(name), "json"))
    assert document["version"] == 1
    assert tuple(document) == KEYS
    for resource in document["resources"]:
        assert tuple(resource) == RESOURCE_KEYS
    assert (document["project"], document["stack"]) == ("shop", "prod")


def test_json_numbers_are_the_reports() -> None:
    """The JSON form has the report's own numbers."""
    report = recorded("update")
    document = json.loads(render(report, "json"))
    assert document["totals"]["after"]["messagesPerDay"] == pytest.approx(report.after.messages_per_day)
    assert document["load"]["after"] == list(report.load_after)
    assert document["busiestMinute"]["after"]["at"] == "2026-11-23T14:00:00Z"
