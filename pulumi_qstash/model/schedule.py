"""The declaration of a schedule: one entry for each property says all there is to know about it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from .. import cron as crons
from . import bodies, reading
from .answers import Inputs
from .fields import Declaration
from .kind import Kind
from .marks import (
    Content,
    Derived,
    GivenAs,
    Header,
    HeaderFamily,
    InPath,
    Local,
    Means,
    MeansWith,
    OwnCall,
    Read,
    Remembered,
    Replaces,
    Secret,
    ServerDefault,
    Shorthand,
    Unmanaged,
)
from .rules import holds
from .settings import Callback, FlowControlSetting, Redact
from .unknown import UNKNOWN
from .values import Destination, Duration, Flag, Headers, Known, Method, Retries, RetryDelay, Text, Timeout
from .zones import expression_meaning, split_zone, zone_meaning

CallbackSetting = Annotated[
    Callback,
    Known,
    Shorthand("url"),
    BeforeValidator(lambda value: {"url": value} if isinstance(value, str) else value),
]


class Schedule(Declaration):
    """A message that QStash delivers to a URL, or to each URL of a group, whenever a cron expression says."""

    noun: ClassVar[str] = "schedule"

    destination: Annotated[
        Destination,
        InPath(),
        Read("destination"),
        Field(description="The URL that is called, or the name of a URL group whose endpoints are all called."),
    ]
    cron: Annotated[
        Text,
        holds("cron"),
        holds("cron-never-runs"),
        Header("Upstash-Cron", lambda text: [" ".join(text.split())], separator=" "),
        Read("cron", lambda live: split_zone(live)[1]),
        MeansWith(expression_meaning, "timeZone"),
        Field(
            description="When it runs: five fields, such as `0 9 * * 1-5`, in UTC unless a time zone is given, beside "
            "it or as a leading `CRON_TZ=`."
        ),
    ]
    time_zone: Annotated[
        Text | None,
        holds("time-zone"),
        Header("Upstash-Cron", lambda zone: [f"CRON_TZ={zone}"], separator=" ", first=True),
        Read("cron", lambda live: split_zone(live)[0]),
        MeansWith(zone_meaning, "cron"),
        Field(
            description="The IANA time zone in which `cron` is read, such as `Europe/Berlin`; UTC where it is not set."
        ),
    ] = None
    schedule_id: Annotated[
        Text | None,
        holds("name"),
        Header("Upstash-Schedule-Id"),
        Read("scheduleId"),
        Replaces(),
        Field(description="Its id in QStash. Made from project, stack and resource name where it is not set."),
    ] = None
    method: Annotated[
        Method | None,
        Header("Upstash-Method"),
        Read("method", reading.text),
        ServerDefault("POST"),
        Field(description="The HTTP method of each delivery."),
    ] = None
    body: Annotated[
        Text | None,
        holds("body"),
        holds("redacted-value"),
        Content(str.encode),
        Read("body", reading.text),
        MeansWith(bodies.content, "bodyBase64"),
        Secret(),
        Field(description="What is delivered: text, or bytes, which travel as base64 where they are no text."),
    ] = None
    body_base64: Annotated[
        Text | None,
        holds("body-base64"),
        GivenAs("body"),
        Content(bodies.decode),
        Read("bodyBase64", reading.text),
        MeansWith(bodies.content, "body"),
        Secret(),
        Field(description="What is delivered, as base64 of its bytes, where it is no text."),
    ] = None
    content_type: Annotated[
        Text | None,
        holds("content-type"),
        Header("Content-Type"),
        Read("header", reading.content_type),
        Field(description="The media type of the body, such as `application/json`."),
    ] = None
    headers: Annotated[
        Headers | None,
        HeaderFamily("Upstash-Forward-"),
        Read("header", reading.forwarded_headers),
        Field(description="Headers that are forwarded with each delivery. One named like a credential is made secret."),
    ] = None
    retries: Annotated[
        Retries | None,
        Header("Upstash-Retries"),
        Read("retries"),
        ServerDefault(3),
        Field(description="How often a failed delivery is tried again, at most."),
    ] = None
    retry_delay: Annotated[
        RetryDelay | None,
        Header("Upstash-Retry-Delay"),
        Read("retryDelayExpression", reading.text),
        Field(
            description="An expression for the milliseconds before each further attempt, such as `1000 * (1 + "
            "retried)`; QStash's exponential backoff where it is not set."
        ),
    ] = None
    delay: Annotated[
        Duration | None,
        Header("Upstash-Delay"),
        Read("delay", reading.seconds),
        ServerDefault("0s"),
        Field(description="How long each delivery waits after its run, such as `30s` or `1h30m`."),
    ] = None
    timeout: Annotated[
        Timeout | None,
        Header("Upstash-Timeout"),
        Read("timeout", reading.timeout, sometimes=True, alike=reading.same_timeout),
        Field(description="How long the destination may take, such as `30s`; the plan's limit where it is not set."),
    ] = None
    callback: Annotated[
        CallbackSetting | None,
        Header("Upstash-Callback"),
        Read("callback"),
        Field(description="Called after each attempt, with the answer: a URL, or a URL with settings."),
    ] = None
    failure_callback: Annotated[
        CallbackSetting | None,
        Header("Upstash-Failure-Callback"),
        Read("failureCallback"),
        Field(description="Called when all attempts have failed: a URL, or a URL with settings."),
    ] = None
    queue: Annotated[
        Text | None,
        holds("name"),
        Header("Upstash-Queue-Name"),
        Read("queueName", reading.text),
        Field(description="The name of the queue through which deliveries go, one after the other."),
    ] = None
    flow_control: Annotated[
        FlowControlSetting | None,
        Known,
        Header(""),
        Read(""),
        Field(description="A limit on parallel deliveries or on their rate, shared by all that name its key."),
    ] = None
    labels: Annotated[
        list[Annotated[Text, holds("label")]] | None,
        Known,
        Means(lambda labels: frozenset(labels) or None),
        Header("Upstash-Label", list),
        Read("labels", reading.texts),
        Field(description="Labels by which its messages are found in QStash's logs."),
    ] = None
    redact: Annotated[
        Redact | None,
        Known,
        Header(""),
        Remembered(),
        Field(description="What QStash hides in its console, logs and answers."),
    ] = None
    paused: Annotated[
        Flag | None,
        OwnCall("pause or resume"),
        Read("isPaused", bool),
        Unmanaged(),
        Field(description="Paused (`True`) or running (`False`). Where it is not set, whoever paused it decides."),
    ] = None
    adopt: Annotated[
        Flag | None,
        Local("steers create"),
        Field(description="Take over a schedule of this id that exists already and differs, instead of refusing."),
    ] = None
    runs: Annotated[
        Text | None,
        Local("derived"),
        Derived(),
        Field(
            description="When it runs, in plain words. Filled in from the cron expression and the time zone, so that a "
            "diff explains itself."
        ),
    ] = None


@lru_cache(maxsize=1024)
def _words(text: str, zone: str | None) -> str:
    return crons.runs(crons.parse(text, zone))


def _derive(inputs: Inputs, olds: Inputs) -> Inputs:
    """Adds `runs`, which stays as it was while `cron` and `timeZone` do."""
    text, zone = inputs.get("cron"), inputs.get("timeZone")
    if UNKNOWN in (text, zone):
        return {"runs": UNKNOWN}
    if not isinstance(text, str) or not isinstance(zone, (str, type(None))):
        return {}
    if olds.get("runs") and (text, zone) == (olds.get("cron"), olds.get("timeZone")):
        return {"runs": olds["runs"]}
    try:
        return {"runs": _words(text, zone)}
    except crons.CronError:
        return {}


def _prepare(live: Mapping[str, Any]) -> Mapping[str, Any]:
    """Older answers carry a single `label`; a period is told even where there is no rate to count in it."""
    prepared = dict(live)
    if "labels" not in live and live.get("label"):
        prepared["labels"] = str(live["label"]).split(",")
    if not live.get("rate"):
        prepared.pop("period", None)
    return prepared


SCHEDULE = Kind(
    name="Schedule",
    declaration=Schedule,
    id_property="scheduleId",
    method="POST",
    path="/v2/schedules/{destination}",
    derive=_derive,
    when_paused={"paused": True},
    prepare=_prepare,
)
