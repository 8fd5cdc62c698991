"""Secrets stay secret wherever a run leaves words, and the same search finds a harmless word there."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.account import Account
from support.programs import Code, program, schedule

from .conftest import Make

TOKENS = ("hush-header", "hush-body", "hush-callback", "hush-auto")
OPEN = "harmless-word"

SOURCE = program(f"""
qstash.Schedule(
    "nightly",
    destination="https://shop.example.com/{OPEN}",
    cron="0 3 * * *",
    body=pulumi.Output.secret("hush-body"),
    headers={{
        "X-Plain": "{OPEN}",
        "X-Note": pulumi.Output.secret("hush-header"),
        "Authorization": "Bearer hush-auto",
    }},
    callback={{
        "url": "https://shop.example.com/done",
        "headers": {{"X-Api-Key": pulumi.Output.secret("hush-callback")}},
    }},
)
""")


def test_secrets_stay_secret(make: Make, account: Account, server: object) -> None:
    """No declared secret, credential-like header or token is found in state, output or request list."""
    project = make(SOURCE)
    preview = project.ok("preview", "--json").text
    diff = project.ok("preview", "--diff").text
    lines = project.up("--json").text
    changed = SOURCE.replace("hush-body", "hush-body2").replace("/done", "/ready")
    project.write(changed)
    diff += project.ok("preview", "--diff").text
    plain = project.up().text
    state = "".join(p.read_text() for p in Path(project.root.parent, "backend").rglob("*") if p.is_file())
    requests = str(account.requests())
    for place, text in {"preview": preview, "diff": diff, "events": lines, "state": state}.items():
        assert OPEN in text, place
    assert OPEN in requests
    for text in (preview, diff, lines, plain, state, requests):
        for token in (*TOKENS, account.token):
            assert token not in text


def test_what_is_secret_is_sent(make: Make, account: Account) -> None:
    """The server gets the secret values themselves."""
    make(SOURCE).up()
    live = account.schedules()["shop-dev-nightly"]
    assert live["body"] == "hush-body"
    assert live["header"]["X-Note"] == ["hush-header"]
    assert live["header"]["Authorization"] == ["Bearer hush-auto"]


def test_a_failure_shows_no_secret(make: Make, account: Account) -> None:
    """An error that is met while a secret is being sent does not carry it."""
    account.call("PUT", "/_dev/accounts", [{"token": account.token, "readOnly": True}])
    ran = make(SOURCE).run("up")
    assert ran.code != 0
    for token in (*TOKENS, account.token):
        assert token not in ran.text


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
def test_a_refusal_does_not_quote_a_secret(make: Make) -> None:
    """Any property may be a secret of the program: what is wrong with it is told without its value."""
    secret = {
        name: Code(f"pulumi.Output.secret({value!r})")
        for name, value in {"content_type": "hush-type", "queue": "hush queue", "labels": ["hush-label,b"]}.items()
    }
    ran = make(program(schedule(**secret))).run("preview")
    assert ran.code == 1
    for told in ("'[secret]' is no media type", "'[secret]' has characters", "the label '[secret]' has a comma"):
        assert told in ran.text
    assert "hush" not in ran.text
