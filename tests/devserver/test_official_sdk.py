"""The official Python SDK does to this server what it does to QStash."""

from __future__ import annotations

import asyncio

import pytest
from qstash import AsyncQStash, QStash
from qstash.errors import QStashError
from qstash.message import FlowControl

from pulumi_qstash.devserver import DEFAULT_KEYS, DevServer

URL = "https://example.com/hook"


@pytest.fixture
def client(server: DevServer) -> QStash:
    return QStash(server.token, base_url=server.url, retry=False)


def test_a_schedule_with_every_option_is_read_back(client: QStash) -> None:
    """Whatever the SDK can set and read of a schedule comes back as it was set."""
    made = client.schedule.create(
        destination=URL, cron="CRON_TZ=Europe/Berlin 0 9 * * 1-5", body="hello", content_type="text/plain",
        method="PUT", headers={"x-github-api-version": "1"}, callback_headers={"Upstash-Callback-Forward-a": "2"},
        failure_callback_headers={"Upstash-Failure-Callback-Forward-b": "3"}, retries=4, retry_delay="1000 * retried",
        callback="https://example.com/c", failure_callback="https://example.com/f", delay="1h30m3s", timeout=30,
        schedule_id="nightly.v1", queue="orders", label="red",
        flow_control=FlowControl(key="k", parallelism=2, rate=10, period="1d"),
    )  # fmt: skip
    assert made == "nightly.v1"
    read = client.schedule.get(made)
    assert (read.destination, read.cron, read.method) == (URL, "CRON_TZ=Europe/Berlin 0 9 * * 1-5", "PUT")
    assert read.headers == {"Content-Type": ["text/plain"], "X-Github-Api-Version": ["1"]}
    assert (read.body, read.body_base64, read.retries, read.delay) == ("hello", None, 4, 5403)
    assert (read.callback_headers, read.failure_callback_headers) == ({"A": ["2"]}, {"B": ["3"]})
    assert (read.callback, read.failure_callback) == ("https://example.com/c", "https://example.com/f")
    assert (read.retry_delay_expression, read.queue, read.label) == ("1000 * retried", "orders", "red")
    flow = read.flow_control
    assert flow is not None
    assert (flow.key, flow.parallelism, flow.rate, flow.period) == ("k", 2, 10, 86_400)
    assert read.paused is False


def test_a_schedule_without_options_has_the_defaults(client: QStash) -> None:
    """A bare schedule gets an id of QStash's form, POST, three retries, and nothing else."""
    made = client.schedule.create(destination=URL, cron="0 0 * * *")
    assert made.startswith("scd_")
    assert len(made) == 32
    read = client.schedule.get(made)
    assert (read.method, read.retries, read.headers, read.body) == ("POST", 3, None, None)
    assert (read.flow_control, read.label, read.delay, read.queue) == (None, None, None, None)


def test_writing_an_id_again_replaces_the_whole_schedule(client: QStash) -> None:
    """What the second write leaves out is gone, and there is still one schedule."""
    client.schedule.create(
        destination=URL, cron="0 0 * * *", schedule_id="a", body="x", headers={"h": "1"}, retries=1, label="l"
    )
    client.schedule.create(destination="https://other.example.com", cron="0 1 * * *", schedule_id="a")
    (read,) = client.schedule.list()
    assert (read.destination, read.body, read.headers, read.retries) == ("https://other.example.com", None, None, 3)
    assert (read.label, read.cron) == (None, "0 1 * * *")


def test_bytes_that_are_no_text_come_back_as_base64(client: QStash) -> None:
    """A body that is no UTF-8 is shown in bodyBase64."""
    made = client.schedule.create(destination=URL, cron="0 0 * * *", body=b"\xff\x00")
    assert client.schedule.get(made).body_base64 == "/wA="


def test_flow_control_without_a_rate_has_the_period_of_a_second(client: QStash) -> None:
    """With parallelism alone the rate is absent and the period is 1."""
    made = client.schedule.create(destination=URL, cron="0 0 * * *", flow_control=FlowControl(key="k", parallelism=2))
    flow = client.schedule.get(made).flow_control
    assert flow is not None
    assert (flow.parallelism, flow.rate, flow.period) == (2, None, 1)


def test_pausing_resuming_and_deleting_a_schedule(client: QStash) -> None:
    """Pause and resume (by PATCH) are seen at once, twice is once, and a deleted schedule is gone."""
    made = client.schedule.create(destination=URL, cron="0 0 * * *")
    seen = []
    for act in (client.schedule.pause, client.schedule.pause, client.schedule.resume, client.schedule.resume):
        act(made)
        seen.append(client.schedule.get(made).paused)
    assert seen == [True, True, False, False]
    client.schedule.delete(made)
    assert client.schedule.list() == []
    with pytest.raises(QStashError, match="404"):
        client.schedule.get(made)


def test_redacted_values_cannot_be_read_back(client: QStash) -> None:
    """A redacted header and body are shown as REDACTED and a digest, others in clear."""
    client.schedule.create(
        destination=URL, cron="0 0 * * *", schedule_id="a", body="secret-1",
        headers={"Authorization": "secret-2", "other": "shown"}, redact={"body": True, "header": ["authorization"]},
    )  # fmt: skip
    read = client.schedule.get("a")
    assert str(read).count("REDACTED:") == 2
    assert "secret" not in str(read)
    assert read.headers is not None
    assert read.headers["Other"] == ["shown"]


