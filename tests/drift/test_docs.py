"""The pages about drift and adoption name only commands and options that there are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from pulumi_qstash.cli.group import group

ROOT = Path(__file__).parents[2]
PAGES = ["docs/drift.md", "docs/adopt.md", "examples/drift-check/README.md"]


def commands(page: str) -> list[list[str]]:
    """Every `pulumi-qstash …` in a shell block of a page, as words."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)
    lines = [line.split("  #")[0] for block in blocks for line in block.splitlines()]
    return [
        shlex.split(line.split("pulumi-qstash ", 1)[1]) for line in lines if re.search(r"(?<!=)\bpulumi-qstash ", line)
    ]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_is_understood(page: str) -> None:
    """Each command line of the page parses: its verb, its options and their values exist."""
    found = commands(page)
    assert found
    for words in found:
        command: click.Command | None = group
        context = click.Context(group)
        while isinstance(command, click.Group):
            verb, *words = words
            command = command.get_command(context, verb)
            assert command is not None, verb
        command.make_context(verb, list(words), resilient_parsing=False)


def test_every_option_is_told() -> None:
    """Each option of `drift` and `adopt` stands on its page, so that none is found by chance alone."""
    for verb in ("drift", "adopt"):
        command = group.get_command(click.Context(group), verb)
        page = (ROOT / f"docs/{verb}.md").read_text()
        assert command is not None
        options = {max(p.opts, key=len) for p in command.params} - {"--cwd", "--help"}
        assert [o for o in sorted(options) if o not in page] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Each link to another file of the repository leads to one."""
    text = (ROOT / page).read_text()
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert ((ROOT / page).parent / target).exists(), target
