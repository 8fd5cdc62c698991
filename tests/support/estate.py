"""A stack of every kind of object, and what the account must hold after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.account import Account
from support.programs import HEAD

FOREIGN = "somebody-elses"


@dataclass(frozen=True)
class Estate:
    """`n` objects of all kinds in one of two shapes: as first declared, and changed."""

    n: int
    changed: bool = False

    @property
    def groups(self) -> int:
        return max(1, self.n // 10)

    @property
    def queues(self) -> int:
        return max(1, self.n // 10)

    @property
    def schedules(self) -> int:
        return self.n - self.groups - self.queues

    def source(self) -> str:
        """The program."""
        return HEAD + "\n".join([*self._groups(), *self._queues(), *self._schedules()]) + "\n"

    def _groups(self) -> list[str]:
        last = "https://c.example.com/" if self.changed else "https://b.example.com/"
        return [
            f"g{i} = qstash.UrlGroup('g{i}', endpoints=[{{'url': 'https://a.example.com/'}}, {{'url': {last!r}}}])"
            for i in range(self.groups)
        ]

    def _queues(self) -> list[str]:
        return [f"q{i} = qstash.Queue('q{i}', parallelism={2 + self.changed})" for i in range(self.queues)]

    def _schedules(self) -> list[str]:
        lines = []
        for i in range(self.schedules):
            target = f"g{i % self.groups}.group_name" if i % 5 == 0 else f"'https://shop.example.com/{i}'"
            queue = f", queue=q{i % self.queues}.queue_name" if i % 7 == 0 else ""
            paused = {0: ", paused=True", 1: ", paused=False"}.get(i % 4, "")
            lines.append(
                f"qstash.Schedule('s{i}', destination={target}, "
                f"cron='{i % 60} {3 + self.changed} * * *'{queue}{paused})"
            )
        return lines

    def expected(self) -> dict[str, Any]:
        """What an account that was empty but for the foreign object has to hold."""
        schedules = {
            f"shop-dev-s{i}": {
                "cron": f"{i % 60} {3 + self.changed} * * *",
                "destination": f"shop-dev-g{i % self.groups}" if i % 5 == 0 else f"https://shop.example.com/{i}",
                "queueName": f"shop-dev-q{i % self.queues}" if i % 7 == 0 else None,
                "isPaused": i % 4 == 0,
            }
            for i in range(self.schedules)
        }
        last = "https://c.example.com/" if self.changed else "https://b.example.com/"
        return {
            "schedules": schedules,
            "queues": {f"shop-dev-q{i}": 2 + self.changed for i in range(self.queues)},
            "groups": {f"shop-dev-g{i}": ["https://a.example.com/", last] for i in range(self.groups)},
        }


def plant_foreign(account: Account) -> None:
    """An object that no program declares, paused by somebody."""
    account.put_schedule(FOREIGN, "https://else.example.com/", "5 5 * * *")
    account.pause(FOREIGN)


def held(account: Account) -> dict[str, Any]:
    """The account's content in the form of `Estate.expected`, without the foreign object."""
    return {
        "schedules": {
            k: {field: s.get(field) for field in ("cron", "destination", "queueName", "isPaused")}
            for k, s in account.schedules().items()
            if k != FOREIGN
        },
        "queues": {k: q["parallelism"] for k, q in account.queues().items()},
        "groups": {k: [e["url"] for e in g["endpoints"]] for k, g in account.url_groups().items()},
    }


def foreign_untouched(account: Account) -> bool:
    """The foreign object is as it was planted."""
    live = account.schedules().get(FOREIGN)
    return bool(live) and (live["cron"], live["isPaused"]) == ("5 5 * * *", True)


EMPTY = {"schedules": {}, "queues": {}, "groups": {}}
