"""The questions, by their number in the list of unknowns, each with the switch of the dev server that it settles."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .sandbox import RARELY, URL, Sandbox


class NotAsked(Exception):  # noqa: N818 - it says what is the case
    """The question cannot be asked here; the text says why."""


@dataclass(frozen=True)
class Question:
    """One unknown.

    Attributes:
        number: Its number in the list.
        switch: The dev server's switch for it; None where it needs none.
        text: What is asked.
        ask: Finds the answer, in the values of the switch.
        assumed: What the dev server does, where there is no switch.
    """

    number: int
    switch: str | None
    text: str
    ask: Callable[[Sandbox], Any]
    assumed: Any = None


QUESTIONS: list[Question] = []
_Asker = Callable[[Sandbox], Any]


def question(number: int, switch: str | None, text: str, assumed: Any = None) -> Callable[[_Asker], _Asker]:
    """Registers a function as the way to answer a question."""

    def register(ask: _Asker) -> _Asker:
        QUESTIONS.append(Question(number, switch, text, ask, assumed))
        return ask

    return register


@question(1, "overwriteKeepsPause", "Does a paused schedule that is written again stay paused?")
def _(box: Sandbox) -> Any:
    box.schedule("a")
    box.wire.ask("POST", f"/v2/schedules/{box.name('a')}/pause")
    if box.read("schedules", "a").get("isPaused") is not True:
        raise NotAsked("pausing did not show")
    box.schedule("a")
    return box.read("schedules", "a").get("isPaused", False)


@question(1, "overwriteKeepsCreatedAt", "Does it keep createdAt?")
def _(box: Sandbox) -> Any:
    box.schedule("a")
    before = box.read("schedules", "a")["createdAt"]
    time.sleep(1.1)
    box.schedule("a")
    return box.read("schedules", "a")["createdAt"] == before


@question(2, "createStatus", "With which status is a schedule written?")
def _(box: Sandbox) -> Any:
    return box.schedule("a").status


@question(2, "overwriteAnswersId", "Is scheduleId in the answer when it is written again?")
def _(box: Sandbox) -> Any:
    box.schedule("a")
    answer = box.schedule("a").json
    return isinstance(answer, dict) and "scheduleId" in answer


@question(3, None, "What is said of a schedule that is not there?", "404 schedule … not found")
def _(box: Sandbox) -> Any:
    return box.wire.ask("GET", f"/v2/schedules/{box.name('nope')}").said.replace(box.name("nope"), "…")


@question(3, "deleteMissingScheduleFails", "Is deleting a schedule that is not there an error?")
def _(box: Sandbox) -> Any:
    return not box.wire.ask("DELETE", f"/v2/schedules/{box.name('nope')}").ok


@question(3, "pauseMissingFails", "Is pausing what is not there an error?")
def _(box: Sandbox) -> Any:
    return not box.wire.ask("POST", f"/v2/schedules/{box.name('nope')}/pause").ok


@question(4, None, "What is said of an empty cron expression?", "400 Invalid cron expression empty spec string")
def _(box: Sandbox) -> Any:
    return box.schedule("a", cron="").said


@question(4, "cronDescriptors", "Are @daily and @every 1h accepted?")
def _(box: Sandbox) -> Any:
    accepted = {box.schedule("a", cron=text).ok for text in ("@daily", "@every 1h")}
    return accepted.pop() if len(accepted) == 1 else "one of them"


@question(4, "cronSeconds", "Are six fields accepted?")
def _(box: Sandbox) -> Any:
    return box.schedule("a", cron=f"0 {RARELY}").ok


@question(4, "cronSundaySeven", "Is 7 accepted for Sunday?")
def _(box: Sandbox) -> Any:
    return box.schedule("a", cron="0 0 * 2 7").ok


@question(4, "cronUnknownZoneFails", "Is an unknown time zone refused?")
def _(box: Sandbox) -> Any:
    return not box.schedule("a", cron=f"CRON_TZ=Nope/X {RARELY}").ok


@question(5, "showsTimeout", "How is a timeout of 30 s shown?")
def _(box: Sandbox) -> Any:
    box.schedule("a", timeout="30s")
    shown = box.read("schedules", "a").get("timeout", "absent")
    return {"absent": "absent", 30: "seconds", 30_000: "milliseconds"}.get(shown, shown)


@question(5, "showsCallbackSettings", "Can the callback's own settings be read back?")
def _(box: Sandbox) -> Any:
    box.schedule("a", callback=URL)
    box.schedule("b", callback=URL, callback_retries="2", callback_timeout="31s")
    return bool(box.read("schedules", "b").keys() - box.read("schedules", "a").keys())


@question(6, "unknownUrlGroupFails", "Is a schedule to an unknown URL group refused?")
def _(box: Sandbox) -> Any:
    return not box.schedule("a", box.name("no-group")).ok


def _endpoint_twice(box: Sandbox, second: dict[str, str], updates: str) -> str:
    """What becomes of `{url: URL/1, name: one}` when `second` is added."""
    box.endpoints("g", {"url": f"{URL}/1", "name": "one"})
    if not box.endpoints("g", second).ok:
        return "refuses"
    return updates if len(box.read("topics", "g").get("endpoints", ())) == 1 else "adds"


@question(7, "sameUrlNewName", "What does adding a known URL under a new name do?")
def _(box: Sandbox) -> Any:
    return _endpoint_twice(box, {"url": f"{URL}/1", "name": "two"}, "renames")


@question(7, "sameNameNewUrl", "What does adding a known name with a new URL do?")
def _(box: Sandbox) -> Any:
    return _endpoint_twice(box, {"url": f"{URL}/2", "name": "one"}, "moves")


@question(7, "removeMissingEndpointFails", "Is removing an endpoint that is not there an error?")
def _(box: Sandbox) -> Any:
    box.endpoints("g", {"url": f"{URL}/1"})
    return not box.endpoints("g", {"url": f"{URL}/2"}, method="DELETE").ok


@question(8, "groupShowsHeaders", "Does a URL group show its default headers?")
def _(box: Sandbox) -> Any:
    box.endpoints("g", {"url": f"{URL}/1"})
    sent = box.wire.ask("PATCH", f"/v2/topics/{box.name('g')}", {"headers": {"Upstash-Retries": ["3"]}})
    if not sent.ok:
        raise NotAsked(f"PATCH is refused: {sent.said}")
    return bool(box.read("topics", "g").keys() - {"name", "createdAt", "updatedAt", "endpoints"})


@question(9, None, "What is said of an unknown flow-control key?", "404")
def _(box: Sandbox) -> Any:
    return str(box.wire.ask("GET", f"/v2/flowControl/{box.name('nope')}").status)


@question(9, "pinCreatesKey", "Does pinning a flow-control key that was never used make it?")
def _(box: Sandbox) -> Any:
    path = f"/v2/flowControl/{box.name('k')}"
    made = box.wire.ask("POST", f"{path}/pin?rate=1&period=60").ok and box.wire.ask("GET", path).ok
    if made:  # keys cannot be removed; without a pin it is as good as gone
        box.wire.ask("POST", f"{path}/unpin?rate=true")
    return made


@question(10, "readOnlyStatus", "With which status is a write with a read-only token refused?")
def _(box: Sandbox) -> Any:
    if box.read_only is None:
        raise NotAsked("set QSTASH_READONLY_TOKEN to ask this")
    # Deletes what is not there, so that nothing is lost should the write be let through.
    return box.read_only.ask("DELETE", f"/v2/queues/{box.name('nope')}").status


@question(11, None, "What is said of the eleventh schedule?", "412 quota maxSchedules exceeded (free), else accepted")
def _(box: Sandbox) -> Any:
    if not box.alone:
        raise NotAsked("the account has other objects")
    for number in range(11):
        reply = box.schedule(f"n{number}")
        if not reply.ok:
            return f"{reply.said} (number {number + 1})"
    return "accepted"


@question(12, "redactDigest", "Is what follows REDACTED: the SHA-256 of the value?")
def _(box: Sandbox) -> Any:
    box.schedule("a", body="probe", redact_fields="body")
    shown = str(box.read("schedules", "a").get("body", ""))
    if "REDACTED:" not in shown:
        raise NotAsked(f"the body is shown as {shown!r}")
    return "sha256" if hashlib.sha256(b"probe").hexdigest() in shown.lower() else "opaque"


@question(13, "queueUpsertKeepsPause", "Does a paused queue that is written without `paused` stay paused?")
def _(box: Sandbox) -> Any:
    box.queue("q", parallelism=1, paused=True)
    box.queue("q", parallelism=1)
    return box.read("queues", "q").get("paused", False)


def _largest(accepts: Callable[[int], bool], low: int, high: int) -> int:
    """The largest number that is accepted, 0 where `high` is."""
    if accepts(high):
        return 0
    if not accepts(low):
        raise NotAsked(f"{low} is refused already")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if accepts(middle) else (low, middle)
    return low


@question(14, "maxIdLength", "How long may a schedule's id be (0: longer than 512)?")
def _(box: Sandbox) -> Any:
    used = len(box.prefix)
    return _largest(lambda length: box.schedule("x" * (length - used)).ok, used + 1, 512)


@question(14, "maxLabels", "How many labels may a schedule have (0: more than 64)?")
def _(box: Sandbox) -> Any:
    return _largest(lambda count: box.schedule("a", label=",".join(f"l{n}" for n in range(count))).ok, 1, 64)


@question(15, "emptyHeaderFails", "Is an empty Upstash-Callback refused?")
def _(box: Sandbox) -> Any:
    return not box.schedule("a", callback="").ok


@question(16, "decodesDestination", "Is a percent-encoded destination accepted?")
def _(box: Sandbox) -> Any:
    return box.schedule("a", "https%3A%2F%2Fexample.com%2Fprobe").ok


@question(17, "burstLimit", "How many calls a second does Burst-RateLimit-Limit allow (0: no such header)?")
def _(box: Sandbox) -> Any:
    return int(box.wire.ask("GET", "/v2/schedules").headers.get("burst-ratelimit-limit", 0))


@question(18, "loopbackFails", "Is a destination on loopback refused?")
def _(box: Sandbox) -> Any:
    return not box.schedule("a", "http://127.0.0.1:9/").ok


@question(19, "callbackDelayFails", "Is a schedule with a delayed callback refused?")
def _(box: Sandbox) -> Any:
    return not box.schedule("a", callback=URL, callback_delay="5s").ok


@question(20, "parallelismWithoutFlowControl", "Does a schedule without flow control show parallelism: 0?")
def _(box: Sandbox) -> Any:
    box.schedule("a")
    return box.read("schedules", "a").get("parallelism") == 0
