"""What a resource's outputs are after an up: given, filled in, from the state, or None."""

from __future__ import annotations

from typing import Any

import pulumi

import pulumi_qstash as qstash
from pulumi_qstash.model import KINDS
from pulumi_qstash.resources.base import QStashResource
from pulumi_qstash.resources.naming import wire_name
from pulumi_qstash.testing import Stack

ADDRESS, EVERY_HOUR = "https://shop.example.com/run", "0 * * * *"


def shown(made: qstash.Schedule) -> None:
    names = ("schedule_id", "cron", "runs", "account", "paused", "timeout", "headers", "callback", "queue")
    for name in names:
        pulumi.export(name, getattr(made, name))


def outputs(stack: Stack) -> dict[str, Any]:
    return {name: output.value for name, output in stack.up().outputs.items()}


def test_outputs_of_what_was_not_given() -> None:
    """An id and the words for a cron line are filled in, and what nobody gave is None."""
    with Stack(lambda: shown(qstash.Schedule("a", destination=ADDRESS, cron=EVERY_HOUR)), project="shop") as stack:
        told = outputs(stack)
    assert (told["schedule_id"], told["cron"], told["runs"]) == ("shop-test-a", EVERY_HOUR, "every hour")
    assert told["account"]
    assert {told.get(name) for name in ("paused", "timeout", "headers", "callback", "queue")} == {None}


def test_the_pause_of_the_configuration_is_an_output() -> None:
    """`qstash:paused` pauses a schedule that says nothing of it, and its output says so."""
    with Stack(
        lambda: shown(qstash.Schedule("a", destination=ADDRESS, cron=EVERY_HOUR)), config={"qstash:paused": "true"}
    ) as stack:
        assert outputs(stack)["paused"] is True


def test_ignored_changes_come_from_the_state() -> None:
    """What `ignore_changes` keeps is given by the output, although the program does not say it any more."""
    given: list[dict[str, Any]] = [{"timeout": "30s"}, {}]

    def program() -> None:
        ignoring = pulumi.ResourceOptions(ignore_changes=["timeout"])
        shown(qstash.Schedule("a", destination=ADDRESS, cron=EVERY_HOUR, **given[0], opts=ignoring))

    with Stack(program) as stack:
        assert outputs(stack)["timeout"] == "30s"
        given.pop(0)
        assert outputs(stack)["timeout"] == "30s"


def test_every_property_that_check_fills_in_is_awaited() -> None:
    """What a check adds to a declaration is an output without being given, for every kind of resource."""
    classes: dict[str, type[QStashResource]] = {
        "Schedule": qstash.Schedule, "Queue": qstash.Queue, "UrlGroup": qstash.UrlGroup,
        "FlowControl": qstash.FlowControl,
    }  # fmt: skip
    for kind in KINDS:
        cls = classes[kind.name]
        arguments = {wire_name(name) for name in cls.__init__.__annotations__}
        added = {*kind.when_paused, kind.id_property, *(spec.wire for spec in kind.fields if spec.derived)}
        assert added & arguments <= {cls._id_property, *cls._filled_in}, kind.name
