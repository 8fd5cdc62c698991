"""The admin API: what is asked, and how the server behaves. Not counted, not delayed, without a token."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .accounts import DEFAULT_TOKEN
from .behaviour import UnknownSwitch
from .clock import iso, unix_ms
from .faults import KINDS, Faults
from .openapi import description
from .page import page
from .switches import NEEDS_NO_SWITCH
from .world import World

Endpoint = Callable[[World, Request], Awaitable[Response]]


class Unusable(Exception):  # noqa: N818 - an answer, not an error
    """What was sent cannot be used; the text says why."""


async def _sent(request: Request) -> Any:
    try:
        return json.loads(await request.body())
    except ValueError:
        raise Unusable("The body must be JSON.") from None


async def _sent_object(request: Request, *known: str) -> dict[str, Any]:
    sent = await _sent(request)
    if not isinstance(sent, dict) or not sent.keys() <= set(known):
        raise Unusable(f"The body must be a JSON object with no other keys than {', '.join(known)}.")
    return sent


def _number(sent: dict[str, Any], name: str, low: float, high: float, default: float | None = None) -> float:
    value = sent.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise Unusable(f"{name!r} must be a number from {low:g} to {high:g}.")
    return value


async def requests(world: World, request: Request) -> Response:
    """GET the API requests in order, DELETE to forget them."""
    if request.method == "DELETE":
        world.journal.clear()
        return Response(status_code=204)
    return JSONResponse(world.journal.as_json())


async def latency(world: World, request: Request) -> Response:
    """GET or PUT `{"ms"}`: by how much each API call is delayed."""
    if request.method == "PUT":
        world.latency = _number(await _sent_object(request, "ms"), "ms", 0, 600_000) / 1000
    return JSONResponse({"ms": round(world.latency * 1000)})


async def faults(world: World, request: Request) -> Response:
    """GET, PUT `{"rate", "kinds"?, "seed"?, "silence"?}`, or DELETE: which calls fail, and how."""
    if request.method == "DELETE":
        world.faults = None
    elif request.method == "PUT":
        world.faults = _faults(await _sent_object(request, "rate", "kinds", "seed", "silence"))
    plan = world.faults
    if plan is None:
        return JSONResponse({"rate": 0, "kinds": [], "seed": None})
    return JSONResponse({"rate": plan.rate, "kinds": plan.kinds, "seed": plan.seed, "silence": plan.silence})


def _faults(sent: dict[str, Any]) -> Faults:
    kinds = sent.get("kinds", list(KINDS))
    if not isinstance(kinds, list) or not kinds or not all(kind in KINDS for kind in kinds):
        raise Unusable(f"'kinds' must be a list out of {', '.join(KINDS)}.")
    seed = _number(sent, "seed", -(2**63), 2**63, 0)
    silence = _number(sent, "silence", 0, 3600, 60)
    return Faults(_number(sent, "rate", 0, 1), kinds, int(seed), silence)


async def accounts(world: World, request: Request) -> Response:
    """GET, PUT `[{"token", "readOnly"?, "region"?}]`, or DELETE: the tokens that are accepted."""
    if request.method == "DELETE":
        world.accounts.restore([{"token": DEFAULT_TOKEN}])
        world.keep_settings()
    elif request.method == "PUT":
        world.accounts.restore(_accounts(await _sent(request)))
        world.keep_settings()
    listed = [
        {"user": t.user, "readOnly": t.read_only, "region": t.region or world.accounts.region}
        for t in world.accounts.tokens()
    ]
    return JSONResponse(listed)


def _accounts(sent: Any) -> list[dict[str, Any]]:
    if not isinstance(sent, list) or not all(_is_account(entry) for entry in sent):
        raise Unusable('The body must be a list such as [{"token": "…", "readOnly": false, "region": "us-east-1"}].')
    return sent


def _is_account(entry: Any) -> bool:
    kinds = {"token": str, "readOnly": bool, "region": str | None}
    return (
        isinstance(entry, dict)
        and bool(entry.get("token"))
        and all(name in kinds and isinstance(value, kinds[name]) for name, value in entry.items())
    )


async def clock(world: World, request: Request) -> Response:
    """GET, PUT `{"now": "2026-11-23T10:00:00Z"}` to let it stand there, or DELETE to let it run."""
    if request.method == "PUT":
        world.clock.set(_moment((await _sent_object(request, "now")).get("now")))
        world.keep_settings()
    elif request.method == "DELETE":
        world.clock.run()
        world.keep_settings()
    return JSONResponse({"now": iso(world.clock.now()), "stands": world.clock.is_set})


def _moment(text: Any) -> int:
    try:
        when = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        when = None
    if when is None or when.utcoffset() is None or not 1970 <= when.year <= 9000:
        raise Unusable("'now' must be a time with its zone, such as \"2026-11-23T10:00:00Z\".")
    return unix_ms(when)


async def behaviour(world: World, request: Request) -> Response:
    """GET the switches, PUT `{name: value}`, or DELETE to have them all at their defaults."""
    if request.method == "PUT":
        sent = await _sent(request)
        if not isinstance(sent, dict):
            raise Unusable("The body must be a JSON object: the name of each switch with its value.")
        world.behaviour.change(sent)
        world.keep_settings()
    elif request.method == "DELETE":
        world.behaviour.reset()
        world.keep_settings()
    unneeded = [{"probe": probe, "reason": reason} for probe, reason in NEEDS_NO_SWITCH.items()]
    return JSONResponse({"switches": world.behaviour.as_json(), "needNoSwitch": unneeded})


async def account(world: World, _: Request) -> Response:
    """DELETE everything in every account, and what was published today; settings of the server stay."""
    with world.store.write():
        world.store.clear()
    world.journal.clear()
    return Response(status_code=204)


async def about(world: World, _: Request) -> Response:
    """GET what this server is."""
    return JSONResponse(
        {
            "server": "pulumi-qstash dev",
            "plan": world.plan.name,
            "region": world.accounts.region,
            "delivers": False,
            "note": "QStash's control plane for development and tests. Messages are stored, never delivered.",
            "data": str(world.store.file) if world.store.file else None,
        }
    )


async def openapi(_world: World, _: Request) -> Response:
    """GET the description of the API as this server has it."""
    return JSONResponse(description())


async def index(world: World, request: Request) -> Response:
    """GET the page for a person."""
    return page(world, str(request.base_url).rstrip("/"))


async def no_icon(_world: World, _: Request) -> Response:
    """GET the icon, which the page has in itself."""
    return Response(status_code=204)


_ROUTES: dict[str, tuple[Endpoint, list[str]]] = {
    "/_dev/requests": (requests, ["GET", "DELETE"]),
    "/_dev/latency": (latency, ["GET", "PUT"]),
    "/_dev/faults": (faults, ["GET", "PUT", "DELETE"]),
    "/_dev/accounts": (accounts, ["GET", "PUT", "DELETE"]),
    "/_dev/clock": (clock, ["GET", "PUT", "DELETE"]),
    "/_dev/behaviour": (behaviour, ["GET", "PUT", "DELETE"]),
    "/_dev/account": (account, ["DELETE"]),
    "/_dev/openapi.json": (openapi, ["GET"]),
    "/_dev/": (about, ["GET"]),
    "/_dev": (about, ["GET"]),
    "/": (index, ["GET"]),
    "/favicon.ico": (no_icon, ["GET"]),
}


def admin_application(world: World) -> Starlette:
    """The application for everything that is not QStash's."""

    def bound(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                return await endpoint(world, request)
            except (Unusable, UnknownSwitch) as problem:
                return JSONResponse({"error": str(problem)}, 400)

        return answer

    return Starlette(
        routes=[Route(path, bound(endpoint), methods=methods) for path, (endpoint, methods) in _ROUTES.items()]
    )
