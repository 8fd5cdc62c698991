"""From live objects to a program: names, wiring, defaults, secrets, what is hidden, what cannot be declared."""

from __future__ import annotations

from typing import Any

from pulumi_qstash.adopt.declaring import STAND_IN, Adopted, declare
from pulumi_qstash.adopt.live import Found
from pulumi_qstash.adopt.program import source
from pulumi_qstash.model import FLOW_CONTROL, QUEUE, SCHEDULE, URL_GROUP, Context

RUN = "https://shop.example.com/run"


def schedule(id_: str, **live: Any) -> Found:
    given = {
        "scheduleId": id_,
        "destination": RUN,
        "cron": "0 3 * * *",
        "method": "POST",
        "retries": 3,
        "isPaused": False,
    }
    return Found(SCHEDULE, id_, SCHEDULE.parse(given | live))


def group(name: str, *endpoints: dict[str, str]) -> Found:
    return Found(URL_GROUP, name, URL_GROUP.parse({"name": name, "endpoints": list(endpoints or ({"url": RUN},))}))


def queue(name: str, **live: Any) -> Found:
    return Found(QUEUE, name, QUEUE.parse({"name": name, "parallelism": 1, "paused": False} | live))


def adopted(*found: Found) -> Adopted:
    return declare(found, Context())


def program(*found: Found) -> str:
    """The program without its head."""
    return source(adopted(*found), "Doc.").split("\n\n", 2)[-1]


def test_a_program_reads_like_a_persons() -> None:
    """Groups and queues have names, schedules refer to them, and defaults are not said."""
    found = [
        group("orders", {"url": "https://a.example.com/hook", "name": "a"}),
        queue("mail", parallelism=2),
        schedule("nightly", destination="orders", cron="CRON_TZ=Europe/Berlin 0 3 * * *"),
        schedule("digest", queueName="mail", retries=5, body="hello", isPaused=True),
    ]
    assert (
        source(adopted(*found), "The shop.")
        == '''\
"""The shop."""

import pulumi_qstash as qstash

orders = qstash.UrlGroup(
    "orders",
    group_name="orders",
    endpoints=[{"url": "https://a.example.com/hook", "name": "a"}],
)

mail = qstash.Queue("mail", queue_name="mail", parallelism=2)

qstash.Schedule(
    "nightly",
    schedule_id="nightly",
    destination=orders.group_name,
    cron="0 3 * * *",
    time_zone="Europe/Berlin",
)

qstash.Schedule(
    "digest",
    schedule_id="digest",
    destination="https://shop.example.com/run",
    cron="0 3 * * *",
    body="hello",
    retries=5,
    queue=mail.queue_name,
    paused=True,
)
'''
    )


def test_nested_settings_are_plain_dicts() -> None:
    """Callbacks that are nothing but a URL are that; settings with more are dicts with Python's names."""
    text = program(
        schedule(
            "a", callback="https://shop.example.com/done", failureCallback="https://shop.example.com/failed",
            failureCallbackHeader={"X-From": ["qstash"]}, flowControlKey="shop", rate=10, period=60,
        )
    )  # fmt: skip
    assert 'callback="https://shop.example.com/done"' in text
    assert '{"url": "https://shop.example.com/failed", "headers": {"X-From": "qstash"}}' in " ".join(
        text.split()
    ).replace("{ ", "{").replace(", }", "}")
    assert 'flow_control={"key": "shop", "rate": 10, "period": "1m"}' in text


def test_a_rate_is_declared_with_its_period() -> None:
    """A live rate whose period is the server's default is declared with it, since a rate alone is refused."""
    made = adopted(schedule("a", flowControlKey="shop", rate=10, period=1))
    assert made.refused == ()
    assert made.declarations[0].inputs["flowControl"] == {"key": "shop", "rate": 10, "period": "1s"}


def test_bytes_stay_bytes() -> None:
    """A body that is no text is a bytes literal, a long one base64."""
    assert 'body=b"\\xff\\x00"' in program(schedule("a", bodyBase64="/wA="))
    assert "base64.b64decode(" in program(schedule("a", bodyBase64="/wAA" * 40))


def test_credentials_become_secret_configuration() -> None:
    """Headers, URLs and bodies that look like credentials are taken from the configuration, each by its name."""
    found = schedule(
        "nightly", header={"Authorization": ["Bearer hush"], "X-Shop": ["one"]}, body='{"token": "hush"}',
        callback="https://shop.example.com/?token=hush",
    )  # fmt: skip
    made = adopted(found)
    assert "hush" not in source(made, "")
    assert {s.key: s.value for s in made.secrets} == {
        "nightlyAuthorization": "Bearer hush",
        "nightlyBody": '{"token": "hush"}',
        "nightlyCallbackUrl": "https://shop.example.com/?token=hush",
    }
    assert '"Authorization": config.require_secret("nightlyAuthorization")' in source(made, "")
    assert '"X-Shop": "one"' in source(made, "")


