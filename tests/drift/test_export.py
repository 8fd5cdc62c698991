"""Reading states: what both engines export, and the files that they keep."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pulumi_qstash.drift.errors import DriftError
from pulumi_qstash.drift.export import HIDDEN, Decrypt, deployment_of, read_state
from pulumi_qstash.engine.secrets import crypter_of, new_crypter
from pulumi_qstash.engine.values import SECRET_SIGNATURE, SIGNATURE, Secret

SCHEDULE = "pulumi-python:dynamic/qstash:Schedule"


def secret(**form: str) -> dict[str, str]:
    return {SIGNATURE: SECRET_SIGNATURE} | form


def resource(inputs: dict[str, Any], kind: str = SCHEDULE, **more: Any) -> dict[str, Any]:
    urn = f"urn:pulumi:dev::shop::{kind}::nightly"
    return {"urn": urn, "custom": True, "id": "nightly", "type": kind, "inputs": inputs, "outputs": inputs} | more


def export(*resources: dict[str, Any], **more: Any) -> str:
    return json.dumps({"version": 3, "deployment": {"resources": list(resources)} | more})


def no_key(_provider: dict[str, Any]) -> Decrypt | None:
    return None


def test_an_export_names_project_and_stack() -> None:
    """A stack is known by the project and stack in its URNs."""
    state = read_state(export(resource({"cron": "0 3 * * *"})), "x.json", no_key)
    assert (state.project, state.stack, state.label) == ("shop", "dev", "shop/dev")
    assert (state.resources[0].name, state.resources[0].id) == ("nightly", "nightly")


def test_a_checkpoint_file_is_read_as_an_export_is() -> None:
    """The file of the backend and the printed export give the same resources."""
    said = json.loads(export(resource({"cron": "0 3 * * *"})))
    checkpoint = {"version": 3, "checkpoint": {"stack": "organization/shop/dev", "latest": said["deployment"]}}
    assert deployment_of(json.dumps(checkpoint), "x") == said["deployment"]


def test_a_stack_that_was_never_deployed_is_empty() -> None:
    """A checkpoint without a deployment holds no resource, and is named by its file."""
    state = read_state(json.dumps({"version": 3, "checkpoint": {"stack": "organization/shop/dev"}}), "x.json", no_key)
    assert (state.resources, state.label) == ([], "x.json")


def test_shown_secrets_are_read() -> None:
    """An export with --show-secrets carries the values themselves."""
    body = secret(plaintext=json.dumps("hush"))
    state = read_state(export(resource({"body": body})), "x", no_key)
    assert state.resources[0].inputs == {"body": Secret("hush")}


def test_encrypted_secrets_are_opened_with_the_key() -> None:
    """With the passphrase a ciphertext becomes the value that was encrypted."""
    crypter = new_crypter("parity")
    body = secret(ciphertext=crypter.encrypt(json.dumps({"a": "hush"})))
    text = export(
        resource({"headers": body}), secrets_providers={"type": "passphrase", "state": {"salt": crypter.salt}}
    )
    state = read_state(text, "x", lambda provider: crypter_of(provider, lambda: "parity").decrypt)
    assert state.resources[0].inputs == {"headers": Secret({"a": "hush"})}


def test_secrets_without_a_key_are_hidden() -> None:
    """Without the key a secret is marked as not seen, wherever it stands."""
    headers = {"Authorization": secret(ciphertext="v1:a:b"), "X-Plain": "open"}
    state = read_state(export(resource({"headers": headers})), "x", no_key)
    assert state.resources[0].inputs == {"headers": {"Authorization": HIDDEN, "X-Plain": "open"}}


def test_the_key_is_asked_for_once_and_only_when_needed() -> None:
    """A state without secrets needs no key, and one with many asks once."""
    asked: list[dict[str, Any]] = []

    def key(provider: dict[str, Any]) -> Decrypt | None:
        asked.append(provider)
        return None

    read_state(export(resource({"cron": "0 3 * * *"})), "x", key)
    assert asked == []
    read_state(export(resource({"a": secret(ciphertext="v1:a:b"), "b": secret(ciphertext="v1:a:b")})), "x", key)
    assert len(asked) == 1


def test_other_resources_keep_their_secrets_closed() -> None:
    """Secrets of other clouds in the same stack are neither opened nor kept."""
    bucket = resource({"password": secret(ciphertext="v1:a:b")}, kind="aws:s3/bucket:Bucket")
    state = read_state(export(bucket), "x", lambda _: pytest.fail("the key was asked for"))
    assert state.resources[0].inputs == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "no stack export"),
        ('{"changeSummary": {}}', "no stack export"),
        ('{"version": 9, "deployment": {}}', "update pulumi-qstash"),
    ],
)
def test_what_is_no_export_is_refused(text: str, said: str) -> None:
    """A file that is no export, or a newer one, is refused in one sentence that names it."""
    with pytest.raises(DriftError, match=said) as refusal:
        read_state(text, "some.json", no_key)
    assert "some.json" in str(refusal.value)


@pytest.mark.parametrize(
    "deployment",
    [
        {"resources": 5}, {"resources": "abc"}, {"resources": [1]}, {"resources": [{"type": SCHEDULE, "inputs": [1]}]},
        {"resources": [{"type": SCHEDULE, "outputs": "x"}]}, {"resources": [{"type": SCHEDULE, "ignoreChanges": 5}]},
        {"resources": [{"type": SCHEDULE, "inputs": {"body": secret(plaintext="{hush")}}]},
    ],
)  # fmt: skip
def test_a_damaged_export_is_refused_in_one_sentence(deployment: dict[str, Any]) -> None:
    """A state whose parts have the wrong shape is said to be damaged, without any of its secrets."""
    with pytest.raises(DriftError, match=r"x\.json is damaged: .*export the stack again") as told:
        read_state(json.dumps({"version": 3, "deployment": deployment}), "x.json", no_key)
    assert "hush" not in str(told.value)


def test_an_export_that_failed_is_said_to_be_empty() -> None:
    """Where the exporting command printed nothing, no complaint about JSON hides its own error."""
    with pytest.raises(DriftError, match="x is empty"):
        read_state("\n", "x", no_key)


def test_nesting_without_end_is_no_export() -> None:
    """A text that only opens brackets is refused as what it is."""
    with pytest.raises(DriftError, match="is not JSON"):
        read_state("[" * 100_000, "x.json", no_key)
