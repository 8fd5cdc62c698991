"""A program with every argument and output: it passes pyright's strict check. It is never run."""

import pulumi
import pulumi_qstash as qstash

config = pulumi.Config()
later: pulumi.Output[str] = config.require_secret("token")

eu = qstash.Provider("eu", token=later, region="eu-central-1", plan="payg", check_live=True, paused=False)
us = qstash.Provider("us", token="t", url="https://qstash.example.com")

group = qstash.UrlGroup(
    "group",
    endpoints=[{"url": "https://a.example.com", "name": "a"}, qstash.EndpointArgs(url=later), {"url": later}],
    group_name=later,
    adopt=True,
    opts=pulumi.ResourceOptions(provider=eu),
)
queue = qstash.Queue("queue", queue_name="q", parallelism=2, paused=True)
pinned = qstash.FlowControl("pinned", key="k", parallelism=1, rate=2, period="1m", paused=False)

full = qstash.Schedule(
    "full",
    destination=group.group_name,
    cron="0 3 * * *",
    time_zone="Europe/Berlin",
    schedule_id=later,
    method="PUT",
    body=b"bytes",
    content_type="text/plain",
    headers={"X-A": "a", "Authorization": later},
    retries=3,
    retry_delay="1000 * retried",
    delay="10s",
    timeout="30s",
    callback=qstash.CallbackArgs(url=later, headers={"X-A": later}, method="POST", retries=1, retry_delay="1", delay="1s"),
    failure_callback={"url": "https://a.example.com", "headers": {"X-A": later}, "timeout": "3s"},
    queue=queue.queue_name,
    flow_control=qstash.FlowControlArgs(key="k", parallelism=1, rate=2, period="1m"),
    labels=["a", later],
    redact={"body": True, "headers": ["X-A"]},
    paused=True,
    adopt=False,
)
short = qstash.Schedule(
    "short",
    destination="https://a.example.com",
    cron=later,
    body=later,
    callback="https://a.example.com",
    flow_control={"key": "k", "rate": 1, "period": "1s"},
    redact=qstash.RedactArgs(headers=True),
)
theirs: qstash.Schedule = qstash.Schedule.get("theirs", "id")
keys: qstash.SigningKeys = qstash.signing_keys(pulumi.ResourceOptions(provider=eu))

a: pulumi.Output[str] = full.schedule_id
b: pulumi.Output[int | None] = full.retries
c: pulumi.Output[str] = full.runs
d: pulumi.Output[str | None] = full.callback.apply(lambda callback: callback.url if callback else None)
e: pulumi.Output[str] = keys.current
f: pulumi.Output[list[str]] = group.endpoints.apply(lambda endpoints: [one.url for one in endpoints])
g: pulumi.Output[str | None] = theirs.account

settings: qstash.CallbackArgsDict = {"url": "https://a.example.com"}
endpoint: qstash.EndpointArgsDict = {"url": "https://a.example.com"}
limit: qstash.FlowControlArgsDict = {"key": "k"}
hidden: qstash.RedactArgsDict = {}
