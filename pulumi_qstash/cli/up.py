"""`pulumi-qstash up`."""

from __future__ import annotations

from pulumi_qstash.cli.verbs import command_for

command = command_for("up", "Make the account what the program declares.")
