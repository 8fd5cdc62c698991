"""A fuzzer that reads the server's own description finds no fault in it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pulumi_qstash.devserver import DevServer
from pulumi_qstash.devserver.openapi import description
from pulumi_qstash.devserver.routing import ROUTES

from .conftest import Ask, put_schedule

OPERATIONS = [operation.ok() for operation in schemathesis.openapi.from_dict(description()).get_all_operations()]


#: What is never answered with a 2xx here: there are no dead letters, ids of messages are the server's own, and a path
#: without destination needs its twin's.
NEVER_GOOD = {
    "GET /v2/dlq/{id}", "DELETE /v2/dlq/{id}", "GET /v2/messages/{id}", "DELETE /v2/messages/{id}",
    "POST /v2/publish", "POST /v2/enqueue/{queue}", "POST /v2/schedules", "GET /v2/flowControl/{id}",
}  # fmt: skip
#: What is accepted; a name that is not here can be left out.
GOOD = {"id": "a", "queue": "a", "destination": "a", "Upstash-Cron": "* * * * *", "parallelism": 1}
GOOD_BODIES = {
    "queueName": {"queueName": "a", "parallelism": 1},
    "endpoints": {"endpoints": [{"url": "https://example.com"}]},
    "headers": {"headers": {"Upstash-Retries": "3"}},
}


def names_of(operation: Any) -> list[str]:
    """What can be odd in a call that is good otherwise: its parameters, and its body."""
    return [p["name"] for p in description()["paths"][operation.path][operation.method.lower()]["parameters"]] + [
        "body"
    ]


def make_plain(case: Any, odd: str) -> None:
    """Leaves what was fuzzed in one place, so that the call gets further than to the first refusal."""
    for given_, needed in ((case.path_parameters, True), (case.headers, False), (case.query, False)):
        for name in list(given_ or {}):
            if name != odd and (needed or name in GOOD):
                given_[name] = GOOD.get(name, "a")
            elif name != odd:
                del given_[name]
    if "/v2/schedules" in case.path and case.method == "POST" and odd != "Upstash-Cron":
        case.headers = {**(case.headers or {}), "Upstash-Cron": GOOD["Upstash-Cron"]}
    if odd != "body" and isinstance(case.body, dict):
        case.body = next((body for key, body in GOOD_BODIES.items() if key in case.body), case.body)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_no_call_breaks_the_server(operation: Any, server: DevServer, ask: Ask) -> None:
    """Whatever is sent, the answer has a described status and shape, and is never a 500."""
    described = description()["paths"][operation.path][operation.method.lower()]["responses"]

    statuses: set[int] = set()

    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), odd=st.sampled_from([None, "nothing", *names_of(operation)]))
    def fuzz(case: Any, odd: str | None) -> None:
        if odd is not None:
            make_plain(case, odd)
        reply = case.call(base_url=server.url, headers={"Authorization": f"Bearer {server.token}"})
        assert reply.status_code < 500, reply.text
        statuses.add(reply.status_code)
        if reply.status_code in (404, 405) and "text/plain" in str(reply.headers.get("content-type")):
            return  # a fuzzed name with a slash in it is another path
        answer = described[str(reply.status_code)]
        if "content" in answer:
            jsonschema.validate(reply.json(), answer["content"]["application/json"]["schema"])

    put_schedule(ask, "a")
    ask("POST", "/v2/queues", {"queueName": "a"})
    ask("POST", "/v2/topics/a/endpoints", {"endpoints": [{"url": "https://example.com"}]})
    fuzz()
    assert statuses & {200, 201, 202} or operation.label in NEVER_GOOD


def test_the_description_is_complete_and_served(ask: Ask) -> None:
    """Every route stands in it with each of its methods."""
    served = ask("GET", "/_dev/openapi.json").json
    assert served == json.loads(json.dumps(description()))
    for route in ROUTES:
        assert {m.lower() for m in route.methods} == served["paths"][f"/v2/{route.template}"].keys()
