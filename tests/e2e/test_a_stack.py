"""The main job: a stack goes up, changes, is refreshed and destroyed, on either engine."""

from __future__ import annotations

from support.account import Account
from support.programs import SHOP, Code, program, schedule

from .conftest import Make


def test_up_makes_what_the_program_declares(make: Make, account: Account) -> None:
    """After the first up the account holds each declared object once, as declared."""
    make(SHOP).up()
    assert sorted(account.schedules()) == ["shop-dev-digest", "shop-dev-nightly"]
    assert sorted(account.queues()) == ["shop-dev-mail"]
    group = account.url_groups()["shop-dev-orders"]
    assert [e["url"] for e in group["endpoints"]] == [
        "https://a.example.com/hook",
        "https://b.example.com/hook",
    ]
    nightly, digest = account.schedules()["shop-dev-nightly"], account.schedules()["shop-dev-digest"]
    assert nightly["destination"] == "shop-dev-orders"
    assert nightly["cron"] == "CRON_TZ=Europe/Berlin 0 3 * * *"
    assert digest["queueName"] == "shop-dev-mail"
    assert digest["header"]["Authorization"] == ["Bearer hush-hush"]
    assert (digest["body"], digest["retries"]) == ("hello", 5)


def test_a_second_up_changes_nothing(make: Make, account: Account) -> None:
    """A preview and an up without changes ask the server for nothing and report no change."""
    project = make(SHOP)
    project.up()
    account.forget_requests()
    project.ok("preview", "--expect-no-changes")
    project.up("--expect-no-changes")
    assert account.calls() == []


def test_a_preview_needs_neither_token_nor_server(make: Make, account: Account) -> None:
    """A preview of a program that reads no live object works without a token and without a server."""
    project = make(SHOP, QSTASH_TOKEN="", QSTASH_URL="http://127.0.0.1:9")
    assert project.preview()["changeSummary"]["create"] == 5
    assert account.calls() == []


def test_ids_are_known_at_preview(make: Make) -> None:
    """Automatic ids are inputs, so that a preview and what depends on them can show them."""
    steps = {s["urn"].rsplit("::", 1)[1]: s for s in make(SHOP).preview()["steps"]}
    assert steps["nightly"]["newState"]["inputs"]["scheduleId"] == "shop-dev-nightly"
    assert steps["mail"]["newState"]["inputs"]["queueName"] == "shop-dev-mail"
    assert steps["orders"]["newState"]["inputs"]["groupName"] == "shop-dev-orders"


def test_a_change_is_previewed_and_applied_in_place(make: Make, account: Account) -> None:
    """A changed cron shows as exactly that and what follows from it, and is one update."""
    project = make(program(schedule()))
    project.up()
    created = account.schedules()["shop-dev-nightly"]
    project.write(program(schedule(cron="* * * * *")))
    (step,) = [s for s in project.preview()["steps"] if s["op"] != "same"]
    assert step["op"] == "update"
    assert sorted(step["detailedDiff"]) == ["cron", "runs"]
    project.up()
    assert account.schedules()["shop-dev-nightly"]["cron"] == "* * * * *"
    assert account.schedules()["shop-dev-nightly"]["destination"] == created["destination"]


def test_drift_is_found_and_repaired(make: Make, account: Account) -> None:
    """A change behind our back fails the drift check, shows as that field, and up --refresh undoes it."""
    project = make(program(schedule()))
    project.up()
    account.put_schedule("shop-dev-nightly", "https://shop.example.com/run", "*/5 * * * *")
    assert project.run("refresh", "--preview-only", "--expect-no-changes").code == 7
    digest = project.ok("refresh", "--preview-only", "--json").json()
    (step,) = [s for s in digest["steps"] if s["urn"].endswith("::nightly")]
    assert "cron" in step["detailedDiff"]
    project.up("--refresh")
    assert account.schedules()["shop-dev-nightly"]["cron"] == "0 3 * * *"
    project.ok("refresh", "--preview-only", "--expect-no-changes")


