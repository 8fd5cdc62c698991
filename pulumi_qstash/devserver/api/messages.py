"""Messages: stored, never delivered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from ..call import Answer, Call
from ..refusals import bad_request, not_found
from ..store import Document

KIND = "message"
#: Filters of the bulk call by the key of a message that they look at.
_FILTERS = {
    "messageId": "messageId",
    "messageIds": "messageId",
    "topicName": "topicName",
    "queueName": "queueName",
    "url": "url",
    "flowControlKey": "flowControlKey",
    "scheduleId": "scheduleId",
    "callerIp": "callerIP",
    "callerIP": "callerIP",
    "state": "state",
}
#: What the logs take and ignore: all entries fit on one page, and `api` is no filter any more.
_NO_FILTERS = ("cursor", "api")


def get(call: Call) -> Answer:
    """One message."""
    message = call.world.store.get(call.account, KIND, call.parts["id"])
    if message is None:
        raise not_found(f"message {call.parts['id']} not found")
    return Answer(message)


def cancel(call: Call) -> Answer:
    """Remove a message."""
    if not call.world.store.delete(call.account, KIND, call.parts["id"]):
        raise not_found(f"message {call.parts['id']} not found")
    return Answer({"cancelled": 1})


def cancel_many(call: Call) -> Answer:
    """Remove messages by id or by filters; all of them where none is given."""
    wanted = _wanted(call, 500)
    count = wanted.pop("count", None)
    if "messageIds" in wanted:  # with ids, other filters are ignored
        wanted = {"messageIds": wanted["messageIds"]}
    chosen = [m for m in call.world.store.list(call.account, KIND) if _matches(m, wanted)]
    for message in chosen[:count]:
        call.world.store.delete(call.account, KIND, message["messageId"])
    return Answer({"cancelled": len(chosen[:count])})


def _wanted(call: Call, most: int) -> dict[str, Any]:
    """The filters by name: lists of texts, and `count` as a number."""
    given: dict[str, list[str]] = {}
    for name, value in [*_from_body(call), *call.arguments()]:
        if not name.lower().startswith(("upstash-", "qstash_token")):
            given.setdefault(name, []).extend(value.split(","))
    wanted: dict[str, Any] = dict(given)
    for name in ("count", "fromDate", "toDate"):
        if name in given:
            wanted[name] = _number(name, given[name][-1])
    if not 1 <= wanted.get("count", 1) <= most:
        raise bad_request(f"invalid count: must be between 1 and {most}")
    return wanted


def _from_body(call: Call) -> Iterable[tuple[str, str]]:
    if not call.body:
        return
    for name, value in call.json_object().items():
        for one in value if isinstance(value, list) else [value]:
            yield name, str(one)


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise bad_request(f"invalid {name}: {text}")
    return int(text)


def _matches(message: Document, wanted: dict[str, Any]) -> bool:
    return all(_fits(message, name, value) for name, value in wanted.items())


def _fits(message: Document, name: str, value: Any) -> bool:
    if name == "fromDate":
        return bool(message["createdAt"] >= value)
    if name == "toDate":
        return bool(message["createdAt"] <= value)
    if name == "label":
        return bool(set(value) & set(message.get("labels", ())))
    if name in ("host", "path"):
        place = urlsplit(message.get("url", ""))
        return (place.netloc if name == "host" else place.path) in value
    if name not in _FILTERS:
        raise bad_request(f"unknown filter: {name}")
    return message.get(_FILTERS[name]) in value


def logs(call: Call) -> Answer:
    """That messages were created; newest first. Nothing else ever happens to them."""
    wanted = _wanted(call, 1000)
    count = wanted.pop("count", None)
    for name in _NO_FILTERS:
        wanted.pop(name, None)
    entries = [_entry(message) for message in reversed(call.world.store.list(call.account, KIND))]
    found = [entry for entry in entries if _matches(entry, wanted)][:count]
    return Answer({"logs": found, "events": found})


def _entry(message: Document) -> Document:
    entry = message | {"time": message["createdAt"], "state": "CREATED"}
    if "retryDelayExpression" in entry:
        entry["retryDelayExpr"] = entry.pop("retryDelayExpression")
    return entry


def no_dead_letters(_: Call) -> Answer:
    """Nothing is ever delivered, so nothing fails."""
    return Answer({"messages": []})


def no_dead_letter(call: Call) -> Answer:
    """No message is in the dead-letter queue."""
    raise not_found(f"dlq message {call.parts['id']} not found")


def nothing_deleted(_: Call) -> Answer:
    """Remove nothing from the empty dead-letter queue."""
    return Answer({"deleted": 0})
