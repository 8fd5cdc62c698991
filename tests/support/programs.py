"""Programs that the tests run, as text."""

from __future__ import annotations

HEAD = "import pulumi\nimport pulumi_qstash as qstash\n\n"

SHOP = (
    HEAD
    + """\
orders = qstash.UrlGroup(
    "orders",
    endpoints=[{"url": "https://a.example.com/hook", "name": "a"}, {"url": "https://b.example.com/hook"}],
)
mail = qstash.Queue("mail", parallelism=2)
nightly = qstash.Schedule(
    "nightly", destination=orders.group_name, cron="0 3 * * *", time_zone="Europe/Berlin"
)
digest = qstash.Schedule(
    "digest",
    destination="https://shop.example.com/digest",
    cron="0 9 * * 1-5",
    queue=mail.queue_name,
    retries=5,
    headers={"Authorization": pulumi.Output.secret("Bearer hush-hush")},
    body="hello",
)
pulumi.export("nightlyId", nightly.schedule_id)
"""
)


def schedule(name: str = "nightly", **arguments: object) -> str:
    """A declaration of one schedule; a value that is code is given as `Code`."""
    given = {"destination": "https://shop.example.com/run", "cron": "0 3 * * *"} | arguments
    inside = ", ".join(f"{k}={v!r}" for k, v in given.items())
    return f"qstash.Schedule({name!r}, {inside})\n"


class Code(str):
    """Text that is written into a program as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def program(*declarations: str) -> str:
    """A whole program of `declarations`."""
    return HEAD + "".join(declarations)
