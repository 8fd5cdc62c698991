"""What the official package declares is recognised in its stack's export."""

from __future__ import annotations

import json
from typing import Any

import pytest
import upstash_pulumi

from pulumi_qstash.adopt import official
from pulumi_qstash.adopt.errors import AdoptError
from pulumi_qstash.adopt.live import Found
from pulumi_qstash.model import SCHEDULE, URL_GROUP


def resource(kind: str, name: str, id_: str, **more: Any) -> dict[str, Any]:
    type_ = f"upstash:index/{kind[0].lower()}{kind[1:]}:{kind}"
    return {"urn": f"urn:pulumi:prod::shop::{type_}::{name}", "type": type_, "id": id_, "custom": True} | more


def export(*resources: dict[str, Any]) -> str:
    return json.dumps({"version": 3, "deployment": {"resources": list(resources)}})


TOPIC = resource("QStashTopicV2", "orders", "upstash-qstash-topic-orders", outputs={"name": "orders"})
V2 = resource("QStashScheduleV2", "nightly", "upstash-qstash-schedule-scd_1", outputs={"scheduleId": "scd_1"})
V1 = resource("QStashSchedule", "digest", "upstash-qstash-schedule-scd_2")
ENDPOINT = resource("QStashEndpoint", "hook", "ep_1", outputs={"topicName": "bills", "url": "https://a.example.com"})
OLD_TOPIC = resource("QStashTopic", "bills", "topic_1", outputs={"name": "bills", "topicId": "topic_1"})
OTHER = {"urn": "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::b", "type": "aws:s3/bucket:Bucket", "id": "b"}


def test_every_kind_is_recognised() -> None:
    """Schedules, topics and endpoints of both generations are found by the ids of their live objects."""
    found = official.read_export(export(TOPIC, V2, V1, OLD_TOPIC, ENDPOINT, OTHER), "x")
    assert [(o.kind, o.id) for o in found] == [
        ("UrlGroup", "orders"), ("Schedule", "scd_1"), ("Schedule", "scd_2"), ("UrlGroup", "bills"),
        ("UrlGroup", "bills"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["QStashScheduleV2", "QStashTopicV2", "QStashSchedule", "QStashTopic", "QStashEndpoint"]
)
def test_the_types_are_those_of_the_official_package(kind: str) -> None:
    """Each type token is the one under which the installed official package registers that class."""
    assert hasattr(upstash_pulumi, kind)
    assert resource(kind, "a", "b")["type"] in official._TYPES


def test_the_old_programs_names_are_kept() -> None:
    """A resource keeps the logical name that it had; an endpoint lends its group none."""
    found = official.read_export(export(OLD_TOPIC, ENDPOINT, V2), "x")
    assert official.names(found) == {("UrlGroup", "bills"): "bills", ("Schedule", "scd_1"): "nightly"}


def test_live_objects_are_matched_and_lost_ones_told() -> None:
    """What the state names and the account holds is adopted; what is gone is said."""
    live = [Found(URL_GROUP, "orders", {}), Found(SCHEDULE, "scd_1", {}), Found(SCHEDULE, "foreign", {})]
    found, notes = official.matching(official.read_export(export(TOPIC, V2, V1), "x"), live)
    assert [f.id for f in found] == ["orders", "scd_1"]
    assert len(notes) == 1
    assert notes[0].startswith("digest (")


def test_state_deletes_let_go_in_reverse_order() -> None:
    """What depends on others is let go of first, and a protected resource with force."""
    protected = V2 | {"protect": True}
    lines = official.state_deletes(official.read_export(export(TOPIC, protected), "x"))
    assert lines == [
        f"pulumi state delete {V2['urn']} --stack prod --yes --force",
        f"pulumi state delete {TOPIC['urn']} --stack prod --yes",
    ]


def test_an_endpoint_is_a_part_of_the_topic_that_it_names_by_id() -> None:
    """An endpoint tells its topic's id alone; the topic of the same state tells the group's name."""
    hook = resource("QStashEndpoint", "hook", "upstash-qstash-endpoint-ep_1", outputs={"topicId": "topic_1"})
    found = official.read_export(export(OLD_TOPIC, hook), "x")
    assert [(o.name, o.id, o.is_endpoint) for o in found] == [("bills", "bills", False), ("hook", "bills", True)]


@pytest.mark.parametrize(
    "tie", [{"dependencies": [TOPIC["urn"]]}, {"parent": TOPIC["urn"]}, {"deletedWith": TOPIC["urn"]}]
)
def test_what_others_depend_on_is_noted(tie: dict[str, Any]) -> None:
    """A resource to which another cloud's is tied cannot be let go of before that changes."""
    bucket = OTHER | tie
    _, notes = official.matching(official.read_export(export(TOPIC, bucket), "x"), [Found(URL_GROUP, "orders", {})])
    assert "Bucket::b depends on orders" in notes[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"), ("[" * 100_000, "not JSON"), ("{}", "no stack export"), ("[]", "no stack export"),
        ('{"version": 3, "deployment": {"resources": 5}}', "no stack export"), (export(OTHER), "holds no schedule"),
    ],
)  # fmt: skip
def test_what_is_no_such_export_is_refused(text: str, said: str) -> None:
    """A file without any of the official package's objects is refused in one sentence."""
    with pytest.raises(AdoptError, match=said):
        official.read_export(text, "x")
