"""Each thing that goes wrong says so in one sentence with the way out, fails, and changes nothing."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from support.account import Account
from support.engines import Project, Ran
from support.programs import SHOP, program, schedule

from .conftest import Make


def refused(ran: Ran, *said: str) -> None:
    """The command failed, with these words and no traceback."""
    assert ran.code != 0, ran.text
    for words in said:
        assert words in ran.text, ran.text
    assert not ran.shows_a_traceback, ran.text


def test_a_wrong_token(make: Make, account: Account) -> None:
    """A refused token is named as such, without being shown, and nothing is made."""
    refused(make(SHOP, QSTASH_TOKEN="wr0ng-t0ken").run("up"), "token", "qstash:token")
    assert account.objects() == 0


def test_a_refused_token_is_never_shown(make: Make) -> None:
    """No message carries the token."""
    assert "wr0ng-t0ken" not in make(SHOP, QSTASH_TOKEN="wr0ng-t0ken").run("up").text


def test_no_token(make: Make, account: Account) -> None:
    """Without a token an up says where one is set."""
    refused(make(SHOP, QSTASH_TOKEN="").run("up"), "QSTASH_TOKEN", "qstash:token")
    assert account.objects() == 0


def test_an_unreachable_server(make: Make) -> None:
    """A server that does not answer is named, with what was tried."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    refused(make(program(schedule()), QSTASH_URL=url).run("up"), url)


def test_a_bad_value_stops_at_preview(make: Make, account: Account) -> None:
    """Every bad value of a resource is refused at once, by its property, before anything is sent."""
    source = program(schedule("a", cron="0 0 * * 7", retries=-1, destination="ftp://x.example.com"))
    ran = make(source).run("preview")
    refused(ran, "cron", "retries", "destination", "use 0 for Sunday")
    assert account.calls() == []


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
def test_a_folder_without_a_project(make: Make, tmp_path: Path) -> None:
    """A folder without Pulumi.yaml is named as such."""
    project = make(SHOP)
    refused(project.run("preview", "-C", str(tmp_path)), "Pulumi.yaml")


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
def test_an_unknown_stack(make: Make) -> None:
    """A stack that does not exist is named, with how to make it."""
    project = make(SHOP)
    project.stack = "nope"
    refused(project.run("preview"), "nope", "stack init")


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
def test_a_wrong_passphrase(make: Make, account: Account) -> None:
    """A wrong passphrase is one sentence, and the state stays as it is."""
    project = make(SHOP)
    project.up()
    before = project.export()["resources"]
    refused(project.run("up", PULUMI_CONFIG_PASSPHRASE="battery staple"), "passphrase")
    assert project.export()["resources"] == before


def locked(project: Project) -> None:
    folder = Path(project.env["PULUMI_BACKEND_URL"].removeprefix("file://")) / ".pulumi/locks/organization/shop/dev"
    folder.mkdir(parents=True, exist_ok=True)
    lock = '{"pid": 999999, "username": "ci", "hostname": "runner", "timestamp": "2026-11-23T21:43:46Z"}'
    (folder / "16b9549d-f931-4b68-afda-a2f5e50ccf2c.json").write_text(lock)


def test_a_locked_stack(make: Make, account: Account) -> None:
    """A locked stack is refused with the holder and the way out, and `cancel` lifts the lock."""
    project = make(SHOP)
    locked(project)
    refused(project.run("up"), "locked", "cancel")
    assert account.objects() == 0
    project.ok("cancel", "--yes")
    project.up()


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
def test_another_backend_is_refused_by_name(make: Make) -> None:
    """A program at home in another backend gets no second state here."""
    refused(make(SHOP).run("up", PULUMI_BACKEND_URL="s3://bucket"), "s3://bucket")


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
@pytest.mark.parametrize("option", ["--target", "--replace", "--policy-pack", "--plan"])
def test_an_unsupported_option_is_refused_by_name(make: Make, account: Account, option: str) -> None:
    """An option that only the Pulumi CLI has is refused by its name before anything is changed."""
    refused(make(SHOP).run("up", option, "x"), option, "Pulumi CLI")
    assert account.calls() == []


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
def test_a_failing_program_changes_nothing(make: Make, account: Account) -> None:
    """A program that fails before its first resource leaves the account alone and the run failed."""
    ran = make("raise RuntimeError('no such luck')\n").run("up")
    assert ran.code != 0
    assert "no such luck" in ran.text
    assert account.calls() == []


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
def test_a_program_that_cannot_be_parsed(make: Make, account: Account) -> None:
    """A syntax error is told with its file and line, and with no line of the engine's own."""
    ran = make("import pulumi\ndef x(:\n").run("up")
    assert ran.code != 0
    assert '__main__.py", line 2' in ran.text
    assert "SyntaxError" in ran.text
    assert "run_program.py" not in ran.text
    assert account.calls() == []
