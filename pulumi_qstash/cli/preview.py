"""`pulumi-qstash preview`."""

from __future__ import annotations

from pulumi_qstash.cli.verbs import command_for

command = command_for("preview", "Show what an up would change; nothing is changed.")
