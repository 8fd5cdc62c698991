"""A shop's scheduled work: what runs when, through which queue, to which endpoints."""

import pulumi
import pulumi_qstash as qstash

# Every endpoint of the group gets what is sent to the group.
stock = qstash.UrlGroup(
    "stock",
    endpoints=[
        {"url": "https://shop.example.com/stock", "name": "shop"},
        {"url": "https://warehouse.example.com/stock", "name": "warehouse"},
    ],
)

# Mails leave one after the other.
mail = qstash.Queue("mail", parallelism=1)

nightly = qstash.Schedule(
    "nightly",
    destination=stock.group_name,
    cron="0 3 * * *",
    time_zone="Europe/Berlin",
    retries=5,
)

digest = qstash.Schedule(
    "digest",
    destination="https://shop.example.com/digest",
    cron="0 9 * * 1-5",
    time_zone="Europe/Berlin",
    queue=mail.queue_name,
    body='{"audience": "everyone"}',
    content_type="application/json",
    # A header named like a credential is made secret without being asked.
    headers={"Authorization": "Bearer take-me-from-the-configuration"},
    failure_callback="https://shop.example.com/alarm",
)

hourly = qstash.Schedule(
    "hourly",
    destination="https://shop.example.com/rates",
    cron="0 * * * *",
    method="GET",
    retries=0,
    flow_control={"key": "rates", "rate": 10, "period": "1m"},
    labels=["rates"],
)

pulumi.export("schedules", [nightly.schedule_id, digest.schedule_id, hourly.schedule_id])
pulumi.export("runs", [nightly.runs, digest.runs, hourly.runs])
