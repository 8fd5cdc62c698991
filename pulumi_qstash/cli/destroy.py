"""`pulumi-qstash destroy`."""

from __future__ import annotations

from pulumi_qstash.cli.verbs import command_for

command = command_for("destroy", "Delete every object that the stack holds.")
