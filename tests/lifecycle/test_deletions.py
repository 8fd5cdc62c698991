"""No run deletes what its own program declares; what a run must not have deleted is written again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.account import Account

from pulumi_qstash.lifecycle import RunLedger, ledger_of_this_run
from pulumi_qstash.model import SCHEDULE

from .conftest import Run, inputs_of

DAILY = {"scheduleId": "a", "destination": "https://shop.example.com/run", "cron": "0 3 * * *"}
OTHER = DAILY | {"scheduleId": "b"}


def test_what_is_no_longer_declared_is_deleted(account: Account) -> None:
    """A resource that left the program is deleted, and deleting it twice is no error."""
    state = Run(account).create(SCHEDULE, DAILY)
    run = Run(account)
    run.check(SCHEDULE, OTHER | {"__logicalName": "other"})
    run.delete(SCHEDULE, state)
    run.delete(SCHEDULE, state)
    assert account.schedules() == {}


def test_a_rename_that_keeps_the_id_keeps_the_object(account: Account) -> None:
    """The deletion of the old name leaves the object alone that the new name declares."""
    state = Run(account).create(SCHEDULE, DAILY | {"__logicalName": "old"})
    run = Run(account)
    run.create(SCHEDULE, DAILY | {"__logicalName": "new"})
    run.delete(SCHEDULE, state)
    assert list(account.schedules()) == ["a"]


def test_a_deletion_left_over_from_a_rename_keeps_the_object(account: Account) -> None:
    """Even where the new name is unchanged in this run, the old name's deletion leaves the object alone."""
    state = Run(account).create(SCHEDULE, DAILY | {"__logicalName": "old"})
    run = Run(account)
    run.change(SCHEDULE, state, DAILY | {"__logicalName": "new"})
    run.delete(SCHEDULE, state)
    assert list(account.schedules()) == ["a"]


@pytest.mark.parametrize("delete_first", [True, False])
def test_a_replacement_on_the_same_id_keeps_the_object(account: Account, delete_first: bool) -> None:
    """Whichever order the engine takes, a replacement ends with the object as it is newly declared."""
    state = Run(account).create(SCHEDULE, DAILY)
    news = DAILY | {"cron": "0 4 * * *"}
    run = Run(account)
    run.check(SCHEDULE, news, inputs_of(state))
    inputs = run.check(SCHEDULE, news)
    if delete_first:
        run.delete(SCHEDULE, state)
    run.lifecycle.create(SCHEDULE, inputs)
    if not delete_first:
        run.delete(SCHEDULE, state)
    assert account.schedules()["a"]["cron"] == "0 4 * * *"


def test_a_replacement_by_another_id_deletes_the_old_one(account: Account) -> None:
    """A new id is a new object: the second check, without old inputs, says what is declared."""
    first = {k: v for k, v in DAILY.items() if k != "scheduleId"} | {"__logicalName": "shop-dev-old"}
    state = Run(account).create(SCHEDULE, first)
    run = Run(account)
    renamed = first | {"__logicalName": "shop-dev-new"}
    assert run.check(SCHEDULE, renamed, inputs_of(state))["scheduleId"] == "shop-dev-old"
    inputs = run.check(SCHEDULE, renamed)
    assert inputs["scheduleId"] == "shop-dev-new"
    run.lifecycle.create(SCHEDULE, inputs)
    run.delete(SCHEDULE, state)
    assert list(account.schedules()) == ["shop-dev-new"]


def test_what_a_pending_deletion_took_is_written_again(account: Account) -> None:
    """A deletion left by a crash runs before the program: the unchanged declaration then shows a change."""
    state = Run(account).create(SCHEDULE, DAILY)
    run = Run(account)
    run.delete(SCHEDULE, state)
    inputs = run.check(SCHEDULE, DAILY, inputs_of(state))
    found = run.lifecycle.diff(SCHEDULE, "a", state, inputs)
    assert (found.changed, found.in_inputs) == (True, False)
    run.lifecycle.update(SCHEDULE, "a", state, inputs)
    assert list(account.schedules()) == ["a"]
    assert not run.lifecycle.diff(SCHEDULE, "a", state, inputs).changed


def test_the_same_id_by_two_names_is_refused(account: Account) -> None:
    """An id that becomes known only while the stack comes up is still refused the second time."""
    run = Run(account)
    run.check(SCHEDULE, DAILY | {"__logicalName": "one"})
    assert run.problems(SCHEDULE, DAILY | {"__logicalName": "one"}) == []
    ((path, reason),) = run.problems(SCHEDULE, DAILY | {"__logicalName": "two"})
    assert path == "scheduleId"
    assert "twice" in reason
    run.check(SCHEDULE, OTHER | {"__logicalName": "one"})


