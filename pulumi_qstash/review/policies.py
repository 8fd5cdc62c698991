"""The rules on resources as a policy engine hands them over: one after the other, or a whole stack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from .assemble import assemble
from .changes import kind_of, stack_of
from .digest import Digest, State, Step
from .plans import DEFAULT_PLAN
from .rules import Finding
from .values import UNKNOWN, plain

#: A policy engine hands secrets over in plain text: what is a secret cannot be told there.
BLIND_TO = ("QS501", "QS502")


def findings(
    resources: Iterable[tuple[str, str, Mapping[str, Any]]],
    *,
    plan: str = DEFAULT_PLAN,
    ignored: Iterable[str] = (),
    complete: bool = False,
    at: datetime | None = None,
) -> list[Finding]:
    """What the rules find in resources as a program declares them.

    Args:
        resources: Type token, name and properties of each; those of other packages are passed over.
        plan: Code of QStash's plan.
        ignored: Codes of rules that are switched off, beside `BLIND_TO`.
        complete: Whether these are all resources of the stack.
        at: From when on clock changes and next runs are looked at; now by default.
    """
    steps = tuple(_step(*each) for each in resources if kind_of(each[0]))
    digest = Digest(steps, unchanged_known=complete)
    moment = at or datetime.now(UTC).replace(microsecond=0)
    report = assemble(digest, stack_of(digest), at=moment, plan=plan, ignored=(*ignored, *BLIND_TO))
    return list(report.findings)


def _step(token: str, name: str, properties: Mapping[str, Any]) -> Step:
    found = plain(_known(properties))
    state = State(None, found if isinstance(found, dict) else {}, {})
    return Step("create", f"urn:pulumi:stack::project::{token}::{name}", token, None, state)


def _known(value: Any) -> Any:
    """A value without the proxies of `pulumi_policy`, which raise where a value is not yet known."""
    if isinstance(value, Mapping):
        return {str(key): _member(value, key) for key in value}
    if isinstance(value, str) or not hasattr(value, "__len__"):
        return value
    return [_member(value, index) for index in range(len(value))]


def _member(holder: Any, key: Any) -> Any:
    try:
        return _known(holder[key])
    except Exception as error:
        if type(error).__name__ != "UnknownValueError":
            raise
        return UNKNOWN
