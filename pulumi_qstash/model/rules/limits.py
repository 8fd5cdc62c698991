"""The limits of a plan, looked at only where `qstash:plan` says which plan it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .. import durations
from ..answers import Context
from ..bodies import content_size
from ..plans import PLANS, Plan
from .registry import contradiction

Found = Iterable[tuple[tuple[str | int, ...], str]]
_WAY_OUT = "lower it, or change qstash:plan where the account is on a larger plan"


def _plan(context: Context) -> Plan | None:
    return PLANS.get(context.plan or "")


def _seconds(value: Any) -> int:
    seconds = durations.meaning(value) if isinstance(value, str) else 0
    return seconds if isinstance(seconds, int) else 0


def _settings(inputs: dict[str, Any], key: str) -> Iterable[tuple[tuple[str, ...], Any]]:
    yield (key,), inputs.get(key)
    for settings in ("callback", "failureCallback"):
        inner = inputs.get(settings)
        if isinstance(inner, dict):
            yield (settings, key), inner.get(key)


@contradiction("plan-body")
def body(inputs: dict[str, Any], context: Context) -> Found:
    """The size of a message."""
    plan = _plan(context)
    if plan is not None and (size := content_size(inputs)) > plan.body:
        path = "bodyBase64" if "bodyBase64" in inputs else "body"
        yield (path,), f"the body has {size} bytes, and the plan {plan.name} takes {plan.body}: {_WAY_OUT}"


@contradiction("plan-delay")
def delay(inputs: dict[str, Any], context: Context) -> Found:
    """How long a delivery may wait."""
    plan = _plan(context)
    for path, value in _settings(inputs, "delay"):
        if plan and plan.delay is not None and _seconds(value) > plan.delay:
            allowed = durations.format_seconds(plan.delay)
            yield path, f"{value} is longer than the {allowed} that the plan {plan.name} allows: {_WAY_OUT}"


@contradiction("plan-timeout")
def timeout(inputs: dict[str, Any], context: Context) -> Found:
    """How long a delivery may take."""
    plan = _plan(context)
    for path, value in _settings(inputs, "timeout"):
        if plan and _seconds(value) > plan.timeout:
            allowed = durations.format_seconds(plan.timeout)
            yield path, f"{value} is longer than the {allowed} that the plan {plan.name} allows: {_WAY_OUT}"


@contradiction("plan-parallelism")
def parallelism(inputs: dict[str, Any], context: Context) -> Found:
    """How many deliveries a queue or an account makes at a time."""
    plan = _plan(context)
    if plan is None:
        return
    own, inner = inputs.get("parallelism"), inputs.get("flowControl")
    allowed = plan.parallelism if "key" in inputs else plan.queue_parallelism
    if isinstance(own, int) and own > allowed:
        yield (
            ("parallelism",),
            f"{own} at a time is more than the {allowed} of the plan {plan.name}: {_WAY_OUT}",
        )
    shared = inner.get("parallelism") if isinstance(inner, dict) else None
    if isinstance(shared, int) and shared > plan.parallelism:
        reason = f"{shared} at a time is more than the {plan.parallelism} of the plan {plan.name}: {_WAY_OUT}"
        yield ("flowControl", "parallelism"), reason


@contradiction("plan-endpoints")
def endpoints(inputs: dict[str, Any], context: Context) -> Found:
    """How many endpoints a URL group has."""
    plan = _plan(context)
    listed = inputs.get("endpoints")
    if plan and isinstance(listed, list) and len(listed) > plan.endpoints:
        count = len(listed)
        yield (
            ("endpoints",),
            f"{count} endpoints are more than the {plan.endpoints} of the plan {plan.name}: {_WAY_OUT}",
        )
