"""The dynamic providers. Their module path and names are part of every state, and never change.

They are stateless when they are pickled, so that `__provider` is a short constant without secrets, and refresh and
destroy run the code that is installed now.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)

if TYPE_CHECKING:
    from ..lifecycle import Lifecycle
    from ..model import Kind, Problem

T = TypeVar("T")
Properties = dict[str, Any]
# Not `__…`: older SDKs drop such keys on the way to the host. Neither ever gets into a state.
GET = "lookup"
LOGICAL_NAME = "logicalName"


class QStashProvider(ResourceProvider):
    """Hands every operation on to the lifecycle, in its words."""

    serialize_as_secret_always: bool = False
    kind_name: ClassVar[str]

    def configure(self, req: ConfigureRequest) -> None:
        """Meet the stack's configuration: once in a process for each class."""
        from . import clean_errors, process

        clean_errors.install()
        self._lifecycle: Lifecycle = process.lifecycle(req.config.get)

    @property
    def kind(self) -> Kind:
        """The model's declaration of this kind."""
        from ..model import KINDS

        return next(kind for kind in KINDS if kind.name == self.kind_name)

    def check(self, _olds: Properties, news: Properties) -> CheckResult:
        """Normalise the declaration; every problem becomes a failure with its property."""
        from .values import properties, to_wire

        declared = properties(news)
        if (name := declared.pop(LOGICAL_NAME, None)) is not None:
            declared["__logicalName"] = name
        checked = _cleanly(lambda: self._lifecycle.check(self.kind, properties(_olds), declared))
        return CheckResult(to_wire(checked.inputs), [_failure(p) for p in checked.problems])

    def diff(self, _id: str, _olds: Properties, _news: Properties) -> DiffResult:
        """Compare by meaning; the engine names the changed properties itself (`changes=None`)."""
        from .values import properties

        olds, news = properties(_olds), properties(_news)
        found = _cleanly(lambda: self._lifecycle.diff(self.kind, _id, olds, news))
        if not found.changed:
            return DiffResult(changes=False)
        return DiffResult(changes=None if found.in_inputs else True, replaces=found.replaces)

    def create(self, props: Properties) -> CreateResult:
        """Make the object."""
        from .values import properties

        name, state = _cleanly(lambda: self._lifecycle.create(self.kind, properties(props)))
        return CreateResult(name, state)

    def read(self, id_: str, props: Properties) -> ReadResult:
        """Read the object; gone is an empty id, unless the program asks for it with `get`."""
        from .values import properties

        state = properties(props)
        asked_for = bool(state.pop(GET, False))
        found = _cleanly(lambda: self._lifecycle.read(self.kind, id_, state, required=asked_for))
        if found is None:
            return ReadResult("", {})
        inputs, outputs = found
        return ReadResult(id_, outputs, inputs)

    def update(self, _id: str, _olds: Properties, _news: Properties) -> UpdateResult:
        """Make the object what is declared now."""
        from .values import properties

        olds, news = properties(_olds), properties(_news)
        return UpdateResult(_cleanly(lambda: self._lifecycle.update(self.kind, _id, olds, news)))

    def delete(self, _id: str, _props: Properties) -> None:
        """Delete the object."""
        from .values import properties

        _cleanly(lambda: self._lifecycle.delete(self.kind, _id, properties(_props)))


class ScheduleProvider(QStashProvider):
    """Schedules."""

    kind_name = "Schedule"


class QueueProvider(QStashProvider):
    """Queues."""

    kind_name = "Queue"


class UrlGroupProvider(QStashProvider):
    """URL groups."""

    kind_name = "UrlGroup"


class FlowControlProvider(QStashProvider):
    """Flow-control keys."""

    kind_name = "FlowControl"


class SigningKeysProvider(QStashProvider):
    """The signing keys: read, never made."""

    def read(self, id_: str, _props: Properties) -> ReadResult:
        """Read both keys."""
        return ReadResult(id_, dict(_cleanly(self._lifecycle.signing_keys)), {})


def _failure(problem: Problem) -> CheckFailure:
    """A failure; a property that may be secret stands in the reason, since the CLI prints a named one's value."""
    if problem.sensitive or not problem.path:
        path = f"{problem.path}: " if problem.path else ""
        return CheckFailure("", path + problem.reason)
    return CheckFailure(problem.path, problem.reason)


def _cleanly(operation: Callable[[], T]) -> T:
    """Run an operation; an error of ours reaches the user as its message alone."""
    from ..api import QStashError
    from . import clean_errors

    try:
        return operation()
    except QStashError as error:
        failed = error
    return clean_errors.fail(failed)
