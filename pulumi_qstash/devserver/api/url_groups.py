"""URL groups, whose path says `topics`."""

from __future__ import annotations

from typing import Any

from ..call import Answer, Call, is_name
from ..destinations import check_url
from ..refusals import Refusal, bad_request, not_found, quota_exceeded
from ..store import Document

KIND = "topic"
Endpoint = dict[str, str]


def add_endpoints(call: Call) -> Answer:
    """Add or update endpoints, in order; makes the group."""
    name = _checked(call.parts["id"])
    sent = _endpoints(call)
    if not sent:
        raise bad_request("at least one endpoint must be provided")
    for endpoint in sent:
        if "url" not in endpoint:
            raise bad_request("the url of an endpoint must be provided")
        check_url(endpoint["url"], "endpoint", call.world.behaviour)
    group = call.world.store.get(call.account, KIND, name) or _new_group(call, name)
    endpoints = group["endpoints"]
    for endpoint in sent:
        endpoints = _with(call, endpoints, endpoint)
    if len(endpoints) > call.world.plan.endpoints:
        raise quota_exceeded("maxEndpoints")
    _put(call, group | {"endpoints": endpoints})
    return Answer()


def _new_group(call: Call, name: str) -> Document:
    if call.world.store.count(call.account, KIND) >= call.world.plan.url_groups:
        raise quota_exceeded("maxTopics")
    return {"name": name, "createdAt": call.now, "updatedAt": call.now, "endpoints": []}


def _with(call: Call, endpoints: list[Endpoint], new: Endpoint) -> list[Endpoint]:
    """The endpoints with one more, or with the one that it stands for updated in its place."""
    behaviour = call.world.behaviour
    for place, old in enumerate(endpoints):
        if old == new or (old["url"] == new["url"] and "name" not in new):
            return endpoints
        same_url, same_name = old["url"] == new["url"], "name" in new and old.get("name") == new["name"]
        rule = behaviour["sameUrlNewName"] if same_url else behaviour["sameNameNewUrl"] if same_name else "adds"
        if rule == "refuses":
            raise Refusal(400, f"endpoint {old['url']} already exists")
        if rule != "adds":
            return [*endpoints[:place], new, *(e for e in endpoints[place + 1 :] if not _clashes(e, new))]
    return [*endpoints, new]


def _clashes(old: Endpoint, new: Endpoint) -> bool:
    return old["url"] == new["url"]


def remove_endpoints(call: Call) -> Answer:
    """Remove endpoints by URL or name; the group goes with its last one."""
    group = _existing(call)
    endpoints = group["endpoints"]
    for asked in _endpoints(call):
        if not asked:
            raise bad_request("the url or the name of an endpoint must be provided")
        left = [e for e in endpoints if not _matches(e, asked)]
        if len(left) == len(endpoints) and call.world.behaviour["removeMissingEndpointFails"]:
            raise not_found(f"endpoint {asked.get('url') or asked.get('name')} not found")
        endpoints = left
    if endpoints:
        _put(call, group | {"endpoints": endpoints})
    else:
        call.world.store.delete(call.account, KIND, group["name"])
    return Answer()


def _matches(endpoint: Endpoint, asked: Endpoint) -> bool:
    return all(endpoint.get(key) == value for key, value in asked.items())


def set_headers(call: Call) -> Answer:
    """Keep the group's default headers."""
    group = _existing(call)
    headers = call.json_object().get("headers")
    if not isinstance(headers, dict):
        raise bad_request("headers must be provided")
    listed = {name: value if isinstance(value, list) else [value] for name, value in headers.items()}
    if not all(isinstance(v, str) for values in listed.values() for v in values):
        raise bad_request("the values of headers must be texts")
    _put(call, group | {"_headers": listed})
    return Answer()


def list_all(call: Call) -> Answer:
    """All URL groups, oldest first."""
    return Answer([_shown(call, group) for group in call.world.store.list(call.account, KIND)])


def get(call: Call) -> Answer:
    """One URL group."""
    return Answer(_shown(call, _existing(call)))


def delete(call: Call) -> Answer:
    """Remove a URL group; one that is not there is removed."""
    call.world.store.delete(call.account, KIND, _checked(call.parts["id"]))
    return Answer()


def _shown(call: Call, group: Document) -> dict[str, Any]:
    seen = {key: value for key, value in group.items() if not key.startswith("_")}
    if call.world.behaviour["groupShowsHeaders"] and "_headers" in group:
        seen["headers"] = group["_headers"]
    return seen


def _existing(call: Call) -> Document:
    name = _checked(call.parts["id"])
    group = call.world.store.get(call.account, KIND, name)
    if group is None:
        raise not_found(f"topic {name} not found")
    return group


def _put(call: Call, group: Document) -> None:
    call.world.store.put(call.account, KIND, group["name"], group | {"updatedAt": call.now})


def _checked(name: str) -> str:
    if not is_name(name):
        raise bad_request(
            "URL Group name is invalid. URL Group names can only contain alphanumeric characters, hyphens, periods, "
            "and underscores."
        )
    return name


def _endpoints(call: Call) -> list[Endpoint]:
    listed = call.json_object().get("endpoints")
    if not isinstance(listed, list):
        raise bad_request("endpoints must be provided")
    return [_endpoint(entry) for entry in listed]


def _endpoint(entry: Any) -> Endpoint:
    if not isinstance(entry, dict):
        raise bad_request("an endpoint must be an object")
    found = {key: entry[key] for key in ("url", "name") if entry.get(key) not in (None, "")}
    if not all(isinstance(value, str) for value in found.values()):
        raise bad_request("the url and the name of an endpoint must be texts")
    return found
