"""What the official Upstash package holds in a stack: its schedules, topics and endpoints, recognised in an export."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pulumi_qstash.adopt.errors import AdoptError
from pulumi_qstash.adopt.live import Found

_TYPES: Final = {
    "upstash:index/qStashScheduleV2:QStashScheduleV2": "Schedule",
    "upstash:index/qStashSchedule:QStashSchedule": "Schedule",
    "upstash:index/qStashTopicV2:QStashTopicV2": "UrlGroup",
    "upstash:index/qStashTopic:QStashTopic": "UrlGroup",
    "upstash:index/qStashEndpoint:QStashEndpoint": "UrlGroup",
}
_ENDPOINT: Final = "upstash:index/qStashEndpoint:QStashEndpoint"
_TOPIC: Final = "upstash:index/qStashTopic:QStashTopic"
_PREFIXES: Final = ("upstash-qstash-schedule-", "upstash-qstash-topic-")


@dataclass(frozen=True)
class Official:
    """One resource of the official package."""

    urn: str
    kind: str
    """What it is here: `Schedule` or `UrlGroup`; an endpoint is part of its group."""
    id: str
    """The id or name of the live object."""
    is_endpoint: bool
    protect: bool
    used_by: tuple[str, ...] = ()
    """URNs of other resources of the stack that depend on it, so that the state does not let go of it."""

    @property
    def name(self) -> str:
        """Its logical name."""
        return self.urn.split("::", 3)[-1]

    @property
    def stack(self) -> str:
        """The stack that holds it."""
        return self.urn.split("::", 1)[0].removeprefix("urn:pulumi:")


def read_export(text: str, source: str) -> list[Official]:
    """The official package's QStash resources in a stack export, in the order of the state.

    Raises:
        AdoptError: where `text` is no export, or holds none of them.
    """
    found = list(_official(_resources(text, source)))
    if not found:
        raise AdoptError(
            f"{source} holds no schedule, topic or endpoint of the official Upstash package: give what "
            "`pulumi stack export` printed for the stack that declares them"
        )
    return found


def _resources(text: str, source: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AdoptError(f"{source} is not JSON: give what `pulumi stack export` printed") from error
    deployment = _part(document, "deployment") or _part(_part(document, "checkpoint"), "latest")
    listed = _part(deployment, "resources")
    if not isinstance(deployment, Mapping) or not isinstance(listed or [], list):
        raise AdoptError(f"{source} is no stack export: give what `pulumi stack export` printed")
    return [r for r in listed or [] if isinstance(r, dict)]


def _part(of: Any, key: str) -> Any:
    return of.get(key) if isinstance(of, Mapping) else None


def _official(resources: Sequence[dict[str, Any]]) -> Iterator[Official]:
    topics = {str(_properties(r).get("topicId")): r for r in resources if r.get("type") == _TOPIC}
    for resource in resources:
        kind = _TYPES.get(str(resource.get("type")))
        if kind and not resource.get("delete"):
            is_endpoint = resource["type"] == _ENDPOINT
            # An endpoint names its group by the id that the first version of the API gave it.
            topic = topics.get(str(_properties(resource).get("topicId"))) if is_endpoint else None
            id_ = _live_id(kind, topic or resource, is_endpoint and topic is None)
            urn = str(resource.get("urn"))
            used_by = tuple(str(r.get("urn")) for r in resources if _depends(r, urn))
            yield Official(urn, kind, id_, is_endpoint, bool(resource.get("protect")), used_by)


def _depends(resource: Mapping[str, Any], urn: str) -> bool:
    """Whether a resource that is not let go of itself depends on another."""
    if resource.get("type") in _TYPES:
        return False
    several = [*(resource.get("dependencies") or []), *(resource.get("replaceWith") or [])]
    return urn in (resource.get("parent"), resource.get("deletedWith"), *several)


def _properties(resource: Mapping[str, Any]) -> dict[str, Any]:
    both = (resource.get("inputs"), resource.get("outputs"))
    return {key: value for part in both if isinstance(part, Mapping) for key, value in part.items()}


def _live_id(kind: str, resource: Mapping[str, Any], is_endpoint: bool) -> str:
    key = "scheduleId" if kind == "Schedule" else "topicName" if is_endpoint else "name"
    told = _properties(resource).get(key)
    # The package puts a prefix of its own before ids, in some versions into the property too.
    plain = told if isinstance(told, str) and told else str(resource.get("id", ""))
    for prefix in _PREFIXES:
        plain = plain.removeprefix(prefix)
    return plain


def matching(official: Sequence[Official], live: Sequence[Found]) -> tuple[list[Found], list[str]]:
    """The live objects that the official resources stand for, and what a person has to know beside them."""
    wanted = {(o.kind, o.id) for o in official}
    found = [f for f in live if (f.kind.name, f.id) in wanted]
    there = {(f.kind.name, f.id) for f in found}
    lost = [o for o in official if (o.kind, o.id) not in there]
    notes = [f"{o.name} ({o.urn}) is not in the account, so nothing was written for it" for o in lost]
    used = [
        f"{', '.join(o.used_by)} depends on {o.name}: change that first, or the state keeps it"
        for o in official
        if o.used_by
    ]
    return found, notes + used


def names(official: Iterable[Official]) -> dict[tuple[str, str], str]:
    """The logical names that the old program gave, by kind and id."""
    return {(o.kind, o.id): o.name for o in official if not o.is_endpoint}


def state_deletes(official: Sequence[Official]) -> list[str]:
    """The commands that take the old resources out of the state, what depends on others first."""
    return [_delete(o) for o in reversed(official)]


def _delete(official: Official) -> str:
    force = " --force" if official.protect else ""
    return f"pulumi state delete {shlex.quote(official.urn)} --stack {shlex.quote(official.stack)} --yes{force}"
