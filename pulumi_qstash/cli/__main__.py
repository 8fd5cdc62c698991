"""`python -m pulumi_qstash.cli` is `pulumi-qstash`."""

from __future__ import annotations

from pulumi_qstash.cli import main

main()
