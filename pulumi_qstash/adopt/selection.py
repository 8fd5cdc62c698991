"""Which objects are adopted: `--select` and `--exclude`, by globs such as `nightly-*` or `queue:*`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from pulumi_qstash.adopt.errors import AdoptError
from pulumi_qstash.adopt.live import Found

PREFIXES = {"schedule": "Schedule", "queue": "Queue", "group": "UrlGroup", "flow-control": "FlowControl"}


def chosen(found: Iterable[Found], select: Sequence[str], exclude: Sequence[str]) -> list[Found]:
    """What `select` names (everything, where it names nothing) and `exclude` does not.

    Raises:
        AdoptError: for an unknown prefix, or a glob of `select` that names nothing.
    """
    everything = list(found)
    for glob in select:
        if not any(_matches(glob, f) for f in everything):
            raise AdoptError(f"--select {glob!r} names no object of the account: names are told apart by case")
    kept = [f for f in everything if not select or any(_matches(g, f) for g in select)]
    return [f for f in kept if not any(_matches(g, f) for g in exclude)]


def _matches(glob: str, found: Found) -> bool:
    prefix, colon, rest = glob.partition(":")
    if not colon:
        return fnmatchcase(found.id, glob)
    if prefix not in PREFIXES:
        known = ", ".join(f"{p}:" for p in PREFIXES)
        raise AdoptError(f"{glob!r} names no kind of object: the prefixes are {known}")
    return found.kind.name == PREFIXES[prefix] and fnmatchcase(found.id, rest)
