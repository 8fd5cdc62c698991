"""Globs that name objects: `nightly-*`, `schedule:nightly-*`, `queue:*`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from pulumi_qstash.drift.errors import DriftError

PREFIXES = {"schedule": "Schedule", "queue": "Queue", "group": "UrlGroup", "flow-control": "FlowControl"}
"""How a glob says which kind it means; ids hold no colon, so that there is no doubt."""


def matcher(globs: Iterable[str]) -> Globs:
    """The globs, checked.

    Raises:
        DriftError: where a prefix names no kind.
    """
    return Globs([_split(g) for g in globs])


class Globs:
    """Matches objects by kind and id."""

    def __init__(self, parts: Sequence[tuple[str | None, str]]) -> None:
        self._parts = parts

    def __bool__(self) -> bool:
        return bool(self._parts)

    def matches(self, kind: str, id_: str) -> bool:
        """Whether one of the globs names the object."""
        return any(k in (None, kind) and fnmatchcase(id_, g) for k, g in self._parts)


def _split(glob: str) -> tuple[str | None, str]:
    prefix, colon, rest = glob.partition(":")
    if not colon:
        return None, glob
    if prefix not in PREFIXES:
        raise DriftError(f"{glob!r} names no kind of object: the prefixes are {', '.join(f'{p}:' for p in PREFIXES)}")
    return PREFIXES[prefix], rest
