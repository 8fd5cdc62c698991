"""What pydantic found, as sentences."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import ErrorDetails

from .answers import Inputs, Problem
from .fields import FieldSpec
from .paths import path

if TYPE_CHECKING:
    from .kind import Kind

Sentence = Callable[["Kind", tuple[str | int, ...]], str | None]

#: No property's name is longer.
_LONG = 100
_OTHER_NAMES = {
    "url": "destination",
    "schedule": "cron",
    "timezone": "timeZone",
    "tz": "timeZone",
    "id": "scheduleId",
    "name": "queueName",
    "payload": "body",
    "data": "body",
    "label": "labels",
    "retry": "retries",
    "pause": "paused",
    "isPaused": "paused",
    "callbackUrl": "callback",
    "onFailure": "failureCallback",
    "queueName": "queue",
}


def _missing(kind: Kind, steps: tuple[str | int, ...]) -> str:
    return f"it is missing: {_noun(kind, steps[:-1])} needs it"


def _extra(kind: Kind, steps: tuple[str | int, ...]) -> str:
    name = str(steps[-1])
    known = [spec.wire for spec in _fields_at(kind, steps[:-1]) if not spec.derived]
    by_lower = {wire.lower(): wire for wire in known}
    close = get_close_matches(name[:_LONG].lower().replace("_", ""), by_lower, n=1, cutoff=0.6)
    guess = by_lower[close[0]] if close else _OTHER_NAMES.get(name)
    way_out = f"did you mean {guess}?" if guess in known else f"it has {', '.join(known)}"
    shown = name if name.isidentifier() else repr(name)
    return f"{_noun(kind, steps[:-1])} has no property {shown}: {way_out}"


def _wrong(expected: str) -> Sentence:
    return lambda _kind, _steps: f"it must be {expected}: give one, or leave the property out"


#: The codes of what pydantic checks, each with its sentence.
STRUCTURE: Final[dict[str, Sentence]] = {
    "missing": _missing,
    "unknown-property": _extra,
    "text": _wrong("a text"),
    "whole-number": _wrong("a whole number"),
    "flag": _wrong("true or false"),
    "map": _wrong("a map of names and texts"),
    "list": _wrong("a list"),
    "settings": lambda kind, steps: f"it must be an object with {', '.join(s.wire for s in _fields_at(kind, steps))}",
}
_CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown-property",
    "string_type": "text",
    "int_type": "whole-number",
    "int_from_float": "whole-number",
    "bool_type": "flag",
    "dict_type": "map",
    "list_type": "list",
    "model_type": "settings",
    "model_attributes_type": "settings",
}


def problem_of(kind: Kind, detail: ErrorDetails, given: Inputs) -> Problem | None:
    """The problem behind an error of pydantic, or None where its rule is off."""
    from .checking import is_sensitive

    steps = tuple(step for step in detail["loc"] if step != "[key]")
    if detail["type"] == "rule":
        code, reason = detail["ctx"]["code"], detail["ctx"]["reason"]
    else:
        code = _CODES[detail["type"]]
        reason = STRUCTURE[code](kind, steps)
    if reason is None:
        return None
    return Problem(path(steps), reason, is_sensitive(kind, steps) or _may_hold_secret(given, steps), code)


def _may_hold_secret(given: Inputs, steps: tuple[str | int, ...]) -> bool:
    """A URL may carry a credential before its host or in its query."""
    value: Any = given
    for step in steps:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return False
    return isinstance(value, str) and "://" in value and any(sign in value for sign in "@?")


def _fields_at(kind: Kind, steps: tuple[str | int, ...]) -> tuple[FieldSpec, ...]:
    spec = next((f for f in kind.fields if steps and f.wire == steps[0]), None)
    return spec.children if spec else kind.fields


def _noun(kind: Kind, steps: tuple[str | int, ...]) -> str:
    spec = next((f for f in kind.fields if steps and f.wire == steps[0]), None)
    inner = (spec.settings or spec.items) if spec else None
    noun = inner.noun if inner else kind.noun
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"
