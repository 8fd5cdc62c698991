"""What a program's declarations become: names, secrets, ids, and what is refused where it is declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pytest

import pulumi_qstash as qstash
from pulumi_qstash.resources import secrecy

from .conftest import Made, Run

SECRET = "1b47061264138c4ac30d75fd1eb44270"
"""The mark of a secret on Pulumi's wire."""
URL, HOURLY = "https://shop.example.com/run", "0 * * * *"


def inputs(made: Made) -> dict[str, Any]:
    """The inputs of the only resource, without the provider."""
    (one,) = made
    return {k: v for k, v in one.inputs.items() if k != "__provider"}


def is_secret(value: Any) -> bool:
    return isinstance(value, dict) and SECRET in value.values()


def test_properties_travel_in_camel_case(run: Run) -> None:
    """Names are camelCase on the wire, at every depth, and header names stay as they are written."""
    headers = {"time_zone": "x", "X-A_b": "y", "retry_delay": "z"}
    callback = {"url": URL, "retry_delay": "1000", "headers": {"flow_control": "w"}}
    made = run(
        lambda: qstash.Schedule(
            "a", destination=URL, cron=HOURLY, time_zone="Europe/Berlin", content_type="text/plain", headers=headers,
            callback=callback, failure_callback=qstash.CallbackArgs(url=URL, retry_delay="2"),
            flow_control=qstash.FlowControlArgs(key="k", rate=1, period="1m"), redact={"headers": ["X-A_b"]},
        )
    )  # fmt: skip
    assert inputs(made) == {
        "logicalName": "shop-dev-a", "destination": URL, "cron": HOURLY, "timeZone": "Europe/Berlin",
        "contentType": "text/plain", "headers": headers,
        "callback": {"url": URL, "retryDelay": "1000", "headers": {"flow_control": "w"}},
        "failureCallback": {"url": URL, "retryDelay": "2"},
        "flowControl": {"key": "k", "rate": 1, "period": "1m"}, "redact": {"headers": ["X-A_b"]},
    }  # fmt: skip


def test_settings_in_outputs_travel_alike(run: Run) -> None:
    """Settings that are known later, as args or as dicts, become the same properties."""

    def program() -> None:
        later = pulumi.Output.from_input
        qstash.Schedule(
            "a", destination=later(URL), cron=HOURLY, callback=later(qstash.CallbackArgs(url=URL, retry_delay="1")),
            flow_control=later({"key": "k", "parallelism": 2}), headers=later({"X-A": "b"}), body=later(b"text"),
        )  # fmt: skip

    given = inputs(run(program))
    assert given["callback"] == {"url": URL, "retryDelay": "1"}
    assert given["flowControl"] == {"key": "k", "parallelism": 2}
    assert (given["headers"], given["body"]) == ({"X-A": "b"}, "text")


def test_endpoints_take_args_and_dicts(run: Run) -> None:
    """A group's endpoints are given as args or as dicts."""
    endpoints: list[Any] = [{"url": URL, "name": "a"}, qstash.EndpointArgs(url=URL + "2")]
    given = inputs(run(lambda: qstash.UrlGroup("g", endpoints=endpoints)))
    assert given["endpoints"] == [{"url": URL, "name": "a"}, {"url": URL + "2"}]


@pytest.mark.parametrize(
    ("body", "text", "base64"),
    [
        ("a", "a", None),
        (b"a", "a", None),
        ("grüße".encode(), "grüße", None),
        (b"\xff\x00", None, "/wA="),
        (None, None, None),
    ],
)
def test_a_body_is_text_or_bytes(run: Run, body: Any, text: str | None, base64: str | None) -> None:
    """Bytes that are text travel as text, others as base64."""
    given = inputs(run(lambda: qstash.Schedule("a", destination=URL, cron=HOURLY, body=body)))
    assert (given.get("body"), given.get("bodyBase64")) == (text, base64)


