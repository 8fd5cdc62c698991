"""How two property values differ, as a tree, for people: what was added, removed, changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pulumi_qstash.engine import paths
from pulumi_qstash.engine.events import StepMetadata
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.values import Secret, equal


@dataclass
class Changed:
    """A value that differs; with `parts` where both are maps, or both lists."""

    old: Any
    new: Any
    parts: Changes | None = None


@dataclass
class Changes:
    """The parts of a map (by key) or of a list (by index) and how each differs."""

    is_list: bool = False
    adds: dict[Any, Any] = field(default_factory=dict)
    deletes: dict[Any, Any] = field(default_factory=dict)
    updates: dict[Any, Changed] = field(default_factory=dict)
    sames: dict[Any, Any] = field(default_factory=dict)

    @property
    def keys(self) -> list[Any]:
        """Every part, in order."""
        return sorted({*self.adds, *self.deletes, *self.updates, *self.sames})

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.adds or self.deletes or self.updates)


def compare(old: dict[str, Any], new: dict[str, Any]) -> Changes | None:
    """The differences of two maps, `__` keys left out; None where there is none."""
    changes = _compare_maps(old, new)
    return changes if changes.any else None


def _compare_maps(old: dict[str, Any], new: dict[str, Any]) -> Changes:
    found = Changes()
    for key in {*old, *new}:
        if not key.startswith("__"):
            _compare_part(found, key, old.get(key), new.get(key))
    return found


def _compare_lists(old: list[Any], new: list[Any]) -> Changes:
    found = Changes(is_list=True)
    for i in range(max(len(old), len(new))):
        if i >= len(old):
            found.adds[i] = new[i]
        elif i >= len(new):
            found.deletes[i] = old[i]
        else:
            _compare_part(found, i, old[i], new[i])
    return found


def _compare_part(found: Changes, key: Any, old: Any, new: Any) -> None:
    if equal(old, new):
        if new is not None:
            found.sames[key] = new
    elif old is None:
        found.adds[key] = new
    elif new is None:
        found.deletes[key] = old
    else:
        found.updates[key] = changed(old, new)


def changed(old: Any, new: Any) -> Changed:
    """How two different values differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        return Changed(old, new, _compare_maps(old, new))
    if isinstance(old, list) and isinstance(new, list):
        return Changed(old, new, _compare_lists(old, new))
    return Changed(old, new)


def of_step(metadata: StepMetadata, *, refreshed: bool = False) -> Changes | None:
    """What a step with a detailed diff changes: exactly the paths that it names."""
    old, new = metadata.old, metadata.new
    if old is None or new is None or metadata.detailed_diff is None:
        return None
    found = Changes()
    for text, diff in sorted(metadata.detailed_diff.items()):
        path = paths.parse(text) or (text,)
        if str(path[0]).startswith("__"):
            continue
        before = old.inputs if diff.input_diff else old.outputs
        after = new.outputs if refreshed and not diff.input_diff else new.inputs
        _put(found, path, diff.kind.removesuffix("-replace"), before, after)
    return found if found.any else None


def _put(found: Changes, path: paths.Path, kind: str, old: Any, new: Any) -> None:
    key, rest = path[0], path[1:]
    before, after = _at(old, key), _at(new, key)
    if not rest:
        _put_leaf(found, key, kind, before, after)
        return
    held = found.updates.get(key)
    if held is None:
        held = found.updates[key] = Changed(before, after, Changes(is_list=isinstance(rest[0], int)))
    if held.parts is not None:
        _put(held.parts, rest, kind, before, after)


def _put_leaf(found: Changes, key: str | int, kind: str, old: Any, new: Any) -> None:
    if kind == "add":
        found.adds[key] = new
    elif kind == "delete":
        found.deletes[key] = old
    else:
        found.updates[key] = changed(old, new)


def _at(value: Any, key: str | int) -> Any:
    if isinstance(value, Secret):
        inner = _at(value.value, key)
        return inner if inner is None or isinstance(inner, Secret) else Secret(inner)
    if isinstance(value, dict):
        return value.get(str(key))
    if isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
        return value[key]
    return None


def short(metadata: StepMetadata) -> str:
    """The changed properties of a step in a few words: `diff: +a-b~c`; empty where there are none."""
    old, new = metadata.old, metadata.new
    if old is None or new is None:
        return ""
    parts: dict[str, list[str]] = {"+": [], "-": [], "~": []}
    changes = _changes_of(metadata, old, new)
    if changes is not None:
        for sign, keys in (("+", changes.adds), ("-", changes.deletes), ("~", changes.updates)):
            parts[sign] = [k for k in keys if not metadata.diff_keys or k in metadata.diff_keys]
    if metadata.op != "same" and not metadata.diff_keys:
        parts["~"] += [name for name in ("provider",) if getattr(old, name) != getattr(new, name)]
    if old.protect != new.protect:
        parts["~"].append("protect")
    written = "".join(sign + ",".join(sorted(keys)) for sign, keys in parts.items() if keys)
    return f"diff: {written}" if written else ""


def _changes_of(metadata: StepMetadata, old: Resource, new: Resource) -> Changes | None:
    if metadata.op == "same":
        return None
    if metadata.detailed_diff is not None:
        return of_step(metadata)
    return compare(old.inputs, new.inputs)
