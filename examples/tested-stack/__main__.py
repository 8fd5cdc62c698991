"""A newsletter: collected every weekday morning, sent through a queue, and somebody is told when it fails."""

import pulumi
import pulumi_qstash as qstash

config = pulumi.Config()
site = config.get("site") or "https://news.example.com"

mail = qstash.Queue("mail", parallelism=2)

morning = qstash.Schedule(
    "morning",
    destination=f"{site}/api/send",
    cron="30 7 * * 1-5",
    time_zone="Europe/Berlin",
    queue=mail.queue_name,
    retries=2,
    failure_callback=f"{site}/api/failed",
)

pulumi.export("scheduleId", morning.schedule_id)
