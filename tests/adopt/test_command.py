"""`adopt` as a command: where it writes, what it refuses, and accounts that are special."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from support import varied_account
from support.account import Account
from support.engines import Project

from .conftest import Tool

RUN = "https://shop.example.com/run"


def plant(account: Account) -> None:
    account.call("POST", "/v2/topics/orders/endpoints", {"endpoints": [{"url": RUN}]})
    account.call("POST", "/v2/queues", {"queueName": "mail", "parallelism": 2})
    account.put_schedule("nightly", "orders", "0 3 * * *", Upstash_Forward_Authorization="Bearer hush")
    account.put_schedule("digest", RUN, "0 9 * * 1-5", Upstash_Queue_Name="mail")
    account.forget_requests()


def test_files_with_secrets_are_their_owners_alone(tool: Tool, account: Account, tmp_path: Path) -> None:
    """What holds a secret cannot be read by others and is ignored by git; the program is an ordinary file."""
    plant(account)
    assert tool("adopt", "--out", "shop").code == 0
    modes = {f.name: stat.S_IMODE(f.stat().st_mode) & 0o077 for f in (tmp_path / "shop").iterdir()}
    assert modes.pop("import.json") == modes.pop("secrets.sh") == 0
    assert modes["__main__.py"]
    assert (tmp_path / "shop/.gitignore").read_text().splitlines() == ["/import.json", "/secrets.sh"]
    with_hush = [f.name for f in (tmp_path / "shop").iterdir() if "hush" in f.read_text()]
    assert sorted(with_hush) == ["import.json", "secrets.sh"]


def test_git_ignores_them(tool: Tool, account: Account, tmp_path: Path) -> None:
    """In a repository, `git add .` takes neither of the files with secrets."""
    plant(account)
    tool("adopt", "--out", "shop")
    subprocess.run(["git", "init", "-q", "shop"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path / "shop", check=True)
    added = subprocess.run(["git", "ls-files"], cwd=tmp_path / "shop", capture_output=True, text=True).stdout.split()
    assert "__main__.py" in added
    assert not {"import.json", "secrets.sh"} & set(added)


def test_the_account_is_read_and_not_written_to(tool: Tool, account: Account) -> None:
    """Adoption is list calls alone, two for each kind to see that nothing moves."""
    plant(account)
    tool("adopt", "--out", "shop")
    assert sorted(set(account.calls())) == [f"GET /v2/{n}" for n in ("flowControl", "queues", "schedules", "topics")]
    assert len(account.calls()) == 8


def test_select_and_exclude(tool: Tool, account: Account, tmp_path: Path) -> None:
    """Globs choose what is adopted, with or without the kind before them."""
    plant(account)
    tool("adopt", "--out", "shop", "--select", "schedule:*", "--select", "mail", "--exclude", "night*")
    names = [r["name"] for r in json.loads((tmp_path / "shop/import.json").read_text())["resources"]]
    assert names == ["mail", "digest"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--select", "nope"], "names no object"),
        (["--select", "cron:x"], "the prefixes are"),
        (["--exclude", "*"], "nothing to adopt"),
    ],
)
def test_a_selection_of_nothing_is_refused(
    tool: Tool, account: Account, tmp_path: Path, options: list[str], said: str
) -> None:
    """A glob that names nothing is refused, and no file is written."""
    plant(account)
    ran = tool("adopt", "--out", "shop", *options)
    assert ran.code == 1
    assert said in ran.err
    assert not (tmp_path / "shop").exists()


def test_an_empty_account(tool: Tool, account: Account, tmp_path: Path) -> None:
    """An account without objects is said to be, and no file is written."""
    ran = tool("adopt", "--out", "shop")
    assert ran.code == 1
    assert "nothing to adopt" in ran.err
    assert not (tmp_path / "shop").exists()


def test_no_access(tool: Tool, account: Account, tmp_path: Path) -> None:
    """A refused token is one sentence without the token, and no file is written."""
    ran = tool("adopt", "--out", "shop", QSTASH_TOKEN="wr0ng-t0ken")
    assert ran.code == 1
    assert "token" in ran.err
    assert "wr0ng-t0ken" not in ran.text
    assert "Traceback" not in ran.err
    assert not (tmp_path / "shop").exists()


def test_no_token(tool: Tool, account: Account) -> None:
    """Without a token the message names the variable, and says that a read-only one will do."""
    ran = tool("adopt", "--out", "shop", QSTASH_TOKEN="")
    assert ran.code == 1
    assert "QSTASH_TOKEN" in ran.err


def test_a_read_only_token_will_do(tool: Tool, account: Account) -> None:
    """Adoption works with a token that may not write."""
    plant(account)
    account.call("PUT", "/_dev/accounts", [{"token": account.token, "readOnly": True}])
    assert tool("adopt", "--out", "shop").code == 0


def test_an_account_that_changes_while_it_is_read(tool: Tool, account: Account, tmp_path: Path) -> None:
    """An account that is different at each reading is refused with what changes, and no file is written."""
    plant(account)
    account.call("PUT", "/_dev/latency", {"ms": 30})
    stop = threading.Event()

    def keep_writing() -> None:
        minute = 0
        while not stop.is_set():
            minute = (minute + 1) % 60
            account.put_schedule("restless", RUN, f"{minute} * * * *")

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        ran = tool("adopt", "--out", "shop")
    finally:
        stop.set()
        writer.join()
    assert ran.code == 1
    assert "schedule restless" in ran.err
    assert not (tmp_path / "shop").exists()


def test_nothing_is_overwritten(tool: Tool, account: Account, tmp_path: Path) -> None:
    """A folder that is not empty is left as it is, and the account is not even read."""
    plant(account)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/__main__.py").write_text("precious\n")
    ran = tool("adopt", "--out", "shop")
    assert ran.code == 1
    assert "--into" in ran.err
    assert [f.name for f in (tmp_path / "shop").iterdir()] == ["__main__.py"]
    assert account.calls() == []


@pytest.mark.parametrize("options", [[], ["--out", "a", "--into", "b"]])
def test_one_place_is_needed(tool: Tool, account: Account, options: list[str]) -> None:
    """Exactly one of --out and --into says where the program goes."""
    ran = tool("adopt", *options)
    assert ran.code == 1
    assert "--into" in ran.err


def test_into_needs_a_project(tool: Tool, account: Account, tmp_path: Path) -> None:
    """--into a folder that is no Pulumi project is refused."""
    (tmp_path / "empty").mkdir()
    ran = tool("adopt", "--into", "empty")
    assert ran.code == 1
    assert "Pulumi.yaml" in ran.err


def test_into_an_existing_program(tool: Tool, account: Account, tmp_path: Path) -> None:
    """A module is added beside the program's own code, which stays as it is; one import line brings it in."""
    login = {"QSTASH_URL": account.url, "QSTASH_TOKEN": account.token}
    own = "import pulumi_qstash as qstash\n\nqstash.Queue('own')\n"
    project = Project.make(tmp_path / "old", "embedded", own, login)
    project.ok("stack", "init", "dev")
    project.up()
    plant(account)
    (project.root / ".gitignore").write_text("*.log")
    ran = project.ok("adopt", "--into", ".", "--exclude", "shop-dev-own")
    assert (project.root / "__main__.py").read_text() == own
    assert (project.root / ".gitignore").read_text().splitlines() == ["*.log", "/import.json", "/secrets.sh"]
    assert "stack init" not in ran.out
    project.write(own + "import qstash_adopted\n")
    project.ok("config", "set", "--secret", "nightlyAuthorization", "Bearer hush", "--stack", "dev")
    project.ok("import", "--file", "import.json", "--yes", "--stack", "dev")
    ran = project.ok("preview", "--expect-no-changes")
    assert "6 unchanged" in ran.out
    assert account.writes() == []
    again = project.run("adopt", "--into", ".")
    assert again.code == 1
    assert "qstash_adopted.py" in again.err


