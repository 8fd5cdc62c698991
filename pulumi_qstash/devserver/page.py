"""The page at `/`: what is in the accounts, when schedules run, what was asked last."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from .api import flow_control, queues, schedules, url_groups
from .call import Call
from .clock import iso
from .timetable import in_words
from .world import World

_ROWS = 200
_REQUESTS = 30
_HERE = Path(__file__).parent
_templates = Environment(
    loader=FileSystemLoader(_HERE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

#: Our own files, not what anybody sends.
_STYLE, _SCRIPT = (Markup((_HERE / name).read_text("utf-8")) for name in ("page.css", "page.js"))  # noqa: S704


def _blind(url: str) -> str:
    """A URL without what can be secret in it: its query, and who calls."""
    address, mark, _ = url.partition("?")
    return re.sub(r"//[^/]*@", "//…@", address) + (mark and "?…")


_templates.filters["blind"] = _blind


def _source(text: str) -> str:
    """What a page's policy calls an inline style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


_POLICY = (
    f"default-src 'none'; style-src {_source(_STYLE)}; script-src {_source(_SCRIPT)}; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def page(world: World, url: str) -> Response:
    """The page; complete in itself, it loads nothing from elsewhere. `url` is where the server was called."""
    users = dict.fromkeys(token.user for token in world.accounts.tokens())
    html = _templates.get_template("page.html.j2").render(
        style=_STYLE,
        script=_SCRIPT,
        world=world,
        url=url,
        most=_ROWS,
        now=_time(world.clock.now()),
        accounts=[_account(world, user) for user in users],
        requests=world.journal.last(_REQUESTS),
        changed=world.behaviour.changed(),
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"})


def _account(world: World, user: str) -> dict[str, Any]:
    call = Call(world, user, "GET", {})
    return {
        "user": user,
        "schedules": [_schedule(s, world.clock.now()) for s in _stored(call)],
        "schedule_count": world.store.count(user, schedules.KIND),
        "queues": queues.list_all(call).payload,
        "url_groups": url_groups.list_all(call).payload,
        "flow_control": flow_control.list_all(call).payload,
        "messages": world.store.count(user, "message"),
    }


def _stored(call: Call) -> list[dict[str, Any]]:
    kept = call.world.store.list(call.account, schedules.KIND, most=_ROWS)
    return [schedules.shown(call, schedule) for schedule in kept]


def _schedule(schedule: dict[str, Any], now: int) -> dict[str, Any]:
    """What a person wants to know; no header's value and no body, which may be secret."""
    next_run = schedule.get("nextScheduleTime")
    return {
        "id": schedule["scheduleId"],
        "destination": _blind(schedule["destination"]),
        "method": schedule["method"],
        "cron": schedule["cron"],
        "words": in_words(schedule["cron"]),
        "next": _time(next_run) | {"away": _away(next_run - now)} if next_run else "never",
        "paused": schedule["isPaused"],
        "notes": _notes(schedule),
    }


def _notes(schedule: dict[str, Any]) -> list[str]:
    retries = schedule["retries"]
    notes = ["1 retry" if retries == 1 else f"{retries} retries"]
    for key, word in (("queueName", "queue"), ("flowControlKey", "flow control")):
        if key in schedule:
            notes.append(f"{word} {schedule[key]}")
    notes += [f"label {label}" for label in schedule.get("labels", ())]
    return notes + [word for key, word in _PARTS if key in schedule]


_PARTS = (("callback", "callback"), ("failureCallback", "failure callback"), ("header", "headers"))


def _away(ms: int) -> str:
    """How long until then, in the largest unit that fits."""
    minutes = ms // 60_000
    for unit, size in (("day", 1440), ("hour", 60), ("minute", 1)):
        count = minutes // size
        if count:
            return f"in {count} {unit}{'s' * (count > 1)}"
    return "in less than a minute"


def _time(ms: int) -> dict[str, str]:
    when = datetime.fromtimestamp(ms / 1000, UTC)
    return {"iso": iso(ms), "text": when.strftime("%a %d %b %Y, %H:%M:%S UTC")}
