"""No message shows a secret of the configuration."""

from __future__ import annotations

import json
from pathlib import Path

from support.probe_project import ProbeProject

from pulumi_qstash.cli.operation import without_secrets


def test_what_a_program_says_is_stripped_of_secrets(tmp_path: Path) -> None:
    """A program that prints or raises a secret of the configuration is shown with `[secret]` in its place."""
    project = ProbeProject.at(tmp_path)
    project.ok("stack", "init", "dev")
    project.ok("config", "set", "--secret", "key", "hush-hush")
    project.ok("config", "set", "--secret", "--path", "map.inner", "nested-hush")
    (project.root / "__main__.py").write_text(
        "import pulumi\nconfig = pulumi.Config()\nprint('it is', config.require('key'))\n"
        "raise RuntimeError(config.require_object('map')['inner'])\n"
    )
    for form in ([], ["--json"], ["--diff"]):
        ran = project.run("preview", *form)
        assert ran.code == 1
        assert "[secret]" in ran.text
        assert "hush" not in ran.text
    assert json.loads(project.run("preview", "--json").out)["config"] == {
        "parity:key": "[secret]",
        "parity:map": '{"inner":"[secret]"}',
    }


def test_short_secrets_are_left_in() -> None:
    """A secret of one letter is not taken out of every word."""
    assert without_secrets("a banana", ["a", "", "banana"]) == "a [secret]"