def test_credentials_are_made_secret_without_being_asked(run: Run) -> None:
    """Headers named like a credential are secret, also a callback's and those known later; others are not."""
    headers = {"Authorization": "hush", "X-Api-Key": "hush", "my-token": "hush", "X-Plain": "open"}

    def program() -> None:
        qstash.Schedule(
            "a", destination=URL, cron=HOURLY, headers=headers, callback={"url": URL, "headers": headers},
            failure_callback=pulumi.Output.from_input(qstash.CallbackArgs(url=URL, headers=headers)),
        )  # fmt: skip

    # The SDK's mock engine moves the mark of a nested secret up to the property; a real engine leaves it in place.
    given = inputs(run(program))
    assert all(is_secret(given[name]) for name in ("headers", "callback", "failureCallback"))
    plain = run(lambda: qstash.Schedule("a", destination=URL, cron=HOURLY, headers={"X-Plain": "open"}))
    assert inputs(plain)["headers"] == {"X-Plain": "open"}
    marked = secrecy.headers(headers)
    assert [name for name, value in marked.items() if isinstance(value, pulumi.Output)] == list(headers)[:3]


def test_what_is_given_as_secret_stays_secret(run: Run) -> None:
    """A secret body and a secret value of a harmless header keep their mark."""
    secret = pulumi.Output.secret("hush")
    given = inputs(
        run(lambda: qstash.Schedule("a", destination=URL, cron=HOURLY, body=secret, headers={"X-A": secret}))
    )
    assert is_secret(given["body"])
    assert is_secret(given["headers"])


def test_automatic_ids_name_project_stack_and_parent(run: Run) -> None:
    """Every resource is given the id that its place in the program makes, to use where it has none."""

    def program() -> None:
        team = pulumi.ComponentResource("shop:index:Team", "red")
        qstash.Queue("mail")
        qstash.Queue("red-mail-2", opts=pulumi.ResourceOptions(parent=team))

    names = [made.inputs.get("logicalName") for made in run(program) if "Queue" in made.typ]
    assert names == ["shop-dev-mail", "shop-dev-red-red-mail-2"]


def test_outputs_have_their_types(run: Run) -> None:
    """Numbers come back whole and settings as objects with Python's names."""
    seen: list[Any] = []

    def program() -> Any:
        schedule = qstash.Schedule(
            "a", destination=URL, cron=HOURLY, retries=3, schedule_id="x", callback={"url": URL, "retry_delay": "1"},
            flow_control={"key": "k", "rate": 2, "period": "1m"},
        )  # fmt: skip
        outputs = (
            schedule.schedule_id, schedule.retries, schedule.callback.apply(lambda c: c and c.retry_delay),
            schedule.flow_control.apply(lambda f: f and f.rate), schedule.time_zone,
        )  # fmt: skip
        return pulumi.Output.all(*outputs).apply(seen.extend)

    run(program)
    assert seen == ["x", 3, "1", 2, None]
    assert type(seen[1]) is int
    assert type(seen[3]) is int


def test_options_take_names_of_either_spelling(run: Run) -> None:
    """`ignore_changes` and its like name properties as Python or the wire writes them; headers stay as they are."""
    from pulumi_qstash.resources.naming import wire_path

    assert [wire_path(p) for p in ("time_zone", "timeZone", "flow_control.rate", 'headers["time_zone"]')] == [
        "timeZone", "timeZone", "flowControl.rate", 'headers["time_zone"]',
    ]  # fmt: skip
    opts = pulumi.ResourceOptions(ignore_changes=["time_zone"])
    run(lambda: qstash.Schedule("a", destination=URL, cron=HOURLY, opts=opts))
    assert opts.ignore_changes == ["time_zone"]


def group(name: str = "orders", **more: Any) -> qstash.UrlGroup:
    return qstash.UrlGroup(name, endpoints=[{"url": URL}], **more)


def twice() -> None:
    qstash.Schedule("one", destination=URL, cron=HOURLY, schedule_id="fixed")
    qstash.Schedule("two", destination=URL, cron=HOURLY, schedule_id="fixed")


def automatic_and_given() -> None:
    qstash.Queue("mail")
    qstash.Queue("other", queue_name="shop-dev-mail")


def group_by_text() -> None:
    group()
    qstash.Schedule("a", destination="shop-dev-orders", cron=HOURLY)