def test_what_is_gone_is_made_again(make: Make, account: Account) -> None:
    """An object deleted behind our back is created again by up --refresh."""
    project = make(SHOP)
    project.up()
    account.delete_schedule("shop-dev-nightly")
    project.up("--refresh")
    assert sorted(account.schedules()) == ["shop-dev-digest", "shop-dev-nightly"]


def test_a_paused_schedule_stays_paused_when_pause_is_not_managed(make: Make, account: Account) -> None:
    """An update never resumes what somebody paused, unless the program manages the pause."""
    project = make(program(schedule()))
    project.up()
    account.pause("shop-dev-nightly")
    project.write(program(schedule(cron="0 4 * * *")))
    project.up()
    live = account.schedules()["shop-dev-nightly"]
    assert (live["cron"], live["isPaused"]) == ("0 4 * * *", True)
    project.write(program(schedule(cron="0 4 * * *", paused=False)))
    project.up()
    assert account.schedules()["shop-dev-nightly"]["isPaused"] is False


def test_a_group_and_its_schedules_come_and_go_in_order(make: Make, account: Account) -> None:
    """A URL group is made before the schedule that names it and removed after it."""
    project = make(SHOP)
    project.up()
    project.destroy()
    calls = account.calls()
    made_group = calls.index("POST /v2/topics/shop-dev-orders/endpoints")
    made_schedule = calls.index("POST /v2/schedules/shop-dev-orders")
    removed_schedule = calls.index("DELETE /v2/schedules/shop-dev-nightly")
    removed_group = calls.index("DELETE /v2/topics/shop-dev-orders")
    assert made_group < made_schedule < removed_schedule < removed_group
    assert account.objects() == 0


def test_endpoints_are_added_renamed_and_removed(make: Make, account: Account) -> None:
    """A changed list of endpoints leaves the group with exactly the declared ones."""

    def group(*endpoints: dict[str, str]) -> str:
        return program(f"qstash.UrlGroup('orders', endpoints={list(endpoints)!r})\n")

    a, b, c = ({"url": f"https://{x}.example.com/", "name": x} for x in "abc")
    project = make(group(a, b))
    project.up()
    project.write(group(b | {"name": "renamed"}, c))
    project.up()
    live = account.url_groups()["shop-dev-orders"]["endpoints"]
    assert sorted((e["url"], e["name"]) for e in live) == [
        ("https://b.example.com/", "renamed"),
        ("https://c.example.com/", "c"),
    ]


def test_outputs_are_exported(make: Make) -> None:
    """Stack outputs carry what resources gave."""
    project = make(SHOP)
    project.up()
    assert project.ok("stack", "output", "--json").json() == {"nightlyId": "shop-dev-nightly"}


def test_components_give_their_children_names_of_their_own(make: Make, account: Account) -> None:
    """A component's children carry its name in their ids."""
    team = """
class Team(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("shop:index:Team", name)
        qstash.Schedule(name + "-nightly", destination="https://shop.example.com/" + name, cron="0 3 * * *",
                        opts=pulumi.ResourceOptions(parent=self))

Team("red")
Team("blue")
"""
    make(program(team)).up()
    assert sorted(account.schedules()) == ["shop-dev-blue-blue-nightly", "shop-dev-red-red-nightly"]


def test_two_accounts_in_one_stack(make: Make, account: Account) -> None:
    """An explicit provider sends its resources to its own account."""
    other = Account(account.url, "eyJVc2VySUQiOiJvdGhlciIsIlBhc3N3b3JkIjoicHcifQ==")
    account.call("PUT", "/_dev/accounts", [{"token": account.token}, {"token": other.token}])
    provider = f"other = qstash.Provider('other', token={other.token!r}, url={account.url!r})\n"
    there = schedule("there", opts=Code("pulumi.ResourceOptions(provider=other)"))
    project = make(program(provider, schedule("here"), there))
    project.up()
    assert list(account.schedules()) == ["shop-dev-here"]
    assert list(other.schedules()) == ["shop-dev-there"]
    assert other.token not in str(project.export())
    project.destroy()
    assert account.objects() == other.objects() == 0
