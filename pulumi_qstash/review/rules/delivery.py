"""QS2xx: what happens when a delivery fails, or takes long."""

from __future__ import annotations

from collections.abc import Iterator

from ..attempts import Lifetime, lifetime, seconds, shortest_interval
from ..say import duration
from ..values import Opaque
from ..volume import DEFAULT_RETRIES
from .registry import Hit, on_all, on_one
from .subject import Scene, Subject

#: A schedule that runs at most this often a day matters: the next run does not soon make up for a lost one.
MATTERS_UP_TO = 24


@on_one(
    "QS201",
    "note",
    "Retries are inherited, not chosen",
    reason=f"QStash's own number of retries ({DEFAULT_RETRIES} today) has changed before, and an endpoint that is not "
    "idempotent may want none.",
    remedy="Set retries, to 0 if a failed run need not be made up for.",
)
def retries_inherited(subject: Subject) -> Iterator[Hit]:
    """Schedules without a number of retries."""
    if subject.kind == "Schedule" and subject.properties.get("retries") is None:
        yield Hit(f"retries are not set: QStash's {DEFAULT_RETRIES} hold", path="retries")


@on_one(
    "QS202",
    "note",
    "Nobody hears of a failure",
    reason="A run that fails for good ends in the dead letter queue, where nobody looks until somebody misses it.",
    remedy="Set failure_callback to an endpoint that tells a person.",
)
def no_failure_callback(subject: Subject) -> Iterator[Hit]:
    """Schedules that run at most hourly and have no failure callback."""
    if subject.kind != "Schedule" or subject.properties.get("failureCallback") is not None:
        return
    cron = subject.timing.cron if subject.timing else None
    if cron is None or cron.never_runs or subject.volume is None:
        return
    if 0 < subject.volume.runs_per_day <= MATTERS_UP_TO:
        yield Hit("no failure callback is set, and no later run soon makes up for a lost one", path="failureCallback")


@on_all(
    "QS203",
    "note",
    "Signatures may not be verified",
    reason="An endpoint that does not verify QStash's signature takes messages from anybody who knows its URL.",
    remedy="Hand the signing keys to the endpoint (signing_keys()) and verify each message there.",
)
def keys_never_read(scene: Scene) -> Iterator[Hit]:
    """Stacks that send messages and never read the signing keys."""
    sends = any(each.kind == "Schedule" and each.after is not None for each in scene.stack.resources)
    changes = any(each.kind in ("Schedule", "UrlGroup") for each in scene.touched)
    if scene.stack.complete and sends and changes and not scene.drift and not scene.stack.of("SigningKeys"):
        yield Hit("this program never reads the signing keys")


@on_one(
    "QS204",
    "danger",
    "Beyond the plan's limits",
    reason="QStash refuses a schedule, or cuts an attempt off, beyond what the plan allows.",
    remedy="Lower the value, or choose a larger plan (and say so with --plan).",
)
def beyond_plan(subject: Subject) -> Iterator[Hit]:
    """Delays, timeouts, retries and parallelism above the plan's limits."""
    plan, properties = subject.plan, subject.properties
    for path, limit in (("delay", plan.allows.delay), ("timeout", plan.allows.timeout)):
        found = seconds(properties.get(path))
        if limit is not None and found is not None and found > limit:
            yield Hit(f"{path} {duration(found)} is above {duration(limit)}, the most on {plan.name}", path=path)
    retries = properties.get("retries")
    if plan.retries is not None and isinstance(retries, int) and retries > plan.retries:
        yield Hit(f"{retries} retries are above {plan.retries}, the most on {plan.name}", path="retries")
    parallelism = properties.get("parallelism")
    if subject.kind == "Queue" and isinstance(parallelism, int) and parallelism > plan.allows.queue_parallelism:
        message = (
            f"parallelism {parallelism} is above {plan.allows.queue_parallelism}, the most of a queue on {plan.name}"
        )
        yield Hit(message, path="parallelism")
    endpoints = properties.get("endpoints")
    if isinstance(endpoints, list) and len(endpoints) > plan.allows.endpoints:
        message = f"{len(endpoints)} endpoints are more than {plan.allows.endpoints}, the most on {plan.name}"
        yield Hit(message, path="endpoints")


@on_one(
    "QS205",
    "warning",
    "A message can overtake itself",
    reason="While one message is still being retried the next one is already sent, so that two run at once or "
    "out of order.",
    remedy="Fewer retries, a shorter timeout or retry_delay; or a queue (or a flow control key) with parallelism 1, or "
    "deduplication in the endpoint.",
)
def overtakes_itself(subject: Subject) -> Iterator[Hit]:
    """Schedules whose interval is shorter than timeout and retries together."""
    cron = subject.timing.cron if subject.timing and not subject.timing.paused else None
    if cron is None or one_at_a_time(subject):
        return
    interval, life = shortest_interval(cron, subject.at), lifetime(subject.properties)
    if interval is not None and life is not None and life.total > interval:
        yield Hit(_overtaking(interval, life), path="cron")


def one_at_a_time(subject: Subject) -> bool:
    """Whether a queue or a flow control key makes messages wait for each other (or may, where it is not shown)."""
    flow = subject.properties.get("flowControl")
    if isinstance(flow, dict):
        flow = flow.get("parallelism")
    return subject.properties.get("queue") is not None or flow == 1 or isinstance(flow, Opaque)


def _overtaking(interval: int, life: Lifetime) -> str:
    attempts = f"{life.retries} retries" if life.retries != 1 else "1 retry"
    timeout = f" and a timeout of {duration(life.timeout)}" if life.timeout else ""
    return (
        f"a run follows after {duration(interval)}, while a message with {attempts}{timeout} can live for "
        f"{duration(life.total)}"
    )
