"""As few calls as can be, counted by the server."""

from __future__ import annotations

from collections import Counter

from support.account import Account
from support.programs import HEAD, program, schedule

from .conftest import Make

N = 12


def source(cron: str = "0 3 * * *", changed: int = 0, **more: object) -> str:
    return program(
        *(schedule(f"s{i}", cron="0 4 * * *" if i < changed else cron, **more) for i in range(N)),
    )


def kinds(account: Account) -> Counter[str]:
    """How many requests of which kind: a create names no id in its path, so it counts by method."""
    counted: Counter[str] = Counter()
    for call in account.calls():
        method, path = call.split(" ", 1)
        last = path.rsplit("/", 1)[1]
        counted[f"{method} {last}" if last in ("pause", "resume", "schedules") else method] += 1
    return counted


def test_the_first_up(make: Make, account: Account) -> None:
    """N creates and one list for the ownership check."""
    make(source()).up()
    assert kinds(account) == {"GET schedules": 1, "POST": N}


def test_a_declared_pause_costs_one_call_each(make: Make, account: Account) -> None:
    """Each declared pause adds one call to its create."""
    make(source(paused=True)).up()
    assert kinds(account) == {"GET schedules": 1, "POST": N, "POST pause": N}


def test_a_refresh_is_one_list(make: Make, account: Account) -> None:
    """A refresh reads every schedule with one list call."""
    project = make(source())
    project.up()
    account.forget_requests()
    project.ok("refresh", "--preview-only")
    assert kinds(account) == {"GET schedules": 1}


def test_a_change_of_k_costs_k_and_one_list(make: Make, account: Account) -> None:
    """A change of k schedules is k writes, and one list to see which are paused."""
    project = make(source())
    project.up()
    account.pause("shop-dev-s0")
    account.forget_requests()
    project.write(source(changed=3))
    project.up()
    assert kinds(account) == {"GET schedules": 1, "POST": 3, "POST pause": 1}


def of_every_kind(n: int, changed: int = 0) -> str:
    """`n` objects of each kind, `changed` of each in another shape: a group loses, renames and gains an endpoint."""
    before = [{"url": f"https://{host}.example.com/", "name": host} for host in "abc"]
    after = [before[0], {"url": "https://b.example.com/", "name": "bee"}, {"url": "https://d.example.com/"}]
    lines = []
    for i in range(n):
        new = i < changed
        lines += [
            schedule(f"s{i}", cron="0 4 * * *" if new else "0 3 * * *").strip(),
            f"qstash.Queue('q{i}', parallelism={2 + new})",
            f"qstash.UrlGroup('g{i}', endpoints={after if new else before})",
            f"qstash.FlowControl('k{i}', key='k{i}', parallelism={2 + new})",
        ]
    return HEAD + "\n".join(lines) + "\n"


def methods(account: Account) -> Counter[str]:
    """How many requests of each method; forgets them."""
    counted = Counter(call.split()[0] for call in account.calls())
    account.forget_requests()
    return counted


def test_every_kind_is_at_the_floor(make: Make, account: Account) -> None:
    """Of 5 objects of each kind: creates and lists, nothing, lists, changes and lists, deletes."""
    project = make(of_every_kind(5))
    project.up()
    assert methods(account) == {"GET": 4, "POST": 4 * 5}
    project.preview()
    project.up()
    assert methods(account) == {}
    project.ok("refresh")
    assert methods(account) == {"GET": 4}
    project.write(of_every_kind(5, changed=2))
    project.preview()
    assert methods(account) == {}
    project.up()
    # A queue, a schedule and a key are one call each; a group is one to add, one to remove and one to rename.
    assert methods(account) == {"GET": 4, "POST": 4 * 2, "DELETE": 2 * 2}
    project.destroy()
    assert methods(account) == {"DELETE": 3 * 5, "POST": 5}


def test_a_refresh_before_an_up_shares_its_lists(make: Make, account: Account) -> None:
    """`up --refresh` lists each kind once; the change that follows knows the answer."""
    project = make(source())
    project.up()
    account.forget_requests()
    project.write(source(changed=3))
    project.up("--refresh")
    assert kinds(account) == {"GET schedules": 1, "POST": 3}


def test_each_provider_lists_for_itself(make: Make, account: Account) -> None:
    """Two explicit providers are two accounts: one list each, and one call for each object."""
    providers = "".join(
        f"p{n} = qstash.Provider('p{n}', url={account.url!r}, token={account.token!r})\n"
        + "".join(
            f"qstash.Schedule('s{n}{i}', destination='https://e.com', cron='0 3 * * *', "
            f"opts=pulumi.ResourceOptions(provider=p{n}))\n"
            for i in range(3)
        )
        for n in range(2)
    )
    make(program(providers)).up()
    assert kinds(account) == {"GET schedules": 2, "POST": 6}


def test_taking_over_writes_only_what_differs(make: Make, account: Account) -> None:
    """Objects that are there as declared cost the list alone; with `adopt` each is written, a pause kept."""
    for i in range(N):
        account.put_schedule(f"shop-dev-s{i}", "https://shop.example.com/run", "0 3 * * *")
    account.pause("shop-dev-s0")
    account.forget_requests()
    make(source()).up()
    assert kinds(account) == {"GET schedules": 1}
    account.forget_requests()
    make(source(cron="0 5 * * *", adopt=True)).up()
    assert kinds(account) == {"GET schedules": 1, "POST": N, "POST pause": 1}


def test_a_replacement_that_changes_the_id(make: Make, account: Account) -> None:
    """A new id is one create, the list for the ownership check, and one delete."""
    project = make(program(schedule("s", schedule_id="one")))
    project.up()
    account.forget_requests()
    project.write(program(schedule("s", schedule_id="two")))
    project.up()
    assert kinds(account) == {"GET schedules": 1, "POST": 1, "DELETE": 1}


def test_destroy_is_one_call_each(make: Make, account: Account) -> None:
    """A destroy of N schedules is N deletes."""
    project = make(source())
    project.up()
    account.forget_requests()
    project.destroy()
    assert kinds(account) == {"DELETE": N}
