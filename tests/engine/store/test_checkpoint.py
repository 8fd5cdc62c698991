"""State files as the Pulumi CLI writes them, read and written."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from support.probe_project import BACKENDS

from pulumi_qstash.engine import checkpoint
from pulumi_qstash.engine.checkpoint import UnreadableStateError
from pulumi_qstash.engine.secrets import open_crypter
from pulumi_qstash.engine.state import Resource, Snapshot
from pulumi_qstash.engine.values import UNKNOWN, Secret

RECORDED = sorted(path.name for path in BACKENDS.iterdir() if path.is_dir())


def latest(name: str) -> dict:
    path = BACKENDS / name / ".pulumi/stacks/parity/dev.json"
    return json.loads(path.read_text())["checkpoint"]["latest"]


def in_clear(text: str) -> dict:
    return {"plaintext": text}


@pytest.mark.parametrize("name", RECORDED)
def test_what_the_cli_wrote_is_written_alike(name: str) -> None:
    """A state that is read and written again says the same: fields, their order, numbers and pending operations."""
    said = latest(name)
    crypter = open_crypter(said["secrets_providers"]["state"]["salt"], "parity")
    snapshot = checkpoint.snapshot_from_deployment(said, crypter.decrypt)
    raw = {r.urn + str(r.delete): json.dumps(s) for r, s in zip(snapshot.resources, said["resources"], strict=True)}

    def write(resource: Resource) -> str:
        text = checkpoint.write_resource(resource, crypter.encrypt)
        if "ciphertext" not in text and resource.urn + str(resource.delete) in raw:
            assert json.dumps(json.loads(text)) == raw[resource.urn + str(resource.delete)]
        return text

    again = json.loads(checkpoint.deployment_text(snapshot, write, said["manifest"]))
    assert list(again) == list(said)
    plain = checkpoint.deployment_in_clear(said, snapshot)
    reread = checkpoint.snapshot_from_deployment(again, crypter.decrypt)
    assert checkpoint.deployment_in_clear(again, reread) == plain


def test_secrets_of_the_cli_are_read() -> None:
    """Secret inputs and outputs come out as secrets."""
    said = latest("with-secrets")
    crypter = open_crypter(said["secrets_providers"]["state"]["salt"], "parity")
    found = {r.name: r for r in checkpoint.snapshot_from_deployment(said, crypter.decrypt).resources}
    assert found["a"].inputs["note"] == Secret("hush-note")
    assert found["parity-dev"].outputs == {"out": Secret("hush-output")}
    assert "hush" not in repr(found["a"])


VALUES = [1, 0, -3.5, True, False, None, "", "x", "schön ☃", [1, [2]], {"a": {"b": []}}, Secret({"k": [Secret(1)]})]


@pytest.mark.parametrize("value", [*VALUES, 1e21, 1e-9, math.inf], ids=str)
def test_every_kind_of_value_comes_back(value: object) -> None:
    """A value is the same after it was written and read."""
    text = json.dumps(checkpoint.value_to_json({"v": value}, in_clear))
    back = checkpoint.value_from_json(json.loads(text), str)["v"]
    assert back == value
    assert type(back) is type(value) or isinstance(value, float)


def test_numbers_are_written_as_the_cli_writes_them() -> None:
    """A whole number has no decimal point, and what JSON cannot say is marked."""
    assert checkpoint.json_text(checkpoint.value_to_json([3.0, 2.5], in_clear)) == "[3,2.5]"
    assert math.isnan(checkpoint.value_from_json(checkpoint.value_to_json(math.nan, in_clear), str))


def test_an_unknown_is_marked() -> None:
    """An unknown survives as itself."""
    assert checkpoint.value_from_json(checkpoint.value_to_json([UNKNOWN], in_clear), str) == [UNKNOWN]


def test_fields_of_newer_clis_are_kept() -> None:
    """What this engine does not interpret is written back as it came."""
    said = {"urn": "urn:pulumi:dev::p::t::n", "custom": False, "type": "t", "stackTrace": [{}], "viewOf": "x"}
    assert checkpoint.resource_to_json(checkpoint.resource_from_json(said, str), in_clear) == said


def test_a_secret_is_never_written_in_clear() -> None:
    """The text of a secret occurs nowhere in what is written of a resource."""
    crypter = open_crypter(latest("with-secrets")["secrets_providers"]["state"]["salt"], "parity")
    resource = Resource("urn:pulumi:dev::p::t::n", "t", True, inputs={"a": [{"b": Secret({"c": "hush"})}]})
    assert "hush" not in checkpoint.write_resource(resource, crypter.encrypt)


def test_features_raise_the_version() -> None:
    """A state that holds what old CLIs do not know says so."""
    snapshot = Snapshot([Resource("urn:pulumi:dev::p::t::n", "t", True, taint=True)])
    features = checkpoint.features_of(snapshot)
    assert json.loads(checkpoint.checkpoint_text("s", "{}", features))["version"] == 4
    assert features == ["taint"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([], "no Pulumi state"),
        ({"version": 2}, "version 2"),
        ({"version": 9}, "version 9"),
        ({"version": 4, "features": ["views"]}, "views"),
    ],
)
def test_a_state_of_another_kind_is_refused_by_name(said: object, words: str) -> None:
    """A state that this engine does not understand is left alone, with what it is."""
    with pytest.raises(UnreadableStateError, match=words):
        checkpoint.check_version(said, str(Path("dev.json")))
