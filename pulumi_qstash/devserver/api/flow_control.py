"""Flow-control keys."""

from __future__ import annotations

from typing import Any

from ..call import Answer, Call
from ..flow_values import check_period, positive
from ..refusals import bad_request, not_found
from ..store import Document

KIND = "flowControl"


def note(call: Call, used: Document) -> None:
    """Make or update the key that a message or schedule uses; pinned values stay."""
    name = used.get("flowControlKey")
    if name is None:
        return
    key = call.world.store.get(call.account, KIND, name) or _new_key(call, name)
    if not key["isPinnedParallelism"]:
        key["parallelismMax"] = used.get("parallelism", 0)
    if not key["isPinnedRate"]:
        key |= {"rateMax": used.get("rate", 0), "ratePeriod": used.get("period", 1)}
    call.world.store.put(call.account, KIND, name, key)


def _new_key(call: Call, name: str) -> Document:
    return {
        "flowControlKey": name,
        "parallelismMax": 0,
        "parallelismCount": 0,
        "rateMax": 0,
        "rateCount": 0,
        "ratePeriod": 1,
        "ratePeriodStart": call.now // 1000,
        "isPaused": False,
        "isPinnedParallelism": False,
        "isPinnedRate": False,
    }


def list_all(call: Call) -> Answer:
    """All keys, or those whose name has the `search` in it."""
    search = call.argument("search") or ""
    waiting = _waiting(call)
    keys = call.world.store.list(call.account, KIND)
    return Answer([_shown(key, waiting) for key in keys if search in key["flowControlKey"]])


def get(call: Call) -> Answer:
    """One key."""
    key = call.world.store.get(call.account, KIND, _name(call))
    if key is None:
        raise not_found(f"flow control key {_name(call)} not found")
    return Answer(_shown(key, _waiting(call)))


def global_parallelism(call: Call) -> Answer:
    """How many deliveries may be under way; none ever is."""
    return Answer({"parallelismMax": call.world.plan.global_parallelism, "parallelismCount": 0})


def pause(call: Call) -> Answer:
    """Hold the key's messages back."""
    return _change(call, {"isPaused": True})


def resume(call: Call) -> Answer:
    """Deliver the key's messages again."""
    return _change(call, {"isPaused": False})


def reset_rate(call: Call) -> Answer:
    """Begin a new period."""
    return _change(call, {"rateCount": 0, "ratePeriodStart": call.now // 1000})


def pin(call: Call) -> Answer:
    """Fix the key's limits, whatever messages say."""
    asked = {name: call.argument(name) for name in ("parallelism", "rate", "period")}
    given = {name: positive(text, name) for name, text in asked.items() if text is not None}
    change: dict[str, Any] = {}
    if "parallelism" in given:
        change |= {"parallelismMax": given["parallelism"], "isPinnedParallelism": True}
    if "rate" in given:
        period = check_period(given.get("period", 1))
        change |= {"rateMax": given["rate"], "ratePeriod": period, "isPinnedRate": True, "rateCount": 0}
    if not change:
        raise bad_request("parallelism or rate must be provided")
    return _change(call, change)


def unpin(call: Call) -> Answer:
    """Let messages decide again; the values stay until the next one comes."""
    pinned = {"parallelism": "isPinnedParallelism", "rate": "isPinnedRate"}
    return _change(call, {key: False for name, key in pinned.items() if _asked(call, name)})


def _asked(call: Call, name: str) -> bool:
    value = call.argument(name)
    if value not in (None, "true", "false"):
        raise bad_request(f"invalid {name}: {value}")
    return value == "true"


def _change(call: Call, change: dict[str, Any]) -> Answer:
    name = _name(call)
    key = call.world.store.get(call.account, KIND, name)
    if key is None and not call.world.behaviour["pinCreatesKey"]:
        raise not_found(f"flow control key {name} not found")
    call.world.store.put(call.account, KIND, name, (key or _new_key(call, name)) | change)
    return Answer()


def _name(call: Call) -> str:
    return call.parts["id"]


def _shown(key: Document, waiting: dict[str, int]) -> dict[str, Any]:
    return key | {"waitListSize": waiting.get(key["flowControlKey"], 0)}


def _waiting(call: Call) -> dict[str, int]:
    counts: dict[str, int] = {}
    for message in call.world.store.list(call.account, "message"):
        if "flowControlKey" in message:
            counts[message["flowControlKey"]] = counts.get(message["flowControlKey"], 0) + 1
    return counts
