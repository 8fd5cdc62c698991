"""Paths into property values: `a.b[0]["dotted.key"]`, as in `ignore_changes` and detailed diffs."""

from __future__ import annotations

import re
from typing import Any

from pulumi_qstash.engine.values import Secret

Path = tuple[str | int, ...]

_PLAIN = re.compile(r"[A-Za-z0-9_]*")
_STEP = re.compile(r'\.?(?:\[(?:"(?P<quoted>(?:\\"|[^"])*)"|(?P<index>-?\d+)|(?P<any>\*))\]|(?P<name>[^.\[]+))')


def parse(text: str) -> Path | None:
    """The path that `text` writes, or None where it writes none."""
    steps: list[str | int] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if not found or (at == 0 and text[0] == "."):
            return None
        at = found.end()
        steps.append(_step(found))
    return tuple(steps)


def _step(found: re.Match[str]) -> str | int:
    if found["index"] is not None:
        return int(found["index"])
    if found["quoted"] is not None:
        return found["quoted"].replace('\\"', '"')
    return found["any"] or found["name"]


def show(path: Path) -> str:
    """`path` written; keys with other than letters, digits and `_` are quoted."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif not _PLAIN.fullmatch(step):
            text += '["' + step.replace('"', '\\"') + '"]'
        else:
            text += f".{step}" if text else step
    return text


def contains(outer: Path, inner: Path) -> bool:
    """Whether `inner` lies at or under `outer`; a `*` step matches any."""
    return len(inner) >= len(outer) and all(
        o == "*" or (type(o) is type(i) and o == i) for o, i in zip(outer, inner, strict=False)
    )


def reset(path: Path, old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """`new` with what lies at `path` put back to its value in `old`.

    Returns:
        The properties and whether that could be done: it cannot where an
        element or a level in between exists on one side only.
    """
    value, done = _reset(path, old, new, shown=True)
    return (value, True) if done else (new, False)


def _reset(path: Path, old: Any, new: Any, *, shown: bool) -> tuple[Any, bool]:
    if isinstance(old, Secret):
        # What comes out of a secret stays one, unless it lands inside another.
        shown = isinstance(new, Secret)
        old = old.value
    if isinstance(new, Secret):
        value, done = _reset(path, old, new.value, shown=True)
        return Secret(value), done
    head, rest = path[0], path[1:]
    if head == "*":
        return _reset_all(rest, old, new, shown)
    if isinstance(head, int):
        return _reset_index(head, rest, old, new, shown)
    return _reset_key(head, rest, old, new, shown)


def _taken(value: Any, shown: bool) -> Any:
    return value if shown or isinstance(value, Secret) else Secret(value)


def _reset_index(index: int, rest: Path, old: Any, new: Any, shown: bool) -> tuple[Any, bool]:
    if not isinstance(old, list) or not isinstance(new, list):
        return new, index >= 0 and not isinstance(old, list) and not isinstance(new, list)
    if index < 0 or index >= len(old) or index >= len(new):
        return new, not rest and index >= len(old) and index >= len(new)
    item, done = _reset(rest, old[index], new[index], shown=shown) if rest else (_taken(old[index], shown), True)
    return [*new[:index], item, *new[index + 1 :]], done


def _reset_key(key: str, rest: Path, old: Any, new: Any, shown: bool) -> tuple[Any, bool]:
    has = isinstance(old, dict) and key in old
    if not rest:
        return _reset_leaf(key, old, new, has, shown)
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new, not isinstance(old, dict) and not isinstance(new, dict)
    if key not in new:
        return new, not has
    item, done = _reset(rest, old.get(key), new[key], shown=shown)
    return {**new, key: item}, done


def _reset_leaf(key: str, old: Any, new: Any, has: bool, shown: bool) -> tuple[Any, bool]:
    if not isinstance(new, dict):
        return new, not has
    if has:
        return {**new, key: _taken(old[key], shown)}, True
    return {k: v for k, v in new.items() if k != key}, True


def _reset_all(rest: Path, old: Any, new: Any, shown: bool) -> tuple[Any, bool]:
    if isinstance(old, dict) and isinstance(new, dict):
        return _reset_all_keys(rest, old, new, shown)
    if isinstance(old, list) and isinstance(new, list):
        return _reset_all_items(rest, old, new, shown)
    return new, not rest and isinstance(new, dict | list)


def _reset_all_keys(rest: Path, old: dict[str, Any], new: dict[str, Any], shown: bool) -> tuple[Any, bool]:
    if not rest:
        return {k: _taken(v, shown) for k, v in old.items()}, True
    out = dict(new)
    for key, before in old.items():
        if key not in new:
            return out, False
        out[key], done = _reset(rest, before, new[key], shown=shown)
        if not done:
            return out, False
    return out, True


def _reset_all_items(rest: Path, old: list[Any], new: list[Any], shown: bool) -> tuple[Any, bool]:
    out = list(new)
    for at, before in enumerate(old[: len(new)]):
        out[at], done = _reset(rest, before, new[at], shown=shown) if rest else (_taken(before, shown), True)
        if not done:
            return out, False
    return out, len(old) == len(new)
