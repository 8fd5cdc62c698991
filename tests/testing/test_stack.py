"""The library for users' own tests, used as a user would."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pulumi
import pytest

import pulumi_qstash as qstash
from pulumi_qstash.testing import Stack, StackFailedError

EXAMPLE = Path(__file__).parents[2] / "examples" / "tested-stack"


def shop() -> None:
    hook = pulumi.Output.secret("hush")
    group = qstash.UrlGroup("orders", endpoints=[{"url": "https://a.example.com/"}, {"url": "https://b.example.com/"}])
    qstash.Queue("mail", parallelism=2)
    nightly = qstash.Schedule(
        "nightly", destination=group.group_name, cron="0 3 * * *", headers={"X-Hook": hook}, paused=False
    )
    pulumi.export("id", nightly.schedule_id)
    pulumi.export("hook", hook)


@pytest.fixture
def stack() -> Iterator[Stack]:
    with Stack(shop, project="shop") as made:
        yield made


def test_a_preview_changes_nothing(stack: Stack) -> None:
    """A preview names what it would create, and the account stays empty."""
    preview = stack.preview()
    assert sorted(preview.created) == ["mail", "nightly", "orders"]
    assert preview.change_summary["create"] == 4
    assert stack.account.schedules() == {}


def test_an_up_returns_outputs(stack: Stack) -> None:
    """Outputs come with their values and say which are secret."""
    outputs = stack.up().outputs
    assert (outputs["id"].value, outputs["id"].secret) == ("shop-test-nightly", False)
    assert (outputs["hook"].value, outputs["hook"].secret) == ("hush", True)
    assert stack.outputs() == outputs


def test_a_second_up_has_nothing_to_do(stack: Stack) -> None:
    """Without a change there is none, and the assertion that says so fails where there is one."""
    first = stack.up()
    stack.up().assert_no_changes()
    with pytest.raises(AssertionError, match="create nightly"):
        first.assert_no_changes()


def test_changes_are_named(stack: Stack) -> None:
    """The drift of a field is that field, in the preview of a refresh and in the repair."""
    stack.up()
    with stack.drift("shop-test-nightly", cron="* * * * *"):
        stack.preview_refresh().assert_changes_only({"nightly": ["cron", "runs"]})
        stack.up(refresh=True)
    stack.up(refresh=True).assert_no_changes()


def test_drift_is_undone_at_the_end(stack: Stack) -> None:
    """What was changed behind the stack's back is as before once the block ends."""
    stack.up()
    before = stack.account.schedules()["shop-test-nightly"]
    with stack.drift("shop-test-nightly", paused=True):
        assert stack.account.schedules()["shop-test-nightly"]["isPaused"] is True
    after = stack.account.schedules()["shop-test-nightly"]
    assert {k: after[k] for k in ("cron", "isPaused", "header")} == {
        k: before[k] for k in ("cron", "isPaused", "header")
    }


@pytest.mark.parametrize("id_", ["shop-test-nightly", "shop-test-mail", "shop-test-orders"])
def test_what_is_gone_is_made_again(stack: Stack, id_: str) -> None:
    """An object of any kind that vanishes is seen as deleted and created again."""
    stack.up()
    with stack.gone(id_):
        assert stack.preview(refresh=True).change_summary["create"] == 1
        stack.up(refresh=True)
    stack.up(refresh=True).assert_no_changes()


def test_a_wrong_name_says_what_there_is(stack: Stack) -> None:
    """A test that names an unknown object or argument is told the ones that there are."""
    stack.up()
    with pytest.raises(AssertionError, match="shop-test-nightly"), stack.drift("nope", cron="* * * * *"):
        pass
    with pytest.raises(AssertionError, match="time_zone"), stack.drift("shop-test-nightly", kron="* * * * *"):
        pass


def test_a_wrong_name_is_told_without_providers(stack: Stack) -> None:
    """What the stack holds is listed by ids that a test can use, not by those of its providers."""
    stack.up()
    with pytest.raises(AssertionError, match=r"it holds: shop-test-mail, shop-test-nightly, shop-test-orders$"):
        stack.resource("nope")


def test_an_assertion_says_its_sentence_alone(stack: Stack) -> None:
    """What a failed assertion shows is written for a reader of tests, without this library's expressions."""
    with pytest.raises(AssertionError) as failed:
        stack.up().assert_no_changes()
    assert "assert not" not in str(failed.value)


def test_another_account_stays_on_this_machine() -> None:
    """A provider that the program points elsewhere is refused before anything is sent."""

    def program() -> None:
        other = qstash.Provider("other", token="token-of-another-account", region="us-east-1")
        qstash.Queue("mail", opts=pulumi.ResourceOptions(provider=other))

    with Stack(program) as stack, pytest.raises(StackFailedError, match="a test run stays on this machine") as failed:
        stack.preview()
    assert "https://qstash-us-east-1.upstash.io" in str(failed.value)


def test_another_account_may_live_on_the_tests_server() -> None:
    """A provider whose URL comes from the configuration is tested like any other."""

    def program() -> None:
        config = pulumi.Config()
        other = qstash.Provider("other", token=config.require("token"), url=config.require("url"))
        qstash.Queue("mail", opts=pulumi.ResourceOptions(provider=other))

    with Stack(program) as stack:
        stack.set_config("url", stack.server.url)
        stack.set_config("token", stack.server.token, secret=True)
        stack.up()
        assert sorted(stack.account.queues()) == ["project-test-mail"]


def test_a_program_that_raises_is_told_from_its_own_line_on() -> None:
    """The traceback of a function begins in that function."""

    def broken() -> None:
        raise LookupError("no such thing")

    with Stack(broken) as stack, pytest.raises(StackFailedError, match="no such thing") as failed:
        stack.preview()
    assert "in broken" in str(failed.value)
    assert "run_in_stack" not in str(failed.value)


def test_a_failure_is_raised_with_what_a_person_would_read() -> None:
    """A program that is refused raises, with the resource and its property in the message."""

    def bad() -> None:
        qstash.Schedule("a", destination="https://a.example.com/", cron="0 0 * * 7")

    with Stack(bad) as stack, pytest.raises(StackFailedError, match="cron") as failed:
        stack.preview()
    assert "Traceback" not in str(failed.value)


def test_destroy_leaves_nothing(stack: Stack) -> None:
    """After a destroy neither the state nor the account holds anything."""
    stack.up()
    stack.destroy()
    assert stack.account.schedules() == stack.account.queues() == stack.account.url_groups() == {}
    assert [r for r in stack.export()["deployment"]["resources"] if r["custom"]] == []


def test_configuration_reaches_the_program() -> None:
    """Values set on the stack are what the program's Config reads."""

    def program() -> None:
        pulumi.export("site", pulumi.Config().require("site"))

    with Stack(program, config={"site": "https://x.example.com"}) as stack:
        assert stack.up().outputs["site"].value == "https://x.example.com"


def test_the_fixtures_are_there(qstash_stack: Callable[..., Stack]) -> None:
    """pytest offers `qstash_stack` without an import, and two stacks share the test's server."""

    def other() -> None:
        qstash.Queue("other")

    one, two = qstash_stack(shop, project="shop"), qstash_stack(other)
    one.up()
    two.up()
    assert sorted(one.account.queues()) == ["project-test-other", "shop-test-mail"]


def test_the_example_passes() -> None:
    """`examples/tested-stack` is run as its reader would run it."""
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLE)],
        capture_output=True, text=True, cwd=EXAMPLE, timeout=240, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "4 passed" in ran.stdout
