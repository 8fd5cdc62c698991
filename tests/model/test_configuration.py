"""The provider's configuration is told as it is read."""

from __future__ import annotations

import inspect

from pulumi_qstash.api.client import DEFAULT_BUDGET, DEFAULT_TIMEOUT
from pulumi_qstash.api.regions import DEFAULT_URL
from pulumi_qstash.lifecycle import settings
from pulumi_qstash.model import schema
from pulumi_qstash.model.configuration import Configuration
from pulumi_qstash.model.fields import fields_of
from pulumi_qstash.resources.provider import Provider

FIELDS = {spec.wire: spec for spec in fields_of(Configuration)}


def test_every_key_that_is_read_is_declared() -> None:
    """The configuration keys of the lifecycle are those of the schema and of the docs."""
    assert set(FIELDS) == set(settings.KEYS)
    assert set(schema.package_schema()["config"]["variables"]) == set(settings.KEYS)
    page = schema.generated_files()["docs/reference/provider.md"]
    assert all(f"| `{spec.name}` |" in page for spec in FIELDS.values())


def test_defaults_are_those_of_the_client() -> None:
    """What is told as a default is what the client takes."""
    told = {wire: spec.default for wire, spec in FIELDS.items() if spec.default is not None}
    client = {"url": DEFAULT_URL, "requestTimeout": DEFAULT_TIMEOUT, "retryBudget": DEFAULT_BUDGET}
    assert told == client | {"paused": False, "checkLive": False}


def test_explicit_providers_take_declared_keys() -> None:
    """The arguments of `qstash.Provider` are the declared keys."""
    arguments = set(inspect.signature(Provider.__init__).parameters) - {"self", "resource_name", "opts"}
    assert arguments == {spec.name for spec in FIELDS.values()}