def test_hidden_values_are_asked_for_and_then_no_change(tool: Tool, account: Account, tmp_path: Path) -> None:
    """A redacted value is asked for by name; supplied, the preview shows no change and nothing is written."""
    varied_account.put(account, varied_account.REDACTED)
    account.forget_requests()
    ran = tool("adopt", "--out", "shop")
    home = tmp_path / "shop"
    assert "pulumi config set --secret redactedBody" in ran.out
    assert "pulumi config set --secret redactedAuthorization" in ran.out
    tool("stack", "init", "dev", cwd=home)
    tool("import", "--file", "import.json", "--yes", cwd=home)
    missing = tool("preview", cwd=home)
    assert missing.code != 0
    assert "redactedBody" in missing.text
    for key, value in {"redactedBody": "hush-body", "redactedAuthorization": "Bearer hush-redacted"}.items():
        assert tool("config", "set", "--secret", key, stdin=value, cwd=home).code == 0
    for verb in (
        ["preview"],
        ["up", "--yes", "--skip-preview"],
        ["refresh", "--preview-only"],
        ["refresh", "--yes"],
        ["preview"],
    ):
        ran = tool(*verb, "--expect-no-changes", cwd=home)
        assert ran.code == 0, (verb, ran.text)
    assert account.writes() == []


