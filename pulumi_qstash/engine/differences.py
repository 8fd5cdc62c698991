"""What changed between two sets of properties, and what that means for a resource.

When a provider cannot say what changed (every Python dynamic provider), the
engine compares the old inputs with the new ones itself, path by path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pulumi_qstash.engine import paths
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.events import PropertyDiff
from pulumi_qstash.engine.values import SIGNATURE, equal

Changes = Literal["unknown", "none", "some"]

INIT_ERRORS = "#initerror"
_OPPOSITE = {
    "add": "delete",
    "delete": "add",
    "add-replace": "delete-replace",
    "delete-replace": "add-replace",
}


@dataclass(frozen=True)
class Difference:
    """What a provider, or the engine in its place, says about a change."""

    changes: Changes
    replace_keys: tuple[str, ...] = ()
    changed_keys: tuple[str, ...] = ()
    detailed: dict[str, PropertyDiff] | None = None
    delete_before_replace: bool = False

    @property
    def replaces(self) -> bool:
        """Whether the resource has to be replaced."""
        forced = any(d.kind.endswith("-replace") for d in (self.detailed or {}).values())
        return forced or bool(self.replace_keys)

    def inverted(self) -> Difference:
        """What would undo it: a refresh tells what the world did to the declared inputs, and replaces nothing."""
        detailed = self.detailed and {
            path: PropertyDiff(_OPPOSITE.get(d.kind, d.kind), d.input_diff) for path, d in self.detailed.items()
        }
        return replace(self, detailed=detailed, replace_keys=())

    def with_inputs_compared(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> Difference:
        """The difference with what the engine itself finds between two sets of inputs (free of secrets)."""
        detailed = compare(old, new)
        if not detailed:
            return replace(self, changes="none")
        keys = sorted({k for k in {*old, *new} if not equal(old.get(k), new.get(k))})
        return replace(self, changes="some", changed_keys=tuple(keys), detailed=detailed)

    def with_replace_on_changes(self, asked: Iterable[str], *, init_errors: bool) -> Difference:
        """The difference after the option `replace_on_changes`: changes under its paths force a replacement.

        Raises:
            EngineError: One of them is no path, and there is a change that it could have meant.
        """
        if self.changes != "some" and not init_errors:
            return self
        forcing = [_path(text) for text in asked]
        if not forcing:
            return self
        detailed = self.detailed and {p: _forced(p, d, forcing) for p, d in self.detailed.items()}
        keys = [*self.replace_keys, *(k for k in self.changed_keys if _under(k, forcing))]
        out = replace(self, detailed=detailed, replace_keys=tuple(dict.fromkeys(keys)))
        return out._with_init_errors() if init_errors and _under(INIT_ERRORS, forcing) else out

    def _with_init_errors(self) -> Difference:
        detailed = self.detailed
        if detailed is not None:
            detailed = {**detailed, INIT_ERRORS: PropertyDiff("update-replace", input_diff=False)}
        return replace(self, changes="some", replace_keys=(*self.replace_keys, INIT_ERRORS), detailed=detailed)


def _path(text: str) -> paths.Path:
    path = paths.parse(text)
    if path is None:
        raise EngineError(f"replace_on_changes names {text!r}, which is no path: write it as in headers.X or items[0]")
    return path


def _under(written: str, forcing: list[paths.Path]) -> bool:
    path = paths.parse(written)
    return path is not None and any(paths.contains(outer, path) for outer in forcing)


def _forced(written: str, diff: PropertyDiff, forcing: list[paths.Path]) -> PropertyDiff:
    if diff.kind.endswith("-replace") or not _under(written, forcing):
        return diff
    return replace(diff, kind=f"{diff.kind}-replace")


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, PropertyDiff]:
    """The paths at which `new` differs from `old`, each with `add`, `delete` or `update`.

    Maps and lists are entered; an element at the end of a list is added or
    deleted; a null stands for an absent key.
    """
    found: dict[str, PropertyDiff] = {}
    _compare_maps((), old, new, found)
    return found


def _compare_maps(
    at: paths.Path, old: Mapping[str, Any], new: Mapping[str, Any], found: dict[str, PropertyDiff]
) -> None:
    for key in sorted({*old, *new}):
        _compare_values((*at, key), old.get(key), new.get(key), found)


def _compare_values(at: paths.Path, old: Any, new: Any, found: dict[str, PropertyDiff]) -> None:
    if _is_map(old) and _is_map(new):
        _compare_maps(at, old, new, found)
    elif isinstance(old, list) and isinstance(new, list):
        _compare_lists(at, old, new, found)
    elif not equal(old, new):
        kind = "add" if old is None else "delete" if new is None else "update"
        found[paths.show(at)] = PropertyDiff(kind)


def _is_map(value: Any) -> bool:
    # An asset, an archive and a reference to a resource are maps on the wire, but one value each.
    return isinstance(value, dict) and SIGNATURE not in value


def _compare_lists(at: paths.Path, old: list[Any], new: list[Any], found: dict[str, PropertyDiff]) -> None:
    shared = min(len(old), len(new))
    for i in range(shared):
        _compare_values((*at, i), old[i], new[i], found)
    for i in range(shared, len(new)):
        found[paths.show((*at, i))] = PropertyDiff("add")
    for i in range(shared, len(old)):
        found[paths.show((*at, i))] = PropertyDiff("delete")
