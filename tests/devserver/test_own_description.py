"""A fuzzer that reads the server's own description finds no fault in it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from pulumi_qstash.devserver import DevServer
from pulumi_qstash.devserver.openapi import description
from pulumi_qstash.devserver.routing import ROUTES

from .conftest import Ask, put_schedule

OPERATIONS = [operation.ok() for operation in schemathesis.openapi.from_dict(description()).get_all_operations()]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_no_call_breaks_the_server(operation: Any, server: DevServer, ask: Ask) -> None:
    """Whatever is sent, the answer has a described status and shape, and is never a 500."""
    described = description()["paths"][operation.path][operation.method.lower()]["responses"]

    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def fuzz(case: Any) -> None:
        reply = case.call(base_url=server.url, headers={"Authorization": f"Bearer {server.token}"})
        assert reply.status_code < 500, reply.text
        if reply.status_code in (404, 405) and "text/plain" in str(reply.headers.get("content-type")):
            return  # a fuzzed name with a slash in it is another path
        answer = described[str(reply.status_code)]
        if "content" in answer:
            jsonschema.validate(reply.json(), answer["content"]["application/json"]["schema"])

    put_schedule(ask, "a")
    fuzz()


def test_the_description_is_complete_and_served(ask: Ask) -> None:
    """Every route stands in it with each of its methods."""
    served = ask("GET", "/_dev/openapi.json").json
    assert served == json.loads(json.dumps(description()))
    for route in ROUTES:
        assert {m.lower() for m in route.methods} == served["paths"][f"/v2/{route.template}"].keys()
