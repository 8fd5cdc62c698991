"""The command `pulumi-qstash`; each verb is imported only when it is used, so that every one starts fast."""

from __future__ import annotations

import sys

COMMANDS = {
    "dev": "pulumi_qstash.cli.dev:command",
    "preview": "pulumi_qstash.cli.preview:command",
    "up": "pulumi_qstash.cli.up:command",
    "refresh": "pulumi_qstash.cli.refresh:command",
    "destroy": "pulumi_qstash.cli.destroy:command",
    "stack": "pulumi_qstash.cli.stack:command",
    "config": "pulumi_qstash.cli.config:command",
    "state": "pulumi_qstash.cli.state:command",
    "cancel": "pulumi_qstash.cli.cancel:command",
    "import": "pulumi_qstash.cli.import_:command",
    "review": "pulumi_qstash.cli.review:command",
    "explain": "pulumi_qstash.cli.explain:command",
    "drift": "pulumi_qstash.cli.drift:command",
    "adopt": "pulumi_qstash.cli.adopt:command",
    "restore": "pulumi_qstash.cli.restore:command",
    "probe": "pulumi_qstash.cli.probe:command",
}
"""Where each verb's click command is."""


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from pulumi_qstash.cli.group import run
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        print("error: the command line needs more packages: pip install 'pulumi-qstash[tools]'", file=sys.stderr)
        sys.exit(1)
    sys.exit(run(sys.argv[1:]))
