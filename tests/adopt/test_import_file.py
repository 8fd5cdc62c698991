"""The import file: what both engines take into a state without asking anybody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pulumi.dynamic.dynamic import serialize_provider

from pulumi_qstash.adopt.declaring import STAND_IN, declare
from pulumi_qstash.adopt.import_file import import_file, provider_blob
from pulumi_qstash.adopt.live import Found
from pulumi_qstash.engine.values import SECRET_SIGNATURE, SIGNATURE
from pulumi_qstash.host import provider
from pulumi_qstash.model import SCHEDULE, Context

LIVE = {
    "scheduleId": "nightly", "destination": "https://shop.example.com/run", "cron": "0 3 * * *", "isPaused": True,
    "header": {"Authorization": ["Bearer hush"], "X-Hidden": ["REDACTED:ab"]}, "body": "hello",
}  # fmt: skip


def resource() -> dict[str, Any]:
    made = declare([Found(SCHEDULE, "nightly", SCHEDULE.parse(LIVE))], Context())
    (one,) = json.loads(import_file(made, "me@qstash.example.com"))["resources"]
    return one


def secret(text: str) -> dict[str, str]:
    return {SIGNATURE: SECRET_SIGNATURE, "plaintext": json.dumps(text)}


@pytest.mark.parametrize("name", ["Schedule", "Queue", "UrlGroup", "FlowControl"])
def test_the_provider_is_the_one_that_programs_register(name: str) -> None:
    """The constant in the file is the text that Pulumi's SDK writes for our provider classes."""
    provider_class = getattr(provider, f"{name}Provider")
    assert provider_blob(f"{name}Provider") == serialize_provider(provider_class())


def test_a_resource_is_named_typed_and_identified() -> None:
    """Each entry carries type, name and id as the program and the account have them."""
    one = resource()
    assert (one["type"], one["name"], one["id"]) == ("pulumi-python:dynamic/qstash:Schedule", "nightly", "nightly")


def test_inputs_are_what_the_provider_would_have_checked() -> None:
    """The recorded inputs are checked ones, with the derived words about the cron."""
    inputs = resource()["inputs"]
    assert (inputs["scheduleId"], inputs["cron"], inputs["paused"]) == ("nightly", "0 3 * * *", True)
    assert "03:00" in inputs["runs"]
    assert inputs["__provider"] == provider_blob("ScheduleProvider")


def test_secrets_carry_pulumis_mark() -> None:
    """A credential stands in inputs and outputs as a secret, so that the engine encrypts it."""
    one = resource()
    for side in ("inputs", "outputs"):
        assert one[side]["headers"]["Authorization"] == secret("Bearer hush")
        assert one[side]["body"] == "hello"


def test_a_hidden_value_is_recorded_as_hidden() -> None:
    """Outputs hold what QStash shows for a redacted value, so that the true one is no change; inputs a stand-in."""
    one = resource()
    assert one["outputs"]["headers"]["X-Hidden"] == secret("REDACTED:ab")
    assert one["inputs"]["headers"]["X-Hidden"] == secret(STAND_IN)


def test_the_account_is_remembered() -> None:
    """The state remembers in which account the object lives."""
    assert resource()["outputs"]["account"] == "me@qstash.example.com"