def test_one_credential_of_many_objects_is_one_value() -> None:
    """A credential that several objects carry is one value of the configuration, named for what it is."""
    made = adopted(*(schedule(f"s{i}", header={"Authorization": ["Bearer hush"]}) for i in range(3)))
    assert [s.key for s in made.secrets] == ["authorization"]
    assert source(made, "").count('config.require_secret("authorization")') == 3


def test_what_is_hidden_is_asked_for_and_its_redaction_declared() -> None:
    """A redacted value comes from the configuration by name, and the redaction that hides it is declared."""
    made = adopted(schedule("a", header={"X-Note": ["REDACTED:ab12"], "X-Open": ["one"]}, body="REDACTED:cd34"))
    assert {s.key: s.value for s in made.secrets} == {"aBody": None, "aXNote": None}
    (declaration,) = made.declarations
    assert declaration.inputs["redact"] == {"body": True, "headers": ["X-Note"]}
    assert declaration.inputs["headers"] == {"X-Note": STAND_IN, "X-Open": "one"}
    assert "REDACTED" not in source(made, "")


def test_all_headers_hidden_with_the_content_type() -> None:
    """A hidden content type tells that all headers are redacted."""
    made = adopted(schedule("a", header={"Content-Type": ["REDACTED:1"], "X-Note": ["REDACTED:2"]}))
    assert made.refused == ()
    assert made.declarations[0].inputs["redact"] == {"headers": True}
    assert 'content_type=config.require_secret("aContentType")' in source(made, "")


def test_what_cannot_be_declared_is_said_with_the_reason() -> None:
    """A live object that the checks refuse is left out, with each reason, and the rest is adopted."""
    made = adopted(schedule("bad", destination="http://127.0.0.1/x"), schedule("good"))
    assert [d.id for d in made.declarations] == ["good"]
    assert made.refused[0].title == "schedule bad"
    assert "destination" in made.refused[0].reasons[0]


def test_objects_of_one_name_get_names_of_their_own() -> None:
    """A group, a queue and a schedule of one name are three resources with three names."""
    made = adopted(group("orders"), queue("orders"), schedule("orders", destination="orders", queueName="orders"))
    assert [d.name for d in made.declarations] == ["orders", "orders-queue", "orders-schedule"]
    assert [d.variable for d in made.declarations] == ["orders", "orders_queue", ""]
    text = source(made, "")
    assert "destination=orders.group_name" in text
    assert "queue=orders_queue.queue_name" in text


def test_schedules_with_one_destination_are_counted() -> None:
    """Schedules whose ids the server made up are numbered where they call the same."""
    made = adopted(*(schedule(f"scd_{'a' * 25}{i}") for i in range(3)))
    assert [d.name for d in made.declarations] == ["run", "run-2", "run-3"]


def test_ids_that_differ_in_signs_alone_stay_apart() -> None:
    """Ids that become one Python name get numbers, and references go to the right one."""
    made = adopted(group("a-b"), group("a.b"), group("A_b"), schedule("s", destination="a.b"))
    assert [d.variable for d in made.declarations] == ["a_b", "a_b_2", "a_b_3", ""]
    assert "destination=a_b_2.group_name" in source(made, "")


def test_a_group_that_is_not_adopted_stays_text() -> None:
    """A schedule whose group is left out names it by its name."""
    assert 'destination="orders"' in program(schedule("s", destination="orders"))


def test_secret_endpoints() -> None:
    """An endpoint's URL that carries a credential comes from the configuration, its neighbours stay."""
    made = adopted(
        group("g", {"url": "https://a.example.com/?token=hush"}, {"url": "https://b.example.com/", "name": "b"})
    )
    text = " ".join(source(made, "").split())
    assert '{"url": config.require_secret("gEndpoints1Url")}' in text
    assert '{"url": "https://b.example.com/", "name": "b"}' in text


def test_a_pinned_key() -> None:
    """A pinned flow-control key is declared with what is pinned, and no more."""
    live = {"flowControlKey": "k", "parallelismMax": 2, "rateMax": 9, "isPinnedParallelism": True, "isPaused": False}
    assert 'qstash.FlowControl("k", key="k", parallelism=2)' in program(
        Found(FLOW_CONTROL, "k", FLOW_CONTROL.parse(live))
    )
