"""`adopt --into` and `--state`: what is declared already is left out, and no name of theirs is taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.account import Account
from support.engines import Project
from support.written_state import Written

from pulumi_qstash.adopt.existing import configured_keys, project_in

from .conftest import Tool

RUN = "https://shop.example.com/run"


@pytest.fixture
def home(tmp_path: Path, account: Account) -> Path:
    """A project of somebody's, whose stack holds the queue `shop-dev-mail` as `mail`; the account holds more."""
    for name in ("shop-dev-mail", "mail"):
        account.call("POST", "/v2/queues", {"queueName": name, "parallelism": 1})
    account.put_schedule("nightly", RUN, "0 3 * * *", Upstash_Forward_Authorization="Bearer hush")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "shop/Pulumi.dev.yaml").write_text("config:\n  shop:nightlyAuthorization: own\n")
    (tmp_path / "state.json").write_text(Written().add("Queue", "mail", queueName="shop-dev-mail").export())
    return tmp_path / "shop"


def test_what_a_stack_holds_is_not_adopted_again(tool: Tool, home: Path) -> None:
    """An object of the stack is left out and told; another one that would have its name gets another."""
    ran = tool("adopt", "--into", "shop", "--state", "state.json")
    assert ran.code == 0, ran.text
    made = json.loads((home / "import.json").read_text())["resources"]
    assert [(r["name"], r["id"]) for r in made] == [("mail-2", "mail"), ("nightly", "nightly")]
    assert "1 object is left out, because the stack shop/dev holds it" in ran.err


def test_a_new_program_leaves_out_what_other_stacks_hold(tool: Tool, home: Path) -> None:
    """--state has the same meaning with --out, so that an account is adopted in several runs."""
    assert tool("adopt", "--out", "rest", "--state", "state.json").code == 0
    made = json.loads((home.parent / "rest/import.json").read_text())["resources"]
    assert [r["id"] for r in made] == ["mail", "nightly"]


def test_a_value_of_the_configuration_is_never_replaced(tool: Tool, home: Path) -> None:
    """A secret goes under a key that the project does not use, in any of its stacks."""
    assert tool("adopt", "--into", "shop", "--state", "state.json").code == 0
    assert "--secret nightlyAuthorization2\n" in (home / "secrets.sh").read_text()
    assert 'config.require_secret("nightlyAuthorization2")' in (home / "qstash_adopted.py").read_text()


def test_a_state_that_cannot_be_read_is_said(tool: Tool, home: Path) -> None:
    """Without a stack to look at everything is written, and the way to leave out what it holds is told."""
    ran = tool("adopt", "--into", "shop")
    assert ran.code == 0
    assert "adopt --into shop --state -" in ran.err


def test_the_module_stands_beside_the_programs_own_files(tool: Tool, home: Path) -> None:
    """Where Pulumi.yaml has the program in another folder, the module goes there, and the rest beside Pulumi.yaml."""
    (home / "src").mkdir()
    (home / "Pulumi.yaml").write_text("name: shop\nruntime: python\nmain: src/\n")
    assert tool("adopt", "--into", "shop", "--state", "state.json").code == 0
    assert (home / "src/qstash_adopted.py").exists()
    assert (home / "import.json").exists()


def test_the_line_that_brings_the_module_in_is_told_first(tool: Tool, home: Path) -> None:
    """The import line stands before the commands: without it a preview would show deletions."""
    ran = tool("adopt", "--into", "shop", "--state", "state.json")
    for text in (ran.out, (home / "ADOPTED.md").read_text()):
        assert 0 < text.index("import qstash_adopted\n") < text.index("pulumi import --file")


WIRED = """import pulumi_qstash as qstash

qstash.Queue("mail", queue_name="mail")
qstash.Schedule("early", schedule_id="early", destination={destination}, cron="0 5 * * *")
"""


def test_what_stands_on_both_sides_is_wired_by_hand(account: Account, tmp_path: Path) -> None:
    """References between the program and the new module are told; with those lines a preview shows no change."""
    account.call("POST", "/v2/topics/orders/endpoints", {"endpoints": [{"url": RUN}]})
    login = {"QSTASH_URL": account.url, "QSTASH_TOKEN": account.token}
    project = Project.make(tmp_path, "embedded", WIRED.format(destination='"orders"'), login)
    project.ok("stack", "init", "dev")
    project.up()
    account.put_schedule("digest", RUN, "0 9 * * 1-5", Upstash_Queue_Name="mail")
    account.forget_requests()
    ran = project.ok("adopt", "--into", ".")
    assert "schedule digest names the queue mail" in ran.err
    assert "'early' in your program names the URL group orders" in ran.err
    assert 'queue=pulumi.Output.from_input("mail")' in (project.root / "qstash_adopted.py").read_text()
    project.ok("import", "--file", "import.json", "--protect=false", "--yes")
    wiring = "qstash_adopted.orders.group_name"
    assert f"`destination={wiring}`" in ran.err
    project.write("import qstash_adopted\n" + WIRED.format(destination=wiring))
    assert "5 unchanged" in project.ok("preview", "--expect-no-changes").out
    assert account.writes() == []


def test_a_program_in_another_language_is_refused(tool: Tool, home: Path) -> None:
    """A Python module is of no use to a program for Node.js."""
    (home / "Pulumi.yaml").write_text("name: shop\nruntime: nodejs\n")
    ran = tool("adopt", "--into", "shop")
    assert ran.code == 1
    assert "nodejs" in ran.err
    assert sorted(f.name for f in home.iterdir()) == ["Pulumi.dev.yaml", "Pulumi.yaml"]


def test_keys_of_other_namespaces_are_free(tmp_path: Path) -> None:
    """Only keys of the project's own namespace count, of every stack and of Pulumi.yaml."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\nconfig:\n  a: 1\n  aws:region: x\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  shop:b:\n    secure: v1:x\n  qstash:url: https://x\n")
    (tmp_path / "Pulumi.prod.yaml").write_text("encryptionsalt: x\n")
    assert configured_keys(project_in(tmp_path)) == {"a", "b"}


@pytest.mark.parametrize("name", ["bad name", "sch\u00f6n", "a/b", "x" * 101])
def test_a_project_name_that_pulumi_refuses_is_refused(tool: Tool, home: Path, name: str) -> None:
    """A new project's name is one that Pulumi takes, and no file is written otherwise."""
    ran = tool("adopt", "--out", "new", "--project", name)
    assert ran.code == 1
    assert "--project" in ran.err
    assert not (home.parent / "new").exists()