def group_by_text_before() -> None:
    qstash.Schedule("a", destination="given", cron=HOURLY)
    group(group_name="given")


def queue_by_text() -> None:
    qstash.Queue("mail")
    qstash.Schedule("a", destination=URL, cron=HOURLY, queue="shop-dev-mail")


def imported() -> None:
    qstash.Queue("mail", opts=pulumi.ResourceOptions(import_="theirs"))


REFUSED = [
    (twice, ["'fixed'", "'one'", "'two'", "twice"]),
    (automatic_and_given, ["'shop-dev-mail'", "'mail'", "'other'"]),
    (group_by_text, ["'shop-dev-orders'", "'orders'", "destination=", ".group_name"]),
    (group_by_text_before, ["'given'", "destination=", ".group_name"]),
    (queue_by_text, ["'shop-dev-mail'", "queue=", ".queue_name"]),
    (imported, ["adopt=True", "pulumi-qstash adopt"]),
]


@pytest.mark.parametrize(("program", "words"), REFUSED, ids=[p.__name__ for p, _ in REFUSED])
def test_what_is_refused_where_it_is_declared(run: Run, program: Callable[[], None], words: list[str]) -> None:
    """Both places are named by file and line, with what to write instead."""
    with pytest.raises(pulumi.RunError) as caught:
        run(program)
    assert [w for w in words if w not in str(caught.value)] == []
    lines = [f"test_declaring.py:{program.__code__.co_firstlineno + n}" for n in (1, 2)]
    assert any(line in str(caught.value) for line in lines)


def test_what_is_no_conflict_passes(run: Run) -> None:
    """One name for objects of two kinds, or on two accounts, or with an explicit order, is no conflict."""

    def program() -> None:
        other = qstash.Provider("other", token="t", url="https://q.example.com")
        there = pulumi.ResourceOptions(provider=other)
        orders = group(group_name="x")
        qstash.Queue("q", queue_name="x")
        qstash.Queue("q2", queue_name="x", opts=there)
        qstash.Schedule("a", destination="x", cron=HOURLY, opts=pulumi.ResourceOptions(depends_on=[orders]))
        qstash.Schedule("b", destination="elsewhere", cron=HOURLY)
        qstash.Schedule("c", destination="x", cron=HOURLY, opts=there)

    assert len(run(program)) == 7


def test_each_run_has_a_registry_of_its_own(run: Run) -> None:
    """A process may run the same program again."""
    for _ in range(2):
        run(lambda: qstash.Queue("mail", queue_name="x"))


def test_a_provider_is_explicit_and_its_token_secret(run: Run) -> None:
    """A provider carries its own mark, its token as a secret, and only what it was given."""
    (made,) = run(lambda: qstash.Provider("eu", token="hush", region="eu-central-1", paused=True, retry_budget=9.5))
    assert is_secret(made.inputs.pop("qstash:token"))
    assert made.typ == "pulumi:providers:pulumi-python"
    assert made.inputs == {
        "qstash:provider": "eu",
        "qstash:region": "eu-central-1",
        "qstash:paused": "true",
        "qstash:retryBudget": "9.5",
    }


def test_get_reads_and_signing_keys_are_read_once(run: Run) -> None:
    """`get` asks for an id and declares nothing; the keys of an account are one resource."""
    seen: list[Any] = []

    def program() -> None:
        qstash.Schedule.get("theirs", "their-id")
        seen.extend([qstash.signing_keys(), qstash.signing_keys()])

    made = {one.typ.rsplit(":")[-1]: one for one in run(program)}
    assert made["Schedule"].resource_id == "their-id"
    assert made["Schedule"].inputs["lookup"] is True
    assert "logicalName" not in made["Schedule"].inputs
    assert seen[0] is seen[1]


def test_wrong_options_are_refused_in_pulumis_words() -> None:
    """Options of a wrong type are refused as in every Pulumi package."""
    with pytest.raises(TypeError, match="Expected resource options to be a ResourceOptions instance"):
        qstash.Queue("mail", opts={})  # type: ignore[arg-type]
