"""What this stack promises. Run it with `pytest`: no CLI, no account, nothing outside this machine."""

from pathlib import Path

import pytest

from pulumi_qstash.testing import Stack, StackFailedError

HERE = Path(__file__).parent


@pytest.fixture
def stack():
    """The stack of this folder, on a QStash server of its own."""
    with Stack.from_project(HERE) as made:
        yield made


def test_the_morning_mail_goes_through_the_queue(stack):
    """The account holds the schedule as declared, and a second up has nothing to do."""
    outputs = stack.up().outputs
    live = stack.account.schedules()[outputs["scheduleId"].value]
    assert live["cron"] == "CRON_TZ=Europe/Berlin 30 7 * * 1-5"
    assert live["queueName"] in stack.account.queues()
    stack.up().assert_no_changes()


def test_a_preview_says_what_it_would_do(stack):
    """A preview creates nothing, and names what an up would create."""
    preview = stack.preview()
    assert sorted(preview.created) == ["mail", "morning"]
    assert preview.step("morning").new_inputs["runs"].startswith("every weekday at 07:30 Europe/Berlin")
    assert stack.account.schedules() == {}


def test_drift_is_seen_and_repaired(stack):
    """Somebody changes the cron line in the console: a refresh shows it, an up repairs it."""
    stack.up()
    with stack.drift("newsletter-test-morning", cron="* * * * *"):
        assert "cron" in stack.preview_refresh().changes("morning")
        stack.up(refresh=True)
        assert stack.account.schedules()["newsletter-test-morning"]["cron"].endswith("30 7 * * 1-5")


def test_a_bad_site_stops_at_preview():
    """A value that QStash would refuse never gets further than the preview."""
    with Stack.from_project(HERE, config={"site": "ftp://news.example.com"}) as stack:
        with pytest.raises(StackFailedError, match="destination"):
            stack.preview()
        assert stack.account.schedules() == {}
