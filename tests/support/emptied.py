"""One server for many tests: an account made empty again."""

from __future__ import annotations

from support.account import Account


def empty(account: Account) -> None:
    """Remove everything that another test left, and forget its requests, latency and accounts."""
    account.call("PUT", "/_dev/accounts", [{"token": account.token}])
    account.call("PUT", "/_dev/latency", {"ms": 0})
    for id_ in account.schedules():
        account.delete_schedule(id_)
    for name in account.queues():
        account.call("DELETE", f"/v2/queues/{name}")
    for name in account.url_groups():
        account.call("DELETE", f"/v2/topics/{name}")
    for one in account.call("GET", "/v2/flowControl"):
        key = one["flowControlKey"]
        account.call("POST", f"/v2/flowControl/{key}/unpin?parallelism=true&rate=true")
        account.call("POST", f"/v2/flowControl/{key}/resume")
    account.forget_requests()
