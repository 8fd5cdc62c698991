"""Names: snake_case in a program, camelCase on Pulumi's wire, and header names as the user writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import pulumi

#: Every name that differs. Maps whose keys are the user's (headers) are never translated.
WIRE_NAMES = {
    "body_base64": "bodyBase64",
    "content_type": "contentType",
    "failure_callback": "failureCallback",
    "flow_control": "flowControl",
    "group_name": "groupName",
    "queue_name": "queueName",
    "retry_delay": "retryDelay",
    "schedule_id": "scheduleId",
    "time_zone": "timeZone",
}


def wire_name(name: str) -> str:
    """The name of a property on Pulumi's wire."""
    return WIRE_NAMES.get(name, name)


def wire_path(path: str) -> str:
    """A property path in a resource option, on Pulumi's wire; header names in it stay as they are."""
    before, found, after = path.partition("headers")
    return ".".join(map(wire_name, before.split("."))) + found + after


def lifted(value: Any, convert: Callable[[Any], Any]) -> Any:
    """`convert(value)`, now or when the value is known."""
    if isinstance(value, pulumi.Output):
        return value.apply(lambda known: pulumi.Output.from_input(convert(known)))
    if hasattr(value, "__await__"):
        return pulumi.Output.from_input(value).apply(lambda known: pulumi.Output.from_input(convert(known)))
    return convert(value)


def settings(value: Any, **converters: Callable[[Any], Any]) -> Any:
    """A typed args object or a typed dict as a plain dict with names of the wire.

    Args:
        value: the settings, or something else, which is left as it is for the check to judge.
        **converters: what is done to the value of a setting, by its name in Python.
    """
    if value is None or isinstance(value, str):
        return value
    return lifted(value, lambda known: _settings(known, converters))


def _settings(value: Any, converters: Mapping[str, Callable[[Any], Any]]) -> Any:
    if is_dataclass(value):
        value = {f.name: getattr(value, f.name) for f in fields(value)}
    if not isinstance(value, Mapping):
        return value
    present = {name: inner for name, inner in value.items() if inner is not None}
    return {wire_name(n): converters[n](v) if n in converters else v for n, v in present.items()}


def list_of_settings(value: Any) -> Any:
    """A list of settings, each as `settings` gives it."""
    return lifted(value, _list_of_settings)


def _list_of_settings(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [settings(one) for one in value]
    return value
