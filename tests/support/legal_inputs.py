"""Strategies for declarations that nothing is wrong with."""

from __future__ import annotations

import base64
from typing import Any

from hypothesis import strategies as st

NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True)
GROUPS = NAMES.filter(lambda n: not n.lower().startswith("www.") and not n.replace(".", "").isdigit())
URLS = st.builds(
    lambda host, path: f"https://{host}.example.com{path}",
    st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True),
    st.from_regex(r"(/[a-z0-9_-]{1,5}){0,3}/?(\?[a-z]{1,4}=[a-z0-9%20]{0,0}[a-z0-9]{0,4})?", fullmatch=True),
)
DURATIONS = st.builds(
    lambda d, h, m, s: "".join(f"{n}{u}" for n, u in ((d, "d"), (h, "h"), (m, "m"), (s, "s")) if n is not None),
    *(st.none() | st.integers(0, limit) for limit in (6, 200, 200, 5000)),
).filter(bool)  # fmt: skip
LONG_ENOUGH = DURATIONS.map(lambda text: f"1s{text}")
PERIODS = st.integers(1, 7 * 86400).map(lambda n: f"{n}s") | st.integers(1, 168).map(lambda n: f"{n}h")
CRONS = st.sampled_from(
    ["0 3 * * *", "*/15 * * * *", "0 9 * * 1-5", "@daily", "@every 1h30m", "0 0 1,15 * *", "5 4 * * SUN", "30 2 29 2 *"]
)
ZONES = st.sampled_from(["Europe/Berlin", "UTC", "Asia/Kolkata", "America/New_York"])
METHODS = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE"])
RETRY_DELAYS = st.sampled_from(["1000", "1000 * (1 + retried)", "max(1000, pow(2, retried) * 100)", "-1 + .5"])
VISIBLE = st.characters(min_codepoint=0x21, max_codepoint=0x7E)
HEADER_VALUES = st.builds(
    lambda a, b: f"{a} {b}" if b else a, st.text(VISIBLE, min_size=1, max_size=12), st.text(VISIBLE, max_size=5)
).filter(lambda v: not v.startswith("REDACTED:"))
HEADERS = st.dictionaries(
    st.from_regex(r"[Xx]-[A-Za-z0-9][A-Za-z0-9-]{0,10}", fullmatch=True), HEADER_VALUES, max_size=4
).filter(lambda headers: len({name.lower() for name in headers}) == len(headers))
BODIES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).filter(lambda t: not t.startswith("REDACTED:"))
BYTES = st.binary(max_size=20).map(lambda raw: base64.b64encode(raw).decode())
LABELS = st.lists(st.from_regex(r"[a-z][a-z0-9 ]{0,6}[a-z0-9]", fullmatch=True), max_size=4, unique=True)
CALLBACKS = URLS | st.fixed_dictionaries(
    {"url": URLS},
    optional={
        "headers": HEADERS,
        "method": METHODS,
        "retries": st.integers(0, 9),
        "retryDelay": RETRY_DELAYS,
        "delay": DURATIONS,
        "timeout": LONG_ENOUGH,
    },
)
FLOW_CONTROLS = st.one_of(
    st.fixed_dictionaries({"key": NAMES, "parallelism": st.integers(1, 99)}),
    st.fixed_dictionaries(
        {"key": NAMES, "rate": st.integers(1, 99), "period": PERIODS}, optional={"parallelism": st.integers(1, 99)}
    ),
)
_SCHEDULES = st.fixed_dictionaries(
    {"destination": URLS | GROUPS, "cron": CRONS, "scheduleId": NAMES},
    optional={
        "timeZone": ZONES, "method": METHODS, "body": BODIES, "contentType": st.just("text/plain; charset=utf-8"),
        "headers": HEADERS, "retries": st.integers(0, 9), "retryDelay": RETRY_DELAYS, "delay": DURATIONS,
        "timeout": LONG_ENOUGH, "callback": CALLBACKS, "failureCallback": CALLBACKS, "queue": NAMES,
        "flowControl": FLOW_CONTROLS, "labels": LABELS, "paused": st.booleans(), "adopt": st.booleans(),
    },
)  # fmt: skip


@st.composite
def schedules(draw: st.DrawFn) -> dict[str, Any]:
    """Legal inputs of a schedule."""
    inputs = draw(_SCHEDULES)
    if "body" not in inputs and draw(st.booleans()):
        inputs["bodyBase64"] = draw(BYTES)
    if "timeZone" not in inputs and draw(st.booleans()):
        inputs["cron"] = f"CRON_TZ={draw(ZONES)} {inputs['cron']}"
    if names := list(inputs.get("headers", {})):
        some = st.lists(st.sampled_from(names), unique_by=str.lower, min_size=1)
        redact = draw(
            st.fixed_dictionaries({}, optional={"body": st.just(value=True), "headers": some | st.just(value=True)})
        )
        inputs |= {"redact": redact} if redact else {}
    return inputs


QUEUES = st.fixed_dictionaries(
    {"queueName": NAMES}, optional={"parallelism": st.integers(1, 10), "paused": st.booleans()}
)
ENDPOINTS = st.lists(
    st.fixed_dictionaries({"url": URLS}, optional={"name": NAMES}), min_size=1, max_size=5, unique_by=lambda e: e["url"]
).filter(lambda es: len([e for e in es if "name" in e]) == len({e["name"] for e in es if "name" in e}))
URL_GROUPS = st.fixed_dictionaries({"groupName": NAMES, "endpoints": ENDPOINTS})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
