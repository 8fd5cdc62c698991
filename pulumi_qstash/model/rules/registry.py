"""The register of rules, and how a field names those that hold for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from pydantic import AfterValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from ..answers import Context
from ..unknown import UNKNOWN

Rule = Callable[[Any, Context], str | None]
"""Takes a known value of the right type; gives the reason to refuse it, or None."""

Contradiction = Callable[[dict[str, Any], Context], Iterable[tuple[tuple[str | int, ...], str]]]
"""Takes the inputs, with `UNKNOWN` where a value is not known or is wrong; gives paths and reasons."""

RULES: Final[dict[str, Rule]] = {}
CONTRADICTIONS: Final[dict[str, Contradiction]] = {}


def rule(code: str) -> Callable[[Rule], Rule]:
    """Registers a function as the rule of a code."""

    def register(function: Rule) -> Rule:
        RULES[code] = function
        return function

    return register


def contradiction(code: str) -> Callable[[Contradiction], Contradiction]:
    """Registers a function that looks at several properties at once."""

    def register(function: Contradiction) -> Contradiction:
        CONTRADICTIONS[code] = function
        return function

    return register


def holds(code: str, unless: Callable[[Any], bool] = lambda _value: False) -> AfterValidator:
    """The mark of a field for which the rule of a code holds, save for values for which `unless` is true."""

    def apply(value: Any, info: ValidationInfo) -> Any:
        if value is UNKNOWN or unless(value):
            return value
        reason = RULES[code](value, info.context or Context())
        if reason is not None:
            raise PydanticCustomError("rule", "{reason}", {"reason": reason, "code": code})
        return value

    return AfterValidator(apply)