class TestTwoProcesses:
    """Two host processes of one run tell each other what they declare and delete."""

    CHILD = """
import sys
from pathlib import Path
from pulumi_qstash.lifecycle import RunLedger
ledger = RunLedger(Path(sys.argv[1]))
for line in sys.stdin:
    event, *rest = line.split()
    ledger.add(event, *rest)
    print("told", flush=True)
"""

    def start(self, path: Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", self.CHILD, str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def tell(self, child: subprocess.Popen[str], *words: str) -> None:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(" ".join(words) + "\n")
        child.stdin.flush()
        assert child.stdout.readline() == "told\n"

    def test_what_the_other_declares_is_not_deleted(self, account: Account, tmp_path: Path) -> None:
        """A schedule that moved to another provider of the same account outlives its deletion by the first."""
        state = Run(account).create(SCHEDULE, DAILY)
        child = self.start(tmp_path / "run")
        self.tell(child, "declared", state["account"], "Schedule", "new", "a")
        Run(account, ledger=RunLedger(tmp_path / "run")).delete(SCHEDULE, state)
        assert list(account.schedules()) == ["a"]
        self.tell(child, "declared", state["account"], "Schedule", "new", "elsewhere")
        Run(account, ledger=RunLedger(tmp_path / "run")).delete(SCHEDULE, state)
        assert account.schedules() == {}
        child.kill()
        child.communicate()

    def test_an_id_that_the_other_declares_is_declared_twice(self, account: Account, tmp_path: Path) -> None:
        """Two providers of one account may not declare one id; the same resource asked twice is no second one."""
        here = Run(account, ledger=RunLedger(tmp_path / "run")).create(SCHEDULE, DAILY)["account"]
        child = self.start(tmp_path / "run")
        self.tell(child, "declared", here, "Schedule", "other", "a")
        one, other = (Run(account, ledger=RunLedger(tmp_path / "run")) for _ in range(2))
        ((path, reason),) = one.problems(SCHEDULE, DAILY | {"__logicalName": "one"})
        assert (path, "twice" in reason) == ("scheduleId", True)
        assert other.problems(SCHEDULE, DAILY | {"__logicalName": "other"}) == []
        child.kill()
        child.communicate()

    def test_what_a_dead_process_declared_does_not_count(self, account: Account, tmp_path: Path) -> None:
        """A file left by a killed run keeps nothing alive."""
        state = Run(account).create(SCHEDULE, DAILY)
        child = self.start(tmp_path / "run")
        self.tell(child, "declared", state["account"], "Schedule", "new", "a")
        child.kill()
        child.communicate()
        assert (tmp_path / "run").exists()
        Run(account, ledger=RunLedger(tmp_path / "run")).delete(SCHEDULE, state)
        assert account.schedules() == {}

    def test_what_the_other_deleted_is_written_again(self, account: Account, tmp_path: Path) -> None:
        """What another process of the run deleted, and this one declares, is written again."""
        state = Run(account).create(SCHEDULE, DAILY)
        run = Run(account, ledger=RunLedger(tmp_path / "run"))
        child = self.start(tmp_path / "run")
        self.tell(child, "deleted", state["account"], "Schedule", "-", "a")
        child.kill()
        child.communicate()
        inputs = run.check(SCHEDULE, DAILY, inputs_of(state))
        assert run.lifecycle.diff(SCHEDULE, "a", state, inputs).changed
        run.lifecycle.update(SCHEDULE, "a", state, inputs)
        assert not run.lifecycle.diff(SCHEDULE, "a", state, inputs).changed

    def test_the_last_process_takes_the_file_along(self, tmp_path: Path) -> None:
        """A run that ends by itself leaves no file."""
        child = self.start(tmp_path / "run")
        self.tell(child, "declared", "x@y", "Schedule", "new", "a")
        assert (tmp_path / "run").exists()
        child.communicate()
        assert not (tmp_path / "run").exists()

    def test_a_broken_line_is_passed_over(self, tmp_path: Path) -> None:
        """A line that was cut off says nothing, and the next ones are read."""
        (tmp_path / "run").write_bytes(b'["deleted", "1/\n["deleted", "1/2", "acc", "Schedule", "", "a"]\n["dele')
        ledger = RunLedger(tmp_path / "run")
        assert ledger.deleted("acc", "Schedule", "a")
        assert not ledger.deleted("acc", "Schedule", "b")

    def test_only_a_host_has_a_ledger(self) -> None:
        """Outside a host process, which is given an engine's address, nothing is shared."""
        assert ledger_of_this_run(["prog"])._path is None
        one, other = (ledger_of_this_run(["prog", f"127.0.0.1:{port}"]) for port in (1, 2))
        assert one._path != other._path
