"""Queues."""

from __future__ import annotations

from typing import Any

from ..call import Answer, Call, is_name
from ..refusals import bad_request, not_found, quota_exceeded
from ..store import Document

KIND = "queue"
_BAD_NAME = (
    "Queue name is invalid. Queue names can only contain alphanumeric characters, hyphens, periods, and underscores."
)


def upsert(call: Call) -> Answer:
    """Write a queue's parallelism, and its pause where that is sent."""
    sent = call.json_object()
    name = checked(sent.get("queueName"))
    parallelism = _parallelism(call, sent.get("parallelism", 1))
    paused = sent.get("paused")
    if paused is not None and not isinstance(paused, bool):
        raise bad_request("invalid paused: not a boolean")
    old = call.world.store.get(call.account, KIND, name)
    if paused is None:
        paused = bool(old and old["paused"] and call.world.behaviour["queueUpsertKeepsPause"])
    queue = old or new_queue(call, name)
    _put(call, queue | {"parallelism": parallelism, "paused": paused})
    return Answer()


def new_queue(call: Call, name: str) -> Document:
    """A queue with QStash's defaults, not yet written.

    Raises:
        Refusal: 412 where the plan has no room for it.
    """
    if call.world.store.count(call.account, KIND) >= call.world.plan.queues:
        raise quota_exceeded("maxQueues")
    return {"name": name, "createdAt": call.now, "updatedAt": call.now, "parallelism": 1, "paused": False}


def ensure(call: Call, name: str) -> None:
    """Make the queue that a message is enqueued to, where there is none."""
    if call.world.store.get(call.account, KIND, checked(name)) is None:
        call.world.store.put(call.account, KIND, name, new_queue(call, name))


def _parallelism(call: Call, value: Any) -> int:
    if type(value) is float and value.is_integer():
        value = int(value)
    if type(value) is not int or not 1 <= value < 2**31:
        raise bad_request("invalid parallelism: must be greater than 0")
    if value > call.world.plan.queue_parallelism:
        raise quota_exceeded("maxQueueParallelism")
    return int(value)


def list_all(call: Call) -> Answer:
    """All queues, oldest first."""
    waiting = _waiting(call)
    return Answer([q | {"lag": waiting.get(q["name"], 0)} for q in call.world.store.list(call.account, KIND)])


def get(call: Call) -> Answer:
    """One queue."""
    queue = _existing(call)
    return Answer(queue | {"lag": _waiting(call).get(queue["name"], 0)})


def delete(call: Call) -> Answer:
    """Remove a queue; one that is not there is removed."""
    call.world.store.delete(call.account, KIND, checked(call.parts["id"]))
    return Answer()


def pause(call: Call) -> Answer:
    """Hold messages back."""
    return _set_paused(call, paused=True)


def resume(call: Call) -> Answer:
    """Deliver again."""
    return _set_paused(call, paused=False)


def _set_paused(call: Call, *, paused: bool) -> Answer:
    name = checked(call.parts["id"])
    missing = call.world.store.get(call.account, KIND, name) is None
    if missing and not call.world.behaviour["pauseMissingFails"]:
        return Answer()
    queue = _existing(call)
    if queue["paused"] != paused:
        _put(call, queue | {"paused": paused})
    return Answer()


def _existing(call: Call) -> Document:
    name = checked(call.parts["id"])
    queue = call.world.store.get(call.account, KIND, name)
    if queue is None:
        raise not_found(f"queue {name} not found")
    return queue


def _put(call: Call, queue: Document) -> None:
    call.world.store.put(call.account, KIND, queue["name"], queue | {"updatedAt": call.now})


def checked(name: Any) -> str:
    """The name of a queue.

    Raises:
        Refusal: 400 for what cannot be one.
    """
    if not is_name(name):
        raise bad_request(_BAD_NAME)
    return str(name)


def _waiting(call: Call) -> dict[str, int]:
    counts: dict[str, int] = {}
    for message in call.world.store.list(call.account, "message"):
        if "queueName" in message:
            counts[message["queueName"]] = counts.get(message["queueName"], 0) + 1
    return counts
