"""How each kind of object is listed, written, paused and deleted: the calls, and their order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from ..api import Client, NotFound, QStashError, Refused
from ..model import FLOW_CONTROL, QUEUE, SCHEDULE, Inputs, Kind, RedactedValueError, Request, flow_control
from .live import Snapshot


class Objects(ABC):
    """The objects of one kind in one account."""

    kind: Kind

    def __init__(self, client: Client) -> None:
        self.client = client
        self.calls = self._calls()
        self.snapshot = Snapshot(self.calls.list, self.calls.get, self.calls.key)

    @abstractmethod
    def _calls(self) -> Any:
        """The client's calls for this kind."""

    @abstractmethod
    def write(self, inputs: Inputs, live: Inputs | None) -> None:
        """Make the live object what `inputs` declare, whatever it was.

        Args:
            inputs: the checked declaration.
            live: what is there now, None where nothing is.
        """

    def live(self, name: str) -> Inputs | None:
        """What the account holds under `name`, None where nothing."""
        found = self.snapshot.get(name)
        return None if found is None else self.kind.parse(found)

    def set_pause(self, name: str, paused: bool) -> None:
        """Pause or resume the object."""
        (self.calls.pause if paused else self.calls.resume)(name)

    def delete(self, name: str, props: Inputs) -> None:  # noqa: ARG002 - some kinds need it
        """Delete the object; one that is gone is deleted.

        Args:
            name: its id.
            props: its state.
        """
        self.calls.delete(name)

    def request(self, inputs: Inputs) -> Request:
        """The call that writes the object.

        Raises:
            Refused: it would write back what QStash shows instead of a redacted value.
        """
        try:
            return self.kind.request(inputs)
        except RedactedValueError as error:
            raise Refused(f"While {self.about(inputs)}: {error}.") from None

    def about(self, inputs: Inputs) -> str:
        """What a write does, for messages."""
        return f"writing {self.kind.noun} {inputs[self.kind.id_property]!r}"


class Schedules(Objects):
    """A schedule is written whole in one call; its pause is a call of its own."""

    kind = SCHEDULE

    def _calls(self) -> Any:
        return self.client.schedules

    def write(self, inputs: Inputs, live: Inputs | None) -> None:
        """Make the live object what `inputs` declare."""
        self.client.send(self.request(inputs), self.about(inputs))
        declared, was = inputs.get("paused"), bool(live and live.get("paused"))
        if declared or (declared is None and was):
            # Whether an overwrite resumes is not documented: a pause that is to stay is set again at once.
            self._pause_again(inputs["scheduleId"], declared=bool(declared))
        elif was:
            self.set_pause(inputs["scheduleId"], False)

    def _pause_again(self, name: str, *, declared: bool) -> None:
        try:
            self.set_pause(name, True)
        except QStashError as error:
            note = "It was written, and may be running until it is paused: "
            note += "run this again" if declared else "pause it by hand, since no later run knows that it was paused"
            raise error.with_note(f"{note}.") from None


class Queues(Objects):
    """A queue is written whole in one call, its pause included: without it QStash would resume the queue."""

    kind = QUEUE

    def _calls(self) -> Any:
        return self.client.queues

    def write(self, inputs: Inputs, live: Inputs | None) -> None:
        """Make the live object what `inputs` declare."""
        if inputs.get("paused") is None and live and live.get("paused"):
            inputs = inputs | {"paused": True}
        self.client.send(self.request(inputs), self.about(inputs))


class FlowControls(Objects):
    """A key's limits are pinned and unpinned; its pause is a call of its own; the key itself is never deleted."""

    kind = FLOW_CONTROL

    def _calls(self) -> Any:
        return self.client.flow_control

    def live(self, name: str) -> Inputs:
        """A key that is not there yet is one that is not pinned."""
        return super().live(name) or {"key": name, "paused": False}

    def write(self, inputs: Inputs, live: Inputs | None) -> None:
        """Make the live object what `inputs` declare."""
        live = live or {}
        try:
            self._write(inputs, live)
        except NotFound as error:
            note = "QStash knows a key once a message or schedule has used it: let one use it first (depends_on)."
            raise error.with_note(note) from None

    def _write(self, inputs: Inputs, live: Inputs) -> None:
        if flow_control.pins(inputs):
            self.client.send(self.request(inputs), f"pinning flow control key {inputs['key']!r}")
        if released := flow_control.unpins(live, inputs):
            self.client.flow_control.unpin(
                inputs["key"], parallelism="parallelism" in released, rate="rate" in released
            )
        paused = inputs.get("paused")
        if paused is not None and paused != bool(live.get("paused")):
            self.set_pause(inputs["key"], paused)

    def delete(self, name: str, props: Inputs) -> None:
        """Let go what was pinned and paused."""
        if flow_control.pins(props):
            self.client.flow_control.unpin(name)
        if props.get("paused"):
            self.set_pause(name, False)
