"""A kind of resource: everything that can be done with its declaration alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import checking, comparing, recalling, requesting
from .answers import Checked, Comparison, Context, Inputs, Request
from .fields import Declaration, FieldSpec, fields_of


def _nothing(_inputs: Inputs, _olds: Inputs) -> Inputs:
    return {}


def _as_it_is(live: Mapping[str, Any]) -> Mapping[str, Any]:
    return live


@dataclass(frozen=True)
class Kind:
    """Schedules, queues, URL groups or flow-control keys.

    Attributes:
        name: `Schedule`, as in its type token.
        declaration: The pydantic model that declares its properties.
        id_property: The property that is its id in QStash, on Pulumi's wire.
        method: The method of the call that writes it.
        path: The path of that call, with the properties in braces that stand in it.
        derive: Gives the inputs that follow from others, from (inputs, old inputs).
        when_paused: The properties that `qstash:paused` sets.
        prepare: Makes a live object ready to be read field by field.
    """

    name: str
    declaration: type[Declaration]
    id_property: str
    method: str
    path: str
    derive: Callable[[Inputs, Inputs], Inputs] = _nothing
    when_paused: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[[Mapping[str, Any]], Mapping[str, Any]] = _as_it_is

    @property
    def noun(self) -> str:
        """What it is called in a sentence: `schedule`."""
        return self.declaration.noun

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        """Its properties, in the order of the declaration."""
        return fields_of(self.declaration)

    def spec(self, wire: str) -> FieldSpec:
        """The property of a wire name. Raises KeyError where there is none."""
        return {spec.wire: spec for spec in self.fields}[wire]

    def check(self, news: Mapping[str, Any], olds: Mapping[str, Any], context: Context) -> Checked:
        """Normalises inputs and finds every problem with them; unknown values are left for later.

        Args:
            news: What the program declares, and `__logicalName`, the id to take where it gives none.
            olds: The inputs of the last check, `{}` for a new resource.
            context: What is known about the server and the account.
        """
        return checking.check(self, news, dict(olds), context)

    def compare(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> Comparison:
        """What differs by meaning between a state (or recalled live inputs) and checked inputs.

        Live inputs lack what QStash does not give back: pass them through `recall` first, with `news` as
        what is remembered, to ask only for what can be seen.
        """
        return comparing.compare(self, olds, news)

    def request(self, inputs: Inputs) -> Request:
        """The one call that writes the whole object. What has calls of its own (a pause) is not in it."""
        return requesting.request(self, inputs)

    def parse(self, live: Mapping[str, Any]) -> Inputs:
        """The readable inputs of a live object; what equals the server's default is left out."""
        return recalling.parse(self, live)

    def recall(self, live_inputs: Inputs, props: Mapping[str, Any]) -> Inputs:
        """The inputs after a read: what is live, in the user's spelling, and what only we remember.

        Args:
            live_inputs: What `parse` gave.
            props: The state's outputs, or the inputs to compare with.
        """
        return recalling.recall(self, live_inputs, props)

    def secret_paths(self) -> list[str]:
        """The paths of all properties that may be secret, such as `callback.headers`."""
        nested = [f"{f.wire}.{c.wire}" for f in self.fields for c in f.children if c.secret_itself]
        return [f.wire for f in self.fields if f.secret_itself] + nested
