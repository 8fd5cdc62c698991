"""Publishing and enqueuing: messages are checked and stored, and wait for ever."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from ..call import Answer, Call
from ..destinations import check_destination, is_url
from ..headers import Pairs
from ..ids import new_id
from ..options import Options
from ..refusals import Refusal, bad_request, quota_exceeded
from ..store import Document
from . import flow_control, queues

_SAME_MESSAGE_MS = 10 * 60 * 1000
_DAY_MS = 86_400_000
_BUILT_IN = ("api/llm", "api/email")

Result = dict[str, Any] | list[dict[str, Any]]


def publish(call: Call) -> Answer:
    """Store a message, or one for each endpoint of a URL group."""
    return _answer(_send(call, None))


def enqueue(call: Call) -> Answer:
    """The same, in a queue, which is made where there is none."""
    return _answer(_send(call, call.parts["queue"]))


def _answer(result: Result) -> Answer:
    repeated = isinstance(result, dict) and result.get("deduplicated")
    return Answer(result, 202 if repeated else 200)


def batch(call: Call) -> Answer:
    """Store many messages: all of them or none."""
    listed = call.json()
    if not isinstance(listed, list):
        raise bad_request("invalid request body: not a list of messages")
    return Answer([_send(*_batched(call, entry)) for entry in listed])


def _batched(call: Call, entry: Any) -> tuple[Call, str | None]:
    if not isinstance(entry, dict) or not isinstance(entry.get("destination"), str):
        raise bad_request("a non-empty destination must be provided")
    headers, body, queue = entry.get("headers") or {}, entry.get("body") or "", entry.get("queue")
    if not isinstance(headers, dict) or not isinstance(body, str) or not isinstance(queue, str | None):
        raise bad_request("invalid request body: a message has headers, a body and a queue of the wrong form")
    content = body.encode(errors="replace")
    return replace(
        call, headers=_pairs(headers), body=content, query="", parts={"destination": entry["destination"]}
    ), queue or None


def _pairs(headers: dict[str, Any]) -> Pairs:
    return [
        (name.lower(), str(one))
        for name, value in headers.items()
        for one in (value if isinstance(value, list) else [value])
    ]


def _send(call: Call, queue: str | None) -> Result:
    place = call.destination()
    options = Options(call)
    if place.strip("/").lower() in _BUILT_IN:
        return _store(call, options, queue, {"api": place.strip("/").split("/")[1], "url": ""})
    destination = check_destination(place, call.world.behaviour)
    if is_url(destination):
        return _store(call, options, queue, {"url": destination})
    group = call.world.store.get(call.account, "topic", destination)
    if group is None:
        raise Refusal(404, f"topic {destination} not found")
    return [_store(call, options, queue, _to_endpoint(destination, e)) for e in group["endpoints"]]


def _to_endpoint(group: str, endpoint: dict[str, str]) -> Document:
    named = {"endpointName": endpoint["name"]} if "name" in endpoint else {}
    return {"url": endpoint["url"], "topicName": group, **named}


def _store(call: Call, options: Options, queue: str | None, target: Document) -> dict[str, Any]:
    shown = {"url": target["url"]} if "topicName" in target else {}
    mark = _mark(call, options, target)
    known = call.world.store.get(call.account, "deduplication", mark) if mark else None
    if known is not None and call.now - known["at"] < _SAME_MESSAGE_MS:
        return {"messageId": known["messageId"], **shown, "deduplicated": True}
    if queue is not None:
        queues.ensure(call, queue)
    _count(call)
    message = _message(call, options, queue, target)
    flow_control.note(call, message)
    call.world.store.put(call.account, "message", message["messageId"], message)
    if mark:
        entry = {"messageId": message["messageId"], "at": call.now}
        call.world.store.put(call.account, "deduplication", mark, entry)
    return {"messageId": message["messageId"], **shown}


def _mark(call: Call, options: Options, target: Document) -> str | None:
    given = options.text("upstash-deduplication-id")
    if given is not None and ":" in given:
        raise bad_request("DeduplicationId cannot contain ':'")
    if given is None and (options.text("upstash-content-based-deduplication") or "").lower() != "true":
        return None
    content = repr((sorted(options.forwarded().items()), call.body)).encode()
    return f"{given or hashlib.sha256(content).hexdigest()} {target['url']}"


def _count(call: Call) -> None:
    """Count a message of the day.

    Raises:
        Refusal: 429 where the plan has no more for today.
    """
    most = call.world.plan.messages_a_day
    if most is None:
        return
    day = call.now // _DAY_MS
    name = f"messages of {call.account}"
    kept = call.world.store.setting(name) or {}
    used = kept["count"] if kept.get("day") == day else 0
    if used >= most:
        reset = str((day + 1) * _DAY_MS // 1000)
        headers = {"RateLimit-Limit": str(most), "RateLimit-Remaining": "0", "RateLimit-Reset": reset}
        raise Refusal(429, "Exceeded daily rate limit", headers)
    call.world.store.set(name, {"day": day, "count": used + 1})


def _message(call: Call, options: Options, queue: str | None, target: Document) -> Document:
    delay = options.delay() or 0
    not_before = options.text("upstash-not-before")
    if not_before is not None and not (not_before.isascii() and not_before.isdigit() and len(not_before) < 14):
        raise bad_request(f"invalid not-before: {not_before}")
    if call.world.plan.delay is not None and not_before and int(not_before) > call.now // 1000 + call.world.plan.delay:
        raise quota_exceeded("maxDelay")
    options.timeout()
    options.callback_settings("upstash-callback")
    options.callback_settings("upstash-failure-callback")
    shown = {
        "messageId": new_id("msg"),
        **target,
        **options.delivery(),
        **options.redact.content(call.body),
        "maxRetries": options.retries_or_default(),
        "notBefore": int(not_before) * 1000 if not_before else call.now + delay * 1000,
        "createdAt": call.now,
        "queueName": queue,
        "callerIP": call.caller,
    }
    return {key: value for key, value in shown.items() if value is not None}
