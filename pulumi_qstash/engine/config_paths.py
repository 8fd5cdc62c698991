"""Values inside configuration maps and lists, by path: `names[0]`, `parent.nested`, `["odd.key"]`."""

from __future__ import annotations

import re
from typing import Any

from pulumi_qstash.engine.errors import EngineError

_STEP = re.compile(r"""\.?(?:(?P<name>[^.\[\]"]+)|\[(?P<index>\d+)\]|\["(?P<quoted>(?:[^"\\]|\\.)*)"\])""")


def value_at(config: dict[str, Any], key: str, is_path: bool) -> Any:
    """The value under a full key, or at a path in it; None where there is none."""
    if not is_path:
        return config.get(key)
    top, steps = _steps(key)
    value: Any = config.get(top)
    for step in steps:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def set_at(config: dict[str, Any], key: str, value: Any, is_path: bool) -> None:
    """Set a value; a path makes the maps and lists on its way."""
    if not is_path:
        config[key] = value
        return
    top, steps = _steps(key)
    at: Any = config
    for step, following in zip((top, *steps), (*steps, None), strict=True):
        fresh = value if following is None else ([] if isinstance(following, int) else {})
        at = _enter(at, step, fresh, last=following is None, key=key)


def remove_at(config: dict[str, Any], key: str, is_path: bool) -> None:
    """Remove a value; one that is not there is no error."""
    if not is_path:
        config.pop(key, None)
        return
    top, steps = _steps(key)
    *way, last = (top, *steps)
    at: Any = config
    for step in way:
        try:
            at = at[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(at, dict):
        at.pop(last, None)
    elif isinstance(at, list) and isinstance(last, int) and last < len(at):
        del at[last]


def _enter(at: Any, step: str | int, fresh: Any, *, last: bool, key: str) -> Any:
    if isinstance(at, dict) and isinstance(step, str):
        if last or step not in at:
            at[step] = fresh
        return at[step]
    if isinstance(at, list) and isinstance(step, int) and step <= len(at):
        if step == len(at):
            at.append(fresh)
        elif last:
            at[step] = fresh
        return at[step]
    raise EngineError(f"the path {key} does not fit the value that is there: a list is extended one by one")


def _steps(key: str) -> tuple[str, list[str | int]]:
    namespace, name = key.split(":", 1)
    steps: list[str | int] = []
    at = 0
    while at < len(name):
        found = _STEP.match(name, at)
        if not found:
            raise EngineError(f"invalid config key path: {name}")
        index, text = found["index"], found["name"] or (found["quoted"] or "").replace('\\"', '"')
        steps.append(int(index) if index is not None else text)
        at = found.end()
    if not steps or not isinstance(steps[0], str):
        raise EngineError(f"invalid config key path: {name}")
    return f"{namespace}:{steps[0]}", steps[1:]
