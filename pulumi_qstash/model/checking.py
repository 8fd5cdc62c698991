"""Checking a declaration: every problem at once, each with its path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .answers import Checked, Context, Inputs, Problem, top_level
from .paths import path
from .rules import CONTRADICTIONS
from .sentences import problem_of
from .unknown import UNKNOWN

if TYPE_CHECKING:
    from .kind import Kind

LOGICAL_NAME = "__logicalName"
_Steps = tuple[str | int, ...]


def check(kind: Kind, news: Mapping[str, Any], olds: Inputs, context: Context) -> Checked:
    """Types first, then the rules of each field, then what contradicts itself."""
    inputs, problems = _validate(kind, _given(kind, news, olds, context), context)
    for code, contradiction in CONTRADICTIONS.items():
        for steps, reason in contradiction(inputs, context):
            problems.append(Problem(path(steps), reason, is_sensitive(kind, steps), code))
    order = {spec.wire: index for index, spec in enumerate(kind.fields)}
    problems.sort(key=lambda problem: order.get(top_level(problem.path), len(order)))
    return Checked(inputs | kind.derive(inputs, olds), tuple(problems))


def _given(kind: Kind, news: Mapping[str, Any], olds: Inputs, context: Context) -> Inputs:
    """What is declared, with the id that an undeclared one has, and without what check itself derives."""
    derived = {spec.wire for spec in kind.fields if spec.derived}
    taken = {k: v for k, v in news.items() if v is not None and k not in derived and not k.startswith("__")}
    given: Inputs = without_none(taken)
    name = olds.get(kind.id_property) or news.get(LOGICAL_NAME)
    if kind.id_property not in given and name:
        given[kind.id_property] = name
    return given | (dict(kind.when_paused) if context.pause_all else {})


def without_none(value: Any) -> Any:
    """Pulumi's wire does not tell None from absent."""
    if isinstance(value, Mapping):
        return {_name(key): without_none(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, (list, tuple)):
        return [without_none(inner) for inner in value]
    return value


def _name(key: Any) -> str:
    """A key as text; half of a surrogate pair, which is none, is spelled out."""
    return str(key).encode(errors="backslashreplace").decode()


def is_sensitive(kind: Kind, steps: _Steps) -> bool:
    """True where the value of a property may be secret, or may be a misspelt secret one."""
    spec = next((f for f in kind.fields if steps and f.wire == steps[0]), None)
    return spec is None or spec.secret


def _validate(kind: Kind, given: Inputs, context: Context) -> tuple[Inputs, list[Problem]]:
    problems: list[Problem] = []
    while True:
        try:
            model = kind.declaration.model_validate(given, context=context)
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)
            told = [problem_of(kind, detail, given) for detail in found]
            problems += [problem for problem in told if problem is not None]
            for detail in sorted(found, key=_taken_out):
                given = _hole(given, detail["loc"], detail["type"])
        else:
            return _dump(model), problems


def _taken_out(detail: ErrorDetails) -> bool:
    """What is taken out whole comes last, so that no hole brings it back."""
    return detail["loc"][-1:] == ("[key]",) or detail["type"] == "extra_forbidden"


def _hole(given: Any, steps: _Steps, error: str) -> Any:
    """Takes a wrong value out, so that the rest can be looked at; the unknown stands in for it."""
    if steps[-1:] == ("[key]",):
        return _without(given, steps[:-1])
    if error == "extra_forbidden":
        return _without(given, steps)
    return _with_unknown(given, steps)


def _with_unknown(value: Any, steps: _Steps) -> Any:
    if not steps:
        return UNKNOWN
    first, rest = steps[0], steps[1:]
    if isinstance(value, list) and isinstance(first, int):
        return [_with_unknown(v, rest) if i == first else v for i, v in enumerate(value)]
    if isinstance(value, dict):
        return value | {str(first): _with_unknown(value.get(str(first)), rest)}
    return UNKNOWN


def _without(value: Any, steps: _Steps) -> Any:
    if isinstance(value, list) and isinstance(steps[0], int):
        return [_without(v, steps[1:]) if i == steps[0] else v for i, v in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if len(steps) == 1:
        return {k: v for k, v in value.items() if k != steps[0]}
    return {k: _without(v, steps[1:]) if k == steps[0] else v for k, v in value.items()}


def _dump(value: Any) -> Any:
    """Plain data with the names of the wire; only what was given."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {
            fields[name].alias or name: _dump(getattr(value, name)) for name in fields if name in value.model_fields_set
        }
    if isinstance(value, dict):
        return {key: _dump(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_dump(inner) for inner in value]
    return value
