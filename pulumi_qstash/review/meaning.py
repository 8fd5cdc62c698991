"""What a changed setting means for a schedule, a queue, a URL group or a flow control key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import shown
from .attempts import lifetime, seconds
from .say import duration, plural
from .values import Opaque
from .volume import DEFAULT_RETRIES

Properties = dict[str, Any]


def meaning(kind: str, key: str, before: Properties, after: Properties) -> str:
    """One clause on what a change of one property does; empty where the values say it all."""
    say = _BY_KEY.get((kind, key)) or _BY_KEY.get(("", key))
    old, new = before.get(key), after.get(key)
    if say is None or isinstance(new, Opaque):
        return _UNSEEN if isinstance(new, Opaque) and key in _DECIDING else ""
    return say(old, new, after)


_UNSEEN = "what it becomes cannot be seen in this preview"
_DECIDING = frozenset({"cron", "timeZone", "destination", "paused", "retries"})


def _destination(old: Any, new: Any, _: Properties) -> str:
    if isinstance(old, str) and isinstance(new, str):
        if ("://" in old) != ("://" in new):
            return "one URL instead of a URL group" if "://" in new else "a URL group instead of one URL"
        if "://" in new and old.split("/")[2:3] == new.split("/")[2:3]:
            return "the same host, another path or query"
    return "every later run goes there; messages already on their way do not"


def _method(_: Any, new: Any, __: Properties) -> str:
    if new in ("GET", "HEAD"):
        return "such a request usually carries no body"
    return ""


def _retries(_: Any, new: Any, after: Properties) -> str:
    if new == 0:
        return "a failed run is not tried again"
    inherited = f"QStash's default ({DEFAULT_RETRIES} today) holds" if new is None else ""
    life = lifetime(after)
    if life is None:
        return inherited
    lived = (
        f"a failing message lives for {duration(life.total)} at most"
        if life.timeout
        else (f"a failing message waits {duration(life.waits)} in all between its attempts")
    )
    return f"{inherited}; {lived}" if inherited else lived


def _retry_delay(_: Any, new: Any, after: Properties) -> str:
    life = lifetime(after)
    waits = f"; {plural(life.retries, 'wait')} take {duration(life.waits)} in all" if life else ""
    return ("QStash's own backoff holds (12s, 2m28s, 30m8s, ...)" if new is None else "its own waits") + waits


def _timeout(_: Any, new: Any, __: Properties) -> str:
    if new is None:
        return "an attempt may take as long as the plan allows"
    found = seconds(new)
    return f"an attempt that takes longer than {duration(found)} counts as failed" if found else ""


def _delay(_: Any, new: Any, __: Properties) -> str:
    found = seconds(new)
    return f"each message is delivered {duration(found)} after its run" if found else "delivered at once"


def _failure_callback(_: Any, new: Any, __: Properties) -> str:
    return "nobody is told when a run fails for good" if new is None else "told once when a run fails for good"


def _callback(_: Any, new: Any, __: Properties) -> str:
    return "no answer is passed on" if new is None else "told of every attempt; each such call is a message"


def _queue(_: Any, new: Any, __: Properties) -> str:
    return "messages no longer wait for each other" if new is None else "messages wait in order behind each other"


def _flow_control(_: Any, new: Any, __: Properties) -> str:
    return "no limit on rate or parallelism" if new is None else "deliveries under this key share one limit"


def _paused(old: Any, new: Any, _: Properties) -> str:
    if new is True:
        return "runs are left out, and not made up for, until it is resumed"
    if new is False:
        return "runs again; what it left out is not made up for" if old is True else "held running: a pause is undone"
    return "pause is no longer managed: it stays as it is, and a pause made elsewhere is kept"


def _redact(_: Any, new: Any, __: Properties) -> str:
    return "QStash shows headers and body again" if new is None else "QStash's console and logs hide these"


def _endpoints(old: Any, new: Any, _: Properties) -> str:
    count = [len(each) if isinstance(each, list) else 0 for each in (old, new)]
    if count[0] == count[1]:
        return f"{plural(count[1], 'message')} for each run, as before"
    return f"{plural(count[1], 'message')} for each run instead of {count[0]}"


def _headers(old: Any, new: Any, _: Properties) -> str:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return ""
    parts = {
        "added": sorted(new.keys() - old.keys()),
        "removed": sorted(old.keys() - new.keys()),
        "changed": sorted(key for key in old.keys() & new.keys() if old[key] != new[key]),
    }
    return "; ".join(f"{verb}: {', '.join(map(shown.text, names))}" for verb, names in parts.items() if names)


def _parallelism(_: Any, new: Any, __: Properties) -> str:
    return "one message after the other" if new == 1 else f"up to {new} messages at once" if new else ""


def _identity(_: Any, __: Any, ___: Properties) -> str:
    return "another object in QStash: the old one is deleted"


def _time_zone(old: Any, new: Any, _: Properties) -> str:
    return f"the same wall times, read in {shown.text(new or 'UTC')} instead of {shown.text(old or 'UTC')}"


def _labels(_: Any, __: Any, ___: Properties) -> str:
    return "logs and the dead letter queue are searched by these"


_BY_KEY: dict[tuple[str, str], Callable[[Any, Any, Properties], str]] = {
    ("", "destination"): _destination,
    ("", "method"): _method,
    ("", "retries"): _retries,
    ("", "retryDelay"): _retry_delay,
    ("", "timeout"): _timeout,
    ("", "delay"): _delay,
    ("", "failureCallback"): _failure_callback,
    ("", "callback"): _callback,
    ("", "queue"): _queue,
    ("", "flowControl"): _flow_control,
    ("", "paused"): _paused,
    ("", "redact"): _redact,
    ("", "endpoints"): _endpoints,
    ("", "headers"): _headers,
    ("", "timeZone"): _time_zone,
    ("", "labels"): _labels,
    ("", "scheduleId"): _identity,
    ("", "queueName"): _identity,
    ("", "groupName"): _identity,
    ("FlowControl", "key"): _identity,
    ("Queue", "parallelism"): _parallelism,
    ("FlowControl", "parallelism"): _parallelism,
}


def losses(kind: str, action: str, *, renamed: bool, kept_elsewhere: bool, retained: bool) -> tuple[str, ...]:
    """What a replacement or a deletion loses, as sentences.

    Args:
        kind: The kind of the resource.
        action: What happens to it.
        renamed: Whether a replacement changes the object's name in QStash.
        kept_elsewhere: Whether another resource of the same change keeps the object under its name.
        retained: Whether QStash keeps the old object.
    """
    if kept_elsewhere:
        return ("Another resource of this change keeps the same object, so that nothing live is lost.",)
    if action == "let go":
        return ("The object stays in QStash as it is and is no longer managed here.",)
    if action == "gone":
        return ("It was deleted outside of Pulumi; the next up makes it again.",)
    if action == "take over":
        return (
            "An object that already has this name is taken over: its settings are overwritten as a whole. What it did "
            "until now is not in this preview.",
        )
    if action == "delete":
        return _DELETED.get(kind, ())
    if action == "replace" and renamed and retained:
        return ("The old object stays in QStash as it is, beside the new one, and is no longer managed here.",)
    if action == "replace":
        return _REPLACED.get(kind, ()) if renamed else _REPLACED_IN_PLACE.get(kind, ())
    return ()


_DELETED = {
    "Schedule": (
        "No further run. Messages that already exist are still delivered.",
        "The schedule's history of runs is gone.",
    ),
    "Queue": ("Messages that still wait in the queue are lost: let it run empty first.",),
    "UrlGroup": ("Whatever still publishes to the group fails.",),
    "FlowControl": ("The pinned limits are lifted.",),
}
_REPLACED = {
    "Schedule": (
        "The schedule gets another id: whatever stored the old one (code, dashboards) loses it.",
        "The history of runs starts anew, and a pause made outside is not carried over.",
        "Messages that already exist are still delivered.",
    ),
    "Queue": ("Messages that still wait in the old queue are lost: let it run empty first.",),
    "UrlGroup": ("Whatever still publishes to the old name fails.",),
    "FlowControl": ("The limits of the old key are lifted.",),
}
_REPLACED_IN_PLACE = {
    "Schedule": ("The schedule is made again: its history of runs starts anew.",),
    "Queue": ("The queue is made again: messages that still wait in it are lost.",),
    "UrlGroup": ("The group is made again: for a moment it may be missing.",),
}
