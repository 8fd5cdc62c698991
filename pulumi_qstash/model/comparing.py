"""Comparison by meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .answers import Comparison, top_level
from .fields import FieldSpec
from .paths import path
from .reading import is_redacted
from .unknown import contains_unknown

if TYPE_CHECKING:
    from .kind import Kind

Steps = tuple[str | int, ...]


@dataclass
class _Found:
    changed: list[str] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)

    def differs(self, steps: Steps) -> None:
        written = path(steps)
        if written not in self.changed:
            self.changed.append(written)


def compare(kind: Kind, olds: Mapping[str, Any], news: Mapping[str, Any]) -> Comparison:
    """Compares field by field."""
    found = _Found()
    _fields(found, kind.fields, olds, news, ())
    replacing = {spec.wire for spec in kind.fields if spec.replaces}
    replaces = [p for p in dict.fromkeys(map(top_level, found.changed)) if p in replacing]
    released = any(s.unmanaged and s.value(olds) is not None and s.value(news) is None for s in kind.fields)
    return Comparison(found.changed, replaces, released, found.not_compared)


def _fields(
    found: _Found,
    fields: tuple[FieldSpec, ...],
    olds: Mapping[str, Any],
    news: Mapping[str, Any],
    steps: Steps,
) -> None:
    for spec in fields:
        if spec.local or (spec.unmanaged and spec.value(news) is None):
            continue
        _field(found, spec, olds, news, steps)


def _field(found: _Found, spec: FieldSpec, olds: Mapping[str, Any], news: Mapping[str, Any], steps: Steps) -> None:
    old, new = spec.value(olds), spec.value(news)
    here = (*steps, spec.wire)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        if spec.settings:
            _fields(found, spec.children, old, new, here)
        else:
            _maps(found, old, new, here)
    elif contains_unknown(new):
        found.differs(here)
    elif new is None and any(contains_unknown(news.get(wire)) for wire in spec.shared):
        pass  # its partner stands for both
    elif any(is_redacted(olds.get(wire)) for wire in spec.shared) and any(news.get(w) is not None for w in spec.shared):
        if is_redacted(old):
            found.not_compared.append(path(here))
    elif _differ(spec, olds, news):
        found.differs(_named(spec, olds, news, steps))


def _differ(spec: FieldSpec, olds: Mapping[str, Any], news: Mapping[str, Any]) -> bool:
    return bool(_content(spec, olds) != _content(spec, news))


def _content(spec: FieldSpec, inputs: Mapping[str, Any]) -> Any:
    """The meaning of a field; settings that say nothing but defaults mean nothing."""
    value = spec.value(inputs)
    if spec.settings and isinstance(value, Mapping):
        meanings = {c.wire: _content(c, value) for c in spec.children}
        said = {k: v for k, v in meanings.items() if v != _content(_child(spec, k), {})}
        return said or None
    return spec.meaning(inputs)


def _child(spec: FieldSpec, wire: str) -> FieldSpec:
    return next(c for c in spec.children if c.wire == wire)


def _named(spec: FieldSpec, olds: Mapping[str, Any], news: Mapping[str, Any], steps: Steps) -> Steps:
    """A meaning that two properties share is reported by the one that is given."""
    given = next(
        (w for w in (spec.wire, spec.partner) for inputs in (news, olds) if w and inputs.get(w) is not None),
        spec.wire,
    )
    return (*steps, given)


def _maps(found: _Found, old: Mapping[str, Any], new: Mapping[str, Any], steps: Steps) -> None:
    before = {name.lower(): (name, value) for name, value in old.items()}
    after = {name.lower(): (name, value) for name, value in new.items()}
    for lower in [*after, *(name for name in before if name not in after)]:
        for name in _differing(before.get(lower), after.get(lower), found, steps):
            found.differs((*steps, name))


def _differing(
    before: tuple[str, Any] | None, after: tuple[str, Any] | None, found: _Found, steps: Steps
) -> Iterator[str]:
    if after is None:
        assert before is not None  # noqa: S101  one of them is there
        yield before[0]
    elif before is None or contains_unknown(after[1]):
        yield after[0]
    elif is_redacted(before[1]):
        found.not_compared.append(path((*steps, after[0])))
    elif str(before[1]).strip(" \t") != str(after[1]).strip(" \t"):
        yield after[0]
