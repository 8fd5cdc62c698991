"""The declaration of a flow-control key: what is pinned for it, and whether it is paused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from . import reading
from .answers import Inputs
from .fields import Declaration
from .kind import Kind
from .marks import InPath, OwnCall, Query, Read, Replaces, Unmanaged
from .rules import holds
from .settings import flow_control_period
from .values import Flag, Period, Text, Whole


class FlowControl(Declaration):
    """Limits pinned for a flow-control key, whatever the messages under it ask for, and its pause."""

    noun: ClassVar[str] = "flow-control key"

    key: Annotated[
        Text,
        holds("flow-control-key"),
        InPath(),
        Read("flowControlKey"),
        Replaces(),
        Field(description="The key, as schedules and messages name it."),
    ]
    parallelism: Annotated[
        Whole | None,
        holds("parallelism"),
        Query("parallelism"),
        Read("parallelismMax", reading.positive),
        Field(description="How many deliveries are made at a time; not pinned where it is not set."),
    ] = None
    rate: Annotated[
        Whole | None,
        holds("rate"),
        Query("rate"),
        Read("rateMax", reading.positive),
        Field(description="How many deliveries are begun in each `period`; not pinned where it is not set."),
    ] = None
    period: Annotated[
        Period | None,
        Query("period", flow_control_period),
        Read("ratePeriod", reading.seconds),
        Field(description="The period that `rate` counts, from `1s` to `7d`."),
    ] = None
    paused: Annotated[
        Flag | None,
        OwnCall("pause or resume"),
        Read("isPaused", bool),
        Unmanaged(),
        Field(description="Paused (`True`) or delivering (`False`). Where it is not set, whoever paused it decides."),
    ] = None


_PINNED = {"isPinnedParallelism": ("parallelismMax",), "isPinnedRate": ("rateMax", "ratePeriod")}


def _pinned_only(live: Mapping[str, Any]) -> Mapping[str, Any]:
    """Values that no pin holds come from the last message, and are none of ours."""
    hidden = {key for pin, keys in _PINNED.items() if not live.get(pin) for key in keys}
    return {key: value for key, value in live.items() if key not in hidden}


FLOW_CONTROL = Kind(
    name="FlowControl",
    declaration=FlowControl,
    id_property="key",
    method="POST",
    path="/v2/flowControl/{key}/pin",
    prepare=_pinned_only,
)


def pins(inputs: Inputs) -> bool:
    """True where a declaration pins anything; where not, there is no pin call to make."""
    return "parallelism" in inputs or "rate" in inputs


def unpins(live: Inputs, inputs: Inputs) -> dict[str, bool]:
    """What the unpin call has to let go: `{"parallelism": True}`, `{"rate": True}`, both or none."""
    return {name: True for name in ("parallelism", "rate") if name in live and name not in inputs}