def test_the_first_later_update_sends_what_was_supplied(tool: Tool, account: Account, tmp_path: Path) -> None:
    """When such an object changes later, the supplied values are sent, never what QStash shows in their place."""
    varied_account.put(account, varied_account.REDACTED)
    tool("adopt", "--out", "shop")
    home = tmp_path / "shop"
    tool("stack", "init", "dev", cwd=home)
    tool("import", "--file", "import.json", "--yes", "--protect=false", cwd=home)
    for key, value in {"redactedBody": "hush-body", "redactedAuthorization": "Bearer hush-redacted"}.items():
        tool("config", "set", "--secret", key, stdin=value, cwd=home)
    hidden = account.schedules()["redacted"]
    program = home / "__main__.py"
    program.write_text(program.read_text().replace("0 3 * * *", "0 4 * * *"))
    ran = tool("up", "--yes", "--skip-preview", cwd=home)
    assert ran.code == 0, ran.text
    live = account.schedules()["redacted"]
    assert live["cron"] == "0 4 * * *"
    # The server shows a digest of what it was sent: the same digest, the same values.
    assert (live["body"], live["header"]) == (hidden["body"], hidden["header"])


def test_from_the_official_package(tool: Tool, account: Account, tmp_path: Path) -> None:
    """The official package's objects are adopted under their old names, with the lines that let go of the old ones."""
    plant(account)
    scd = "scd_5RLBWxdLydTNr99CiaTBCRb6UtrU"
    account.put_schedule(scd, RUN, "0 5 * * *", Upstash_Forward_X_Shop="one")
    urn = "urn:pulumi:prod::old::upstash:index/qStashScheduleV2:QStashScheduleV2::earlyBird"
    topic = "urn:pulumi:prod::old::upstash:index/qStashTopicV2:QStashTopicV2::theOrders"
    resources = [
        {
            "urn": topic,
            "type": topic.split("::")[2],
            "id": "upstash-qstash-topic-orders",
            "outputs": {"name": "orders"},
        },
        {
            "urn": urn,
            "type": urn.split("::")[2],
            "id": f"upstash-qstash-schedule-{scd}",
            "outputs": {"scheduleId": scd},
        },
    ]
    (tmp_path / "export.json").write_text(json.dumps({"version": 3, "deployment": {"resources": resources}}))
    account.forget_requests()
    ran = tool("adopt", "--from-state", "export.json", "--out", "shop")
    assert ran.code == 0, ran.text
    made = json.loads((tmp_path / "shop/import.json").read_text())["resources"]
    assert [(r["name"], r["id"]) for r in made] == [("theOrders", "orders"), ("earlyBird", scd)]
    assert made[1]["inputs"]["headers"] == {"X-Shop": "one"}
    lines = [line.strip() for line in ran.out.splitlines() if "state delete" in line]
    assert lines == [f"pulumi state delete {u} --stack prod --yes" for u in (urn, topic)]
    home = tmp_path / "shop"
    tool("stack", "init", "dev", cwd=home)
    assert tool("import", "--file", "import.json", "--yes", cwd=home).code == 0
    ran = tool("preview", "--expect-no-changes", cwd=home)
    assert ran.code == 0, ran.text
    assert account.writes() == []


def test_two_stacks_of_one_account(tool: Tool, account: Account, tmp_path: Path) -> None:
    """Two selections become two stacks; each previews without change, and drift of both leaves nothing unmanaged."""
    plant(account)
    exports = []
    for name, select in {
        "one": ["--select", "orders", "--select", "nightly"],
        "two": ["--select", "mail", "--select", "digest"],
    }.items():
        assert tool("adopt", "--out", name, *select).code == 0
        home = tmp_path / name
        tool("stack", "init", "dev", cwd=home)
        tool("config", "set", "--secret", "nightlyAuthorization", "Bearer hush", cwd=home)
        assert tool("import", "--file", "import.json", "--yes", cwd=home).code == 0
        ran = tool("preview", "--expect-no-changes", cwd=home)
        assert ran.code == 0, ran.text
        (tmp_path / f"{name}.json").write_text(tool("stack", "export", cwd=home).out)
        exports += ["--state", f"{name}.json"]
    ran = tool("drift", *exports, "--fail-on-unmanaged")
    assert ran.code == 0, ran.text
    assert account.writes() == []


def test_pulumi_is_not_imported() -> None:
    """Adoption needs neither Pulumi's SDK nor an engine's process."""
    program = "import sys, pulumi_qstash.cli.adopt; print([m for m in ('pulumi', 'grpc') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.strip() == "[]"
