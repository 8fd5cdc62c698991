"""`pulumi-qstash refresh`."""

from __future__ import annotations

from pulumi_qstash.cli.verbs import command_for

command = command_for("refresh", "Take into the state what the account holds now; no object is changed.")
