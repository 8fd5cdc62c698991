"""An account as people leave it: hundreds of objects of every kind, made through QStash's own API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from support.account import Account

GROUPS, QUEUES, SCHEDULES, LIMITS = 30, 20, 240, 10
TOTAL = GROUPS + QUEUES + SCHEDULES + LIMITS
ODD_IDS = (
    "nightly", "Nightly", "nightly.v2", "-dash-", "__under__", "2fast", "class", "import", "config", "qstash", "a" * 90,
    "CamelCaseName", "with.dots.and-dashes_and_1", "x", "pulumi", "schedule", "None",
)  # fmt: skip
BODIES = (
    b"", b"hello", "Gr\u00fc\u00dfe aus K\u00f6ln \u2615 \u65e5\u672c\u8a9e \U0001f600".encode(), b'{"report": "nightly", "limit": 10}',
    b"line one\nline two\r\n\ttab \\ back", b"it's \"quoted\" 'twice'", b"\xff\xfe\x00binary", bytes(range(256)), b"x" * 3000,
    b"ends in a newline\n", "\u202eright to left\u200b".encode(),
)  # fmt: skip
CRONS = (
    "0 3 * * *", "*/5 * * * *", "CRON_TZ=Europe/Berlin 0 9 * * 1-5", "0 0 1 * *", "15,45 8-18 * * MON-FRI",
    "CRON_TZ=America/New_York 30 2 * * *", "0 0 29 2 *", "*/7 * * * *",
)  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """One schedule as it was sent."""

    id: str
    destination: str
    cron: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    paused: bool = False


def schedules() -> Iterator[Planted]:
    """The schedules, every field somewhere, most fields in most combinations."""
    for i in range(SCHEDULES):
        name = ODD_IDS[i] if i < len(ODD_IDS) else f"job-{i}"
        destination = f"group-{i % GROUPS}" if i % 4 == 0 else f"https://shop{i % 3}.example.com/run/{i}?page={i}"
        headers = {k: v for n, (k, v) in enumerate(_SETTINGS.items()) if (i >> (n % 6)) % 3 == 1 or i == 30 + n}
        if i % 9 == 0:
            headers |= {"Upstash-Queue-Name": f"queue-{i % QUEUES}"}
        if i % 11 == 0:
            headers |= _FLOW
        if i % 17 == 0:
            headers |= {"Upstash-Flow-Control-Key": "brisk", "Upstash-Flow-Control-Value": "rate=3"}
        if i % 13 == 0:
            headers |= {"Upstash-Forward-Authorization": f"Bearer hush-{i}"}
        yield Planted(name, destination, CRONS[i % len(CRONS)], BODIES[i % len(BODIES)], headers, i % 10 == 3)


_SETTINGS = {
    "Upstash-Method": "PUT",
    "Content-Type": "application/json; charset=utf-8",
    "Upstash-Forward-X-Shop": "one, two",
    "Upstash-Retries": "5",
    "Upstash-Retry-Delay": "1000 * (1 + retried)",
    "Upstash-Delay": "90s",
    "Upstash-Timeout": "30s",
    "Upstash-Callback": "https://shop.example.com/done",
    "Upstash-Failure-Callback": "https://shop.example.com/failed",
    "Upstash-Label": "nightly,reports",
    "Upstash-Forward-X-Quote": 'say "hi" it\'s \\ fine',
}
_FLOW = {
    "Upstash-Flow-Control-Key": "shop",
    "Upstash-Flow-Control-Value": "parallelism=2, rate=10, period=1m",
}
REDACTED = Planted(
    "redacted", "https://shop.example.com/r", "0 3 * * *", b"hush-body",
    {"Upstash-Forward-Authorization": "Bearer hush-redacted", "Upstash-Forward-X-Open": "open",
     "Upstash-Redact-Fields": "body,header[Authorization]"},
)  # fmt: skip


def plant(account: Account, *, redacted: bool = False) -> None:
    """Make the whole account: 300 objects, and one more whose values are redacted where that is asked for."""
    for i in range(GROUPS):
        endpoints = [{"url": f"https://e{n}.example.com/hook/{i}"} for n in range(1 + i % 4)]
        if i % 2:
            endpoints[0]["name"] = f"First endpoint {i}"
        account.call("POST", f"/v2/topics/group-{i}/endpoints", {"endpoints": endpoints})
    for i in range(QUEUES):
        queue = {"queueName": f"queue-{i}", "parallelism": 1 + i % 3, "paused": i % 5 == 0}
        account.call("POST", "/v2/queues", queue)
    for one in schedules():
        put(account, one)
    for i in range(LIMITS):
        # A key exists once a message used it.
        account.call("POST", "/v2/publish/https://shop.example.com/x", b"", Upstash_Delay="1h",
                     Upstash_Flow_Control_Key=f"limit-{i}", Upstash_Flow_Control_Value="parallelism=1")  # fmt: skip
        account.call(
            "POST", f"/v2/flowControl/limit-{i}/pin?parallelism={2 + i}" + ("&rate=5&period=60" if i % 2 else "")
        )
        if i == 3:
            account.call("POST", f"/v2/flowControl/limit-{i}/pause")
    if redacted:
        put(account, REDACTED)


def put(account: Account, one: Planted) -> None:
    """Make one schedule."""
    given = {k.replace("-", "_"): v for k, v in one.headers.items()}
    account.put_schedule(one.id, one.destination, one.cron, one.body, **given)
    if one.paused:
        account.pause(one.id)
