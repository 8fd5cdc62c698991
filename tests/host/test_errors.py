"""What goes wrong reaches the user as one sentence, without a traceback of ours and without a secret."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from support.account import Account
from support.dynamic_host import Host, blob, error_of, running_host
from support.scripted_server import Reply, scripted

from .conftest import Start

DAILY = {"scheduleId": "a", "destination": "https://shop.example.com/run", "cron": "0 3 * * *"}
SECRET = DAILY | {
    "headers": {"X-A": "hush-header"},
    "body": "hush-body",
    "callback": {"url": "https://c.example.com/", "headers": {"X-Key": "hush-cb"}},
}


def clean(message: str) -> str:
    """`message`, which is one line and no traceback."""
    assert "Traceback" not in message
    assert "File " not in message
    assert "\n" not in message
    assert "Exception calling" not in message
    return message


def test_a_refused_token(start: Start) -> None:
    """A wrong token is refused with where to set it, and is not shown."""
    host = start(qstash__token="wr0ng-t0ken")
    said = clean(error_of(lambda: host.make("Schedule", DAILY)))
    assert "qstash:token" in said
    assert "wr0ng" not in said


def test_no_token(start: Start) -> None:
    """A check passes without a token; the create says where one is set."""
    host = start({"QSTASH_TOKEN": ""})
    inputs = host.check("Schedule", DAILY)
    assert "QSTASH_TOKEN" in clean(error_of(lambda: host.create(inputs)))


def test_a_foreign_object(host: Host, account: Account) -> None:
    """The refusal to overwrite is one sentence after the other, with the ways out."""
    account.put_schedule("a", "https://other.example.com/", "0 0 * * *")
    assert "adopt=True" in clean(error_of(lambda: host.make("Schedule", DAILY)))


def test_an_explicit_provider_inherits_nothing(start: Start) -> None:
    """A provider of its own without a token does not take the environment's, and is refused by its name."""
    host = start({"QSTASH_TOKEN": "x"}, qstash__provider="eu")
    inputs, failures = host.check_all("Schedule", DAILY)
    assert "Provider 'eu' has no token" in str(failures)
    assert "Provider 'eu' has no token" in clean(error_of(lambda: host.create(inputs)))


def test_configuration_beats_the_environment(start: Start, account: Account) -> None:
    """A stack's own URL and token win over the shell's."""
    host = start(
        {"QSTASH_URL": "http://127.0.0.1:9", "QSTASH_TOKEN": "x"},
        qstash__url=account.url, qstash__token=account.token,
    )  # fmt: skip
    host.make("Schedule", DAILY)
    assert list(account.schedules()) == ["a"]


@pytest.mark.parametrize("status", [400, 401, 403, 412, 500])
def test_no_error_repeats_what_was_sent(status: int) -> None:
    """A server that echoes everything cannot make a message show token, headers or body; the log shows none either."""
    with (
        scripted() as server,
        running_host({"QSTASH_URL": server.url, "QSTASH_TOKEN": "hush-token", "QSTASH_RETRY_BUDGET": "0.3"}) as host,
    ):
        server.otherwise = lambda got: (
            Reply(200, []) if got.method == "GET" else Reply(status, {"error": f"{got.headers} {got.body!r} harmless"})
        )
        host.configure()
        said = clean(error_of(lambda: host.make("Schedule", SECRET)))
    assert "hush" not in said
    assert "hush" not in host.output


def test_a_wait_that_lasts_says_so() -> None:
    """While an operation waits for retries the host prints about what, why, the count and the time left."""
    with (
        scripted() as server,
        running_host({"QSTASH_URL": server.url, "QSTASH_TOKEN": "t"}) as host,
    ):
        server.script = [Reply(429, {"error": "slow down"}, {"Retry-After": "1"})]
        server.otherwise = lambda got: Reply(200, [] if got.method == "GET" else {})
        host.configure()
        host.make("Schedule", DAILY)
    (line,) = [text for text in host.output.splitlines() if text.startswith("qstash: ")]
    for words in ("listing the schedules", "slow down", "1 failed try", "giving up in 1"):
        assert words in line


def test_a_wrong_configuration_fails_the_check(start: Start) -> None:
    """A choice that cannot be meant is refused at preview."""
    host = start(qstash__plan="gold", qstash__paused="perhaps")
    _, failures = host.check_all("Schedule", DAILY)
    assert [path for path, _ in failures] == ["", ""]
    assert "qstash:plan" in str(failures)
    assert "qstash:paused" in str(failures)


def test_a_loopback_destination_needs_a_loopback_server(start: Start) -> None:
    """A destination on this machine is refused unless QStash itself is on this machine."""
    local = DAILY | {"destination": "http://localhost:3000/run"}
    assert start().check_all("Schedule", local)[1] == []
    ((path, reason),) = start(qstash__url="https://qstash.upstash.io").check_all("Schedule", local)[1]
    assert "destination" in path + reason
    assert "localhost" in reason


OTHER_PROVIDER = """
from pulumi.dynamic import ResourceProvider

class Broken(ResourceProvider):
    serialize_as_secret_always = False
    def create(self, props):
        raise ValueError("of somebody else")
"""


def test_tracebacks_of_other_providers_stay(tmp_path: Path, account: Account) -> None:
    """A provider of somebody else that fails in the same host keeps its error as the SDK shows it."""
    (tmp_path / "theirs.py").write_text(textwrap.dedent(OTHER_PROVIDER))
    serialize = "import theirs; from pulumi.dynamic.dynamic import serialize_provider as s; print(s(theirs.Broken()))"
    theirs = subprocess.run(
        [sys.executable, "-c", serialize], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout.strip()

    def fail(host: Host) -> str:
        return error_of(lambda: host.create({"__provider": theirs}))

    env = {"PYTHONPATH": str(tmp_path), "QSTASH_URL": account.url, "QSTASH_TOKEN": "wrong"}
    with running_host(env) as alone:
        alone.configure()
        before = fail(alone)
    with running_host(env) as shared:
        shared.configure()
        clean(error_of(lambda: shared.make("Schedule", DAILY)))
        after = fail(shared)
    assert "of somebody else" in after
    assert after == before
    assert shared.output.count("Traceback") == alone.output.count("Traceback")


def test_our_own_mistakes_keep_their_traceback(host: Host) -> None:
    """An error that is no message for users is shown in full, so that it can be reported."""
    broken: dict[str, Any] = {"__provider": blob("Schedule")}
    assert "KeyError" in error_of(lambda: host.create(broken)) or "scheduleId" in error_of(lambda: host.create(broken))
