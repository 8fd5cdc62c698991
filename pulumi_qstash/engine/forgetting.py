"""Taking resources out of a state; the objects that they stand for stay as they are."""

from __future__ import annotations

from collections.abc import Iterable

from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.graph import links
from pulumi_qstash.engine.state import Resource


def without(resources: Iterable[Resource], urns: Iterable[str], *, force: bool = False) -> list[Resource]:
    """What is left of a state.

    Args:
        resources: The state.
        urns: What is to be forgotten.
        force: Forget protected resources, too.

    Raises:
        EngineError: A URN names none or several, what it names is protected, or others stand on it.
    """
    kept = list(resources)
    gone = [_named(kept, urn) for urn in dict.fromkeys(urns)]
    kept = [resource for resource in kept if not any(resource is one for one in gone)]
    for one in gone:
        if one.protect and not force:
            raise EngineError(f"'{one.urn}' is protected: pass --force to take it out of the state all the same")
        if needing := [r.urn for r in kept if one.urn == r.parent or one.urn in links(r)]:
            raise EngineError(f"'{one.urn}' cannot be taken out: others depend on it: {', '.join(needing)}")
    return kept


def _named(resources: list[Resource], urn: str) -> Resource:
    found = [resource for resource in resources if resource.urn == urn]
    if not found:
        raise EngineError(f"no such resource '{urn}' in the state: `stack export` shows every URN")
    if len(found) > 1:
        raise EngineError(
            f"'{urn}' names {len(found)} resources of the state, some of which wait for their deletion: finish that "
            "with `up` or `destroy` first"
        )
    return found[0]
