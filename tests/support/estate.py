"""A stack of every kind of object in two shapes, and what the account must hold after each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.account import Account
from support.programs import HEAD

Held = dict[str, dict[str, Any]]
FOREIGN = "somebody-elses"
#: What the program says of the pause of its i-th object: paused, running, or nothing.
PAUSES = (True, False, None)


@dataclass(frozen=True)
class Estate:
    """`n` objects of all kinds: as first declared, and changed."""

    n: int
    changed: bool = False

    @property
    def few(self) -> int:
        """How many there are of each kind that is not a schedule."""
        return max(1, self.n // 10)

    @property
    def schedules(self) -> int:
        return self.n - 3 * self.few

    def source(self) -> str:
        """The program."""
        return HEAD + "\n".join([*self._groups(), *self._queues(), *self._keys(), *self._schedules()]) + "\n"

    @property
    def _endpoints(self) -> list[dict[str, str]]:
        if self.changed:
            return [{"url": "https://a.example.com/", "name": "second"}, {"url": "https://c.example.com/"}]
        return [{"url": "https://a.example.com/", "name": "first"}, {"url": "https://b.example.com/"}]

    @property
    def _limits(self) -> dict[str, Any]:
        return {"parallelism": 5} if self.changed else {"parallelism": 2, "rate": 3, "period": "1m"}

    def _groups(self) -> list[str]:
        return [f"g{i} = qstash.UrlGroup('g{i}', endpoints={self._endpoints})" for i in range(self.few)]

    def _queues(self) -> list[str]:
        return [
            f"q{i} = qstash.Queue('q{i}', parallelism={2 + self.changed}, paused={PAUSES[i % 3]})"
            for i in range(self.few)
        ]

    def _keys(self) -> list[str]:
        return [
            f"qstash.FlowControl('k{i}', key='k{i}', **{self._limits}, paused={PAUSES[i % 3]})" for i in range(self.few)
        ]

    def _schedules(self) -> list[str]:
        lines = []
        for i in range(self.schedules):
            target = f"g{i % self.few}.group_name" if i % 5 == 0 else f"'https://shop.example.com/{i}'"
            queue = f", queue=q{i % self.few}.queue_name" if i % 7 == 0 else ""
            lines.append(
                f"qstash.Schedule('s{i}', destination={target}, "
                f"cron='{i % 60} {3 + self.changed} * * *'{queue}, paused={PAUSES[i % 3]})"
            )
        return lines

    def pause_what_is_not_managed(self, account: Account) -> None:
        """What somebody does between the two shapes; the changed shape must keep it."""
        for i in range(2, self.schedules, 3):
            account.pause(f"shop-dev-s{i}")
        for i in range(2, self.few, 3):
            account.call("POST", f"/v2/queues/shop-dev-q{i}/pause")

    def _paused(self, i: int) -> bool:
        declared = PAUSES[i % 3]
        return self.changed if declared is None else declared

    def expected(self) -> Held:
        """What the account has to hold, apart from foreign objects."""
        pins = (self._limits["parallelism"], self._limits.get("rate"))
        return {
            "schedules": {
                f"shop-dev-s{i}": {
                    "cron": f"{i % 60} {3 + self.changed} * * *",
                    "destination": f"shop-dev-g{i % self.few}" if i % 5 == 0 else f"https://shop.example.com/{i}",
                    "queueName": f"shop-dev-q{i % self.few}" if i % 7 == 0 else None,
                    "isPaused": self._paused(i),
                }
                for i in range(self.schedules)
            },
            "queues": {
                f"shop-dev-q{i}": {"parallelism": 2 + self.changed, "paused": self._paused(i)} for i in range(self.few)
            },
            "groups": {f"shop-dev-g{i}": _endpoints(self._endpoints) for i in range(self.few)},
            "keys": {f"k{i}": (*pins, PAUSES[i % 3] or False) for i in range(self.few)},
        }


def plant_foreign(account: Account) -> None:
    """Objects of each kind that no program declares, paused by somebody."""
    account.put_schedule(FOREIGN, "https://else.example.com/", "5 5 * * *")
    account.pause(FOREIGN)
    account.call("POST", "/v2/queues", {"queueName": FOREIGN, "parallelism": 1, "paused": True})
    account.call("POST", f"/v2/topics/{FOREIGN}/endpoints", {"endpoints": [{"url": "https://else.example.com/"}]})
    account.call("POST", f"/v2/flowControl/{FOREIGN}/pin?parallelism=9")


FOREIGN_OBJECTS = {
    "schedules": {"cron": "5 5 * * *", "destination": "https://else.example.com/", "queueName": None, "isPaused": True},
    "queues": {"parallelism": 1, "paused": True},
    "groups": [("https://else.example.com/", None)],
    "keys": (9, None, False),
}


def account_content(account: Account) -> Held:
    """All that the account holds; a flow-control key counts while it is pinned or paused."""
    keys = {k["flowControlKey"]: _pins(k) for k in account.call("GET", "/v2/flowControl")}
    return {
        "schedules": {
            k: {field: s.get(field) for field in ("cron", "destination", "queueName", "isPaused")}
            for k, s in account.schedules().items()
        },
        "queues": {k: {"parallelism": q["parallelism"], "paused": q["paused"]} for k, q in account.queues().items()},
        "groups": {k: _endpoints(g["endpoints"]) for k, g in account.url_groups().items()},
        "keys": {k: pins for k, pins in keys.items() if any(pins)},
    }


def held(account: Account) -> Held:
    """The account's content without the foreign objects."""
    return {kind: {k: o for k, o in found.items() if k != FOREIGN} for kind, found in account_content(account).items()}


def foreign_untouched(account: Account) -> bool:
    """The foreign objects are as they were planted."""
    return {kind: found.get(FOREIGN) for kind, found in account_content(account).items()} == FOREIGN_OBJECTS


EMPTY: Held = {"schedules": {}, "queues": {}, "groups": {}, "keys": {}}


def _endpoints(endpoints: list[dict[str, str]]) -> list[tuple[str, str | None]]:
    return sorted(((e["url"], e.get("name") or None) for e in endpoints), key=str)


def _pins(key: dict[str, Any]) -> tuple[int | None, int | None, bool]:
    parallelism = key["parallelismMax"] if key["isPinnedParallelism"] else None
    return parallelism, key["rateMax"] if key["isPinnedRate"] else None, key["isPaused"]
