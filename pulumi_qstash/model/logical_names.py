"""Ids for resources that the program gives none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

LONGEST = 120
_ILLEGAL = re.compile(r"[^A-Za-z0-9._-]+")
_DIGEST = 8


def logical_name(project: str, stack: str, parents: Iterable[str], name: str) -> str:
    """The automatic id of a resource: `shop-dev-nightly`.

    It is legal, at most 120 characters long, and the same in every run. Where a character had to be
    replaced, or the whole had to be cut, a short hash of the parts keeps names apart that would be one
    without it.

    Args:
        project: The Pulumi project.
        stack: The stack, without its organization.
        parents: The names of the resource's parents, outermost first.
        name: The resource's name in the program.
    """
    parts = [project, stack, *parents, name]
    plain = "-".join(parts)
    legal = _ILLEGAL.sub("-", plain)
    if legal == plain and len(plain) <= LONGEST:
        return plain
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_DIGEST]
    return f"{legal[: LONGEST - _DIGEST - 1].strip('-')}-{digest}"
