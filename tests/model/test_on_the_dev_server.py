"""Every property goes through a real server and comes back, and a change behind our back shows as itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.completeness import BY_NAME
from support.field_samples import SAMPLES, inputs_with

from pulumi_qstash.api import Client
from pulumi_qstash.devserver import DevServer
from pulumi_qstash.model import SCHEDULE, Context, Kind

WRITTEN = [(n, p) for n, samples in SAMPLES.items() for p, s in samples.items() if s.sent and n != "FlowControl"]
IDS = {("Schedule", "scheduleId"), ("Queue", "queueName"), ("UrlGroup", "groupName")}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with DevServer() as server:
        yield Client(server.url, server.token)


def live(client: Client, kind: Kind, name: str) -> dict[str, Any]:
    calls = {"Schedule": client.schedules, "Queue": client.queues, "UrlGroup": client.url_groups}[kind.name]
    found = calls.get(name)
    assert found is not None
    return kind.parse(found)


def write(client: Client, kind: Kind, path: str, value: Any) -> dict[str, Any]:
    """Writes the smallest object with a property at a value, alone under its id."""
    inputs = kind.check(inputs_with(kind.name, path, value), {}, Context()).inputs
    if kind.name == "UrlGroup":
        client.url_groups.delete(inputs["groupName"])
    client.send(kind.request(inputs), "writing")
    return inputs


@pytest.mark.parametrize(("name", "path"), WRITTEN)
def test_what_is_written_reads_as_written(client: Client, name: str, path: str) -> None:
    """A property that was written shows no drift, and nothing else does."""
    kind = BY_NAME[name]
    inputs = write(client, kind, path, SAMPLES[name][path].value)
    recalled = kind.recall(live(client, kind, inputs[kind.id_property]), inputs)
    assert recalled == inputs
    assert kind.compare(recalled, inputs).changed == []


@pytest.mark.parametrize(("name", "path"), [one for one in WRITTEN if one not in IDS])
def test_a_change_behind_our_back_is_a_drift_of_that_property(client: Client, name: str, path: str) -> None:
    """What somebody else changes shows as a change of that property, where QStash gives it back, else as none."""
    kind, sample = BY_NAME[name], SAMPLES[name][path]
    inputs = write(client, kind, path, sample.value)
    write(client, kind, path, sample.other)
    recalled = kind.recall(live(client, kind, inputs[kind.id_property]), inputs)
    changed = kind.compare(recalled, inputs).changed
    if sample.live is None:
        assert changed == []
    elif changed or not path.endswith((".headers", "timeout")):
        assert {p.partition("[")[0] for p in changed} == {path}
    again = kind.recall(live(client, kind, inputs[kind.id_property]), recalled)
    assert kind.compare(again, recalled).changed == []


def test_redacted_values_are_remembered(client: Client) -> None:
    """A schedule whose values QStash hides reads as it was declared."""
    news = inputs_with("Schedule", "redact.headers", ["X-A"]) | {
        "body": "hush",
        "redact": {"headers": True, "body": True},
    }
    inputs = SCHEDULE.check(news, {}, Context()).inputs
    client.send(SCHEDULE.request(inputs), "writing")
    seen = live(client, SCHEDULE, inputs["scheduleId"])
    assert seen["body"].startswith("REDACTED:")
    assert SCHEDULE.recall(seen, inputs) == inputs
    assert SCHEDULE.compare(seen, inputs).not_compared == ["body", 'headers["X-A"]']
