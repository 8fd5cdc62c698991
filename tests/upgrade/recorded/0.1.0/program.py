"""The program whose states stand beside this file; like them, it never changes."""

import os

import pulumi

import pulumi_qstash as qstash

group = qstash.UrlGroup(
    "orders", endpoints=[{"url": "https://b.example.com/", "name": "b"}, {"url": "https://a.example.com/?x=1"}]
)
mail = qstash.Queue("mail", parallelism=2, paused=False)
plain = qstash.Queue("plain")
shop = qstash.FlowControl("shop", key="shop", parallelism=3, rate=10, period="1m", paused=True)
qstash.Schedule("least", destination="https://shop.example.com/run", cron="0 3 * * *")
qstash.Schedule(
    "most",
    destination="https://shop.example.com/run?a=b%2Fc",
    cron="  0  3 * * MON-FRI",
    time_zone="Europe/Berlin",
    schedule_id="most.of-it",
    method="PUT",
    body='{"grüße": "ö"}',
    content_type="application/json",
    headers={"X-Shop": "a  b", "authorization": pulumi.Output.secret("Bearer hush-hush")},
    retries=5,
    retry_delay="1000 * (1 + retried)",
    delay="90s",
    timeout="1m30s",
    callback={"url": "https://shop.example.com/done", "headers": {"X-A": "1"}, "method": "PUT", "retries": 2},
    failure_callback={"url": "https://shop.example.com/failed", "delay": "1m", "timeout": "30s", "retry_delay": "10"},
    flow_control={"key": "shop", "parallelism": 2, "rate": 5, "period": "60s"},
    labels=["b", "a"],
    redact={"body": True, "headers": ["Authorization"]},
    paused=True,
    adopt=True,
)
qstash.Schedule("to-group", destination=group.group_name, cron="@daily", queue=mail.queue_name, body=b"\x00\xff")
qstash.Schedule(
    "secret-body",
    destination="https://shop.example.com/run",
    cron="CRON_TZ=America/New_York 30 8 1 * *",
    body=pulumi.Output.secret("hush-hush"),
    paused=False,
)


class Team(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("shop:index:Team", name)
        qstash.Schedule(
            "report", destination="https://team.example.com/", cron="*/15 * * * *",
            opts=pulumi.ResourceOptions(parent=self),
        )  # fmt: skip


Team("blue")
other = qstash.Provider("other", url=os.environ["QSTASH_URL"], token=os.environ["QSTASH_TOKEN"], plan="payg")
qstash.Schedule(
    "elsewhere", destination="https://shop.example.com/run", cron="0 5 * * *",
    opts=pulumi.ResourceOptions(provider=other),
)  # fmt: skip