def test_queues(client: QStash) -> None:
    """A queue is written, read, listed, paused both ways, and deleted; deleting it again is no error."""
    client.queue.upsert("q.1", parallelism=1)
    client.queue.upsert("q.1", parallelism=2, paused=True)
    read = client.queue.get("q.1")
    assert (read.name, read.parallelism, read.paused, read.lag) == ("q.1", 2, True, 0)
    client.queue.resume("q.1")
    assert client.queue.get("q.1").paused is False
    client.queue.pause("q.1")
    assert [(q.name, q.paused) for q in client.queue.list()] == [("q.1", True)]
    client.queue.delete("q.1")
    client.queue.delete("q.1")
    assert client.queue.list() == []


def test_url_groups(client: QStash) -> None:
    """Endpoints keep their order, go by URL or by name, and the group goes with its last one."""
    client.url_group.delete("g")
    client.url_group.upsert_endpoints("g", [{"url": f"{URL}/1", "name": "First one"}, {"url": f"{URL}/2"}])
    client.url_group.upsert_endpoints("g", [{"url": f"{URL}/3"}])
    read = client.url_group.get("g")
    assert [(e.url, e.name) for e in read.endpoints] == [
        (f"{URL}/1", "First one"),
        (f"{URL}/2", None),
        (f"{URL}/3", None),
    ]
    client.url_group.remove_endpoints("g", [{"name": "First one"}, {"url": f"{URL}/3"}])
    (left,) = client.url_group.list()
    assert [e.url for e in left.endpoints] == [f"{URL}/2"]
    client.url_group.remove_endpoints("g", [{"url": f"{URL}/2"}])
    assert client.url_group.list() == []


def test_signing_keys(client: QStash) -> None:
    """The keys are the published ones of QStash's dev user; rotating moves the next one up."""
    keys = client.signing_key.get()
    assert (keys.current, keys.next) == DEFAULT_KEYS
    rotated = client.signing_key.rotate()
    assert rotated.current == keys.next
    assert rotated.next not in DEFAULT_KEYS
    assert client.signing_key.get() == rotated


def test_flow_control_keys(client: QStash) -> None:
    """A key exists once a message used it; pins hold against messages until each is lifted."""
    flow = FlowControl(key="k", parallelism=5, rate=10, period="1m")
    client.message.publish(url=URL, flow_control=flow)
    client.flow_control.pin("k", {"parallelism": 3, "rate": 20, "period": 120})
    client.message.publish(url=URL, flow_control=flow)
    read = client.flow_control.get("k")
    assert (read.parallelism_max, read.rate_max, read.rate_period, read.wait_list_size) == (3, 20, 120, 2)
    assert (read.is_pinned_parallelism, read.is_pinned_rate) == (True, True)
    client.flow_control.unpin("k", {"parallelism": True})
    client.message.publish(url=URL, flow_control=flow)
    client.flow_control.pause("k")
    read = client.flow_control.get("k")
    assert (read.parallelism_max, read.rate_max, read.is_pinned_rate, read.is_paused) == (5, 20, True, True)
    client.flow_control.resume("k")
    client.flow_control.reset_rate("k")
    assert client.flow_control.get("k").is_paused is False
    assert client.flow_control.get_global_parallelism().parallelism_max == 100


def test_messages_wait_and_can_be_cancelled(client: QStash) -> None:
    """Published, enqueued and batched messages are stored, readable, and gone once cancelled."""
    one = client.message.publish(url=URL, body="x", label="l", retries=2)
    two = client.message.enqueue(queue="q", url=URL)
    three = client.message.batch([{"url": URL, "queue": "q"}, {"url": URL}])
    assert client.queue.get("q").lag == 2
    read = client.message.get(one.message_id)  # type: ignore[union-attr]
    assert (read.url, read.body, read.label, read.max_retries) == (URL, "x", "l", 2)
    client.message.cancel(one.message_id)  # type: ignore[union-attr]
    assert client.message.cancel_many([two.message_id]) == 1  # type: ignore[union-attr]
    assert client.message.cancel_all() == len(three) == 2


def test_a_url_group_gets_a_message_for_each_endpoint(client: QStash) -> None:
    """Publishing to a group makes one message for each endpoint; to an unknown one it fails by name."""
    client.url_group.upsert_endpoints("g", [{"url": f"{URL}/1", "name": "one"}, {"url": f"{URL}/2"}])
    sent = client.message.publish(url_group="g")
    assert isinstance(sent, list)
    assert [m.url for m in sent] == [f"{URL}/1", f"{URL}/2"]
    assert client.message.get(sent[0].message_id).url_group == "g"
    with pytest.raises(QStashError, match="topic nope not found"):
        client.message.publish(url_group="nope")


def test_the_same_deduplication_id_is_the_same_message(client: QStash) -> None:
    """A second message with a known deduplication id is accepted and is the first one."""
    first, second = (client.message.publish(url=URL, deduplication_id="d") for _ in range(2))
    assert (second.message_id, second.deduplicated) == (first.message_id, True)  # type: ignore[union-attr]
    with pytest.raises(QStashError, match="cannot contain ':'"):
        client.message.publish(url=URL, deduplication_id="a:b")


def test_the_asynchronous_client(server: DevServer) -> None:
    """The SDK's asyncio client works as well."""

    async def play() -> list[str]:
        client = AsyncQStash(server.token, base_url=server.url, retry=False)
        await asyncio.gather(*(client.queue.upsert(f"q{n}") for n in range(5)))
        return sorted(queue.name for queue in await client.queue.list())

    assert asyncio.run(play()) == [f"q{n}" for n in range(5)]
