"""How long one message of a schedule can live, from its first attempt to the end of its last."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any

from ..cron import Cron
from ..model import durations
from .volume import DEFAULT_RETRIES

_LONGEST_DELAY = 86400
#: QStash's own backoff in seconds before the nth retry: e to the power of 2.5 n, a day at most.
_GROWTH = 2.5
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Lifetime:
    """Seconds that a message can live when every attempt fails.

    Attributes:
        total: Attempts and waits together.
        waits: The waits alone: what remains where each attempt fails at once.
        retries: How many retries that counts.
        timeout: Seconds that one attempt may take, None where the schedule does not say.
    """

    total: int
    waits: int
    retries: int
    timeout: int | None


def lifetime(properties: dict[str, Any]) -> Lifetime | None:
    """How long a message of a schedule can live, or None where the preview does not tell."""
    retries = properties.get("retries", DEFAULT_RETRIES)
    if not isinstance(retries, int):
        return None
    timeout = seconds(properties.get("timeout"))
    waits = _waits(properties.get("retryDelay"), retries)
    if waits is None:
        return None
    return Lifetime(waits + (retries + 1) * (timeout or 0), waits, retries, timeout)


def seconds(duration: Any) -> int | None:
    """The seconds of a duration such as `1m30s`, or None where it is none, or not shown."""
    if not isinstance(duration, str):
        return None
    try:
        return durations.parse(duration)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def shortest_interval(cron: Cron, after: datetime) -> int | None:
    """The shortest distance between two of the next runs, in seconds."""
    if cron.interval is not None:
        return int(cron.interval.total_seconds())
    runs = list(islice(cron.instants(after), _LOOKED_AT))
    return min((later - earlier for earlier, later in pairwise(runs)), default=None)


def _waits(expression: Any, retries: int) -> int | None:
    # Beyond a few hundred retries the sum is days anyway.
    counted = range(min(retries, 1000))
    if expression is None:
        delays = [min(_LONGEST_DELAY, math.exp(min(_GROWTH * (n + 1), 20))) for n in counted]
        return int(sum(delays))
    if not isinstance(expression, str):
        return None
    try:
        return int(sum(min(_LONGEST_DELAY, max(0.0, _evaluate(expression, n) / 1000)) for n in counted))
    except (ValueError, ArithmeticError, SyntaxError, TypeError, RecursionError):
        return None


_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "pow": math.pow, "sqrt": math.sqrt, "abs": abs, "exp": math.exp, "floor": math.floor, "ceil": math.ceil,
    "round": round, "min": min, "max": max,
}  # fmt: skip


def _evaluate(expression: str, retried: int) -> float:
    """The milliseconds of a retry delay expression before the retry after `retried` ones."""
    return _value(ast.parse(expression.strip(), mode="eval").body, float(retried))


def _value(node: ast.expr, retried: float) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id="retried"):
            return retried
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, retried), _value(right, retried))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, retried)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return float(_FUNCTIONS[name](*(_value(each, retried) for each in arguments)))
    raise ValueError("not an expression of QStash's")
