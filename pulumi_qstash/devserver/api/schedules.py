"""Schedules."""

from __future__ import annotations

from typing import Any

from ..call import Answer, Call, is_name
from ..destinations import check_destination, is_url
from ..ids import new_id
from ..options import Options
from ..refusals import bad_request, not_found, quota_exceeded
from ..store import Document
from ..timetable import check, last_run, next_run, nth_run
from . import flow_control, queues

KIND = "schedule"
_BAD_ID = (
    "Schedule ID is invalid. Schedule IDs can only contain alphanumeric characters, hyphens, periods, and underscores."
)


def create(call: Call) -> Answer:
    """Write a schedule, whole: a new one, or in place of the one with its id."""
    options = Options(call)
    destination = check_destination(call.destination(), call.world.behaviour)
    _check_group(call, destination)
    cron = (options.text("upstash-cron") or "").strip()
    check(cron, call.world.behaviour)
    schedule_id = _given_id(call, options)
    old = call.world.store.get(call.account, KIND, schedule_id) if schedule_id else None
    if old is None:
        _check_room(call)
    schedule = _document(call, options, schedule_id or new_id("scd"), cron, destination)
    if old is not None:
        schedule |= _inherited(call, old)
    flow_control.note(call, schedule)
    call.world.store.put(call.account, KIND, schedule["scheduleId"], schedule)
    return _written(call, schedule["scheduleId"], overwritten=old is not None)


def _given_id(call: Call, options: Options) -> str | None:
    given = options.text("upstash-schedule-id")
    longest = call.world.behaviour["maxIdLength"]
    if given and not is_name(given):
        raise bad_request(_BAD_ID)
    if given and longest and len(given) > longest:
        raise bad_request(f"Schedule ID is too long: {len(given)} characters, at most {longest}")
    return given


def _check_group(call: Call, destination: str) -> None:
    if is_url(destination) or not call.world.behaviour["unknownUrlGroupFails"]:
        return
    if call.world.store.get(call.account, "topic", destination) is None:
        raise not_found(f"topic {destination} not found")


def _check_room(call: Call) -> None:
    most = call.world.plan.schedules
    if most is not None and call.world.store.count(call.account, KIND) >= most:
        raise quota_exceeded("maxSchedules")


def _document(call: Call, options: Options, schedule_id: str, cron: str, destination: str) -> Document:
    queue = options.text("upstash-queue-name")
    shown = {
        "createdAt": call.now,
        "scheduleId": schedule_id,
        "cron": cron,
        "destination": destination,
        **options.delivery(),
        **options.redact.content(call.body),
        "retries": options.retries_or_default(),
        "delay": options.delay(),
        "queueName": queue and queues.checked(queue),
        "callerIP": call.caller,
        "isPaused": False,
    }
    callbacks = {
        name: options.callback_settings(f"upstash-{header}")
        for name, header in (("callback", "callback"), ("failureCallback", "failure-callback"))
    }
    if call.world.behaviour["callbackDelayFails"] and any("Delay" in c for c in callbacks.values()):
        raise bad_request("callbacks cannot be delayed")
    hidden = {"_timeout": options.timeout(), "_callbacks": callbacks, "_since": call.now}
    return {key: value for key, value in (shown | hidden).items() if value is not None}


def _inherited(call: Call, old: Document) -> Document:
    """What a schedule keeps when it is written again."""
    settled = _settled(call, old)
    kept = {key: settled[key] for key in ("_last",) if key in settled}
    if call.world.behaviour["overwriteKeepsPause"]:
        kept["isPaused"] = settled["isPaused"]
    if call.world.behaviour["overwriteKeepsCreatedAt"]:
        kept["createdAt"] = settled["createdAt"]
    return kept


def _written(call: Call, schedule_id: str, *, overwritten: bool) -> Answer:
    behaviour = call.world.behaviour
    silent = overwritten and not behaviour["overwriteAnswersId"]
    return Answer({} if silent else {"scheduleId": schedule_id}, behaviour["createStatus"])


def list_all(call: Call) -> Answer:
    """All schedules, oldest first."""
    return Answer([shown(call, schedule) for schedule in call.world.store.list(call.account, KIND)])


def get(call: Call) -> Answer:
    """One schedule."""
    return Answer(shown(call, _existing(call)))


def delete(call: Call) -> Answer:
    """Remove a schedule."""
    schedule_id = call.parts["id"]
    gone = call.world.store.delete(call.account, KIND, schedule_id)
    if not gone and call.world.behaviour["deleteMissingScheduleFails"]:
        raise not_found(f"schedule {schedule_id} not found")
    return Answer()


def pause(call: Call) -> Answer:
    """Let runs pass."""
    return _set_paused(call, paused=True)


def resume(call: Call) -> Answer:
    """Run again, from now."""
    return _set_paused(call, paused=False)


def _set_paused(call: Call, *, paused: bool) -> Answer:
    schedule = call.world.store.get(call.account, KIND, call.parts["id"])
    if schedule is None and not call.world.behaviour["pauseMissingFails"]:
        return Answer()
    schedule = _settled(call, _existing(call))
    if schedule["isPaused"] != paused:
        schedule |= {"isPaused": paused, "_since": call.now}
    call.world.store.put(call.account, KIND, schedule["scheduleId"], schedule)
    return Answer()


def _existing(call: Call) -> Document:
    schedule = call.world.store.get(call.account, KIND, call.parts["id"])
    if schedule is None:
        raise not_found(f"schedule {call.parts['id']} not found")
    return schedule


def _settled(call: Call, schedule: Document) -> Document:
    """The schedule as its runs since the last write have left it: `_last` run, and paused by itself."""
    if schedule["isPaused"]:
        return schedule
    cron, since, now = schedule["cron"], schedule["_since"], call.now
    most = call.world.behaviour["autoPauseAfter"]
    stopped = nth_run(cron, since, most) if most else None
    if stopped is not None and stopped <= now:
        return schedule | {"isPaused": True, "_last": stopped, "_since": now}
    last = last_run(cron, since, now) if now - since >= 1000 else None
    return schedule if last is None else schedule | {"_last": last}


def shown(call: Call, schedule: Document) -> dict[str, Any]:
    """The schedule as clients see it."""
    schedule = _settled(call, schedule)
    seen = {key: value for key, value in schedule.items() if not key.startswith("_")}
    upcoming = next_run(schedule["cron"], call.now)
    if "_last" in schedule:
        seen["lastScheduleTime"] = schedule["_last"]
    if upcoming is not None:
        seen["nextScheduleTime"] = upcoming
    return seen | _switched(call, schedule)


def _switched(call: Call, schedule: Document) -> dict[str, Any]:
    """What only some switches show."""
    behaviour, more = call.world.behaviour, {}
    unit = {"absent": 0, "seconds": 1, "milliseconds": 1000}[behaviour["showsTimeout"]]
    if unit and "_timeout" in schedule:
        more["timeout"] = schedule["_timeout"] * unit
    if behaviour["showsCallbackSettings"] and any(schedule["_callbacks"].values()):
        more["callbackSettings"] = schedule["_callbacks"]
    if behaviour["parallelismWithoutFlowControl"] and "flowControlKey" not in schedule:
        more["parallelism"] = 0
    return more
