"""Test a stack in a second: on the embedded engine, against a QStash server of its own on loopback.

    from pulumi_qstash.testing import Stack

    def test_the_nightly_run():
        with Stack.from_project("infra") as stack:
            stack.up()
            with stack.drift("shop-test-nightly", cron="* * * * *"):
                assert stack.preview_refresh().changes("nightly") == {"cron", "runs"}

No Pulumi CLI, no account, nothing outside the machine. The words are those of
Pulumi's Automation API, so that a test can move to it. With pytest the
fixtures `qstash_server` and `qstash_stack` are there without an import.
"""

from pulumi_qstash.testing.results import (
    OutputValue,
    PreviewResult,
    ResourceStep,
    RunResult,
    StackFailedError,
    UpdateSummary,
    UpResult,
)
from pulumi_qstash.testing.stack import Stack

__all__ = [
    "OutputValue",
    "PreviewResult",
    "ResourceStep",
    "RunResult",
    "Stack",
    "StackFailedError",
    "UpResult",
    "UpdateSummary",
]
