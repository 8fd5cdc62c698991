"""Turning a class's annotations into the properties that give its outputs."""

from __future__ import annotations

import inspect
from typing import Any, get_origin

import pulumi

from .naming import wire_name


def define(cls: type) -> tuple[str, ...]:
    """Make a property of each annotation `name: Output[T]` of `cls`, as the SDK expects one.

    From the annotation the SDK learns the type to which it converts what the engine sends. It reads a property's
    once, but a class's annotations anew for each resource, which takes longer than all else: the class keeps none.

    Returns:
        The wire names of the outputs, inherited ones among them.
    """
    hints: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        # The SDK's own classes have annotations that cannot be evaluated at run time.
        if base.__module__.startswith(__package__):
            hints |= inspect.get_annotations(base, eval_str=True)
    hints = {name: hint for name, hint in hints.items() if get_origin(hint) is pulumi.Output}
    for name, hint in hints.items():
        setattr(cls, name, property(_getter(name, hint)))
    if cls.__module__.startswith(__package__):
        cls.__annotations__ = {}
    inherited: tuple[str, ...] = getattr(cls, "_outputs", ())
    return tuple(dict.fromkeys([*inherited, *map(wire_name, hints)]))


def _getter(name: str, hint: Any) -> Any:
    wire = wire_name(name)

    def read(self: Any) -> Any:
        value = pulumi.get(self, wire)
        return pulumi.Output.from_input(None) if value is None else value

    read.__name__, read.__annotations__ = name, {"return": hint}
    return pulumi.getter(name=wire)(read)
