"""The ASGI application: QStash's API, the admin API under `/_dev/`, and the page at `/`."""

from __future__ import annotations

import asyncio
import json
import sys
import time
import traceback
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from . import bodies
from .accounts import is_read
from .admin import admin_application
from .call import Answer, Call
from .connections import Connections
from .faults import Fault
from .guard import Guard
from .headers import Pairs
from .journal import Entry
from .rates import burst_headers
from .refusals import Refusal, quota_exceeded
from .routing import Handler, NoRoute, Route, find
from .world import World

#: Bytes that all contents in work may take together.
_ROOM = 128 * 1024 * 1024
#: Seconds that a client has for its whole content.
BODY_PATIENCE = bodies.PATIENCE
_LAST = {"Connection": "close"}
_OWN_PATHS = ("/", "/favicon.ico")


class Application:
    """One server's world over HTTP.

    Calls are handled one after the other in the event loop, each in one transaction, so that no two of them mix.
    """

    def __init__(self, world: World, connections: Connections, guard: Guard) -> None:
        self.world = world
        self._connections = connections
        self._guard = guard
        self._admin = admin_application(world)
        self._room = bodies.Room(_ROOM)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        path = _raw_path(scope)
        own = path in _OWN_PATHS or path.startswith("/_dev/") or path == "/_dev"
        objection = self._guard.objection(Headers(scope=scope), is_page=path in _OWN_PATHS)
        if objection:
            await PlainTextResponse(objection + "\n", 403, _LAST)(scope, receive, send)
        elif own:
            await self._admin(scope, receive, send)
        else:
            await self._api(path, scope, receive, send)

    async def _api(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope["query_string"].decode("latin-1")
        entry = self.world.journal.arrived(scope["method"], f"{path}?{query}" if query else path)
        if self.world.latency:
            await asyncio.sleep(self.world.latency)
        most = self.world.plan.message_size
        async with self._room.take(bodies.announced(scope, most)):
            try:
                body = await bodies.read(receive, most, BODY_PATIENCE)
            except bodies.Gone:
                return
            except bodies.TooSlow:
                await self._send(
                    _json({"error": "the request's body did not come in time"}, 408, _LAST), entry, scope, send
                )
                return
            except bodies.TooLarge:
                await self._send(_refused(quota_exceeded("maxMessageSize")), entry, scope, send)
                return
            await self._with_faults(path, query, body, entry, scope, send)

    async def _with_faults(self, path: str, query: str, body: bytes, entry: Entry, scope: Scope, send: Send) -> None:
        faults = self.world.faults
        named = Headers(scope=scope).get("upstash-schedule-id", "")
        fault = faults.draw(scope["method"], path, query, named, body) if faults else None
        response = None
        if fault is None or fault.takes_effect:
            response = self._handle(path, query, body, scope)
        if fault is not None:
            response = await self._befall(fault, response, scope)
        if response is not None:
            await self._send(response, entry, scope, send)

    async def _befall(self, fault: Fault, response: Response | None, scope: Scope) -> Response | None:
        """What a call with a fault is answered; None where its connection was cut."""
        if fault.kind.isdigit():
            return _failure(int(fault.kind))
        if fault.kind == "garbage" and response is not None:
            return Response(b"<html><body>\xff\x00 upstream said {", response.status_code, media_type="text/html")
        if fault.kind == "timeout" and self.world.faults is not None:
            await asyncio.sleep(self.world.faults.silence)
        self._connections.cut(scope.get("client"))
        return None

    def _handle(self, path: str, query: str, body: bytes, scope: Scope) -> Response:
        try:
            return self._called(path, query, body, scope)
        except Refusal as refusal:
            return _refused(refusal)
        except NoRoute as missing:
            if missing.methods:
                return PlainTextResponse("Method Not Allowed", 405, {"Allow": ", ".join(missing.methods)})
            return PlainTextResponse("404 page not found\n", 404)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return _json({"error": "internal server error"}, 500)

    def _called(self, path: str, query: str, body: bytes, scope: Scope) -> Response:
        method, pairs = scope["method"], _pairs(scope)
        call = Call(self.world, "", method, {}, query, pairs, body, (scope.get("client") or ("",))[0])
        token = self.world.accounts.check(_token(call))
        if token.read_only and not is_read(method):
            status = self.world.behaviour["readOnlyStatus"]
            raise Refusal(status, "this token is read-only and cannot be used to make changes")
        route, handler, parts = find(method, path)
        call = Call(self.world, token.user, method, parts, query, pairs, body, call.caller)
        return self._answered(route, handler, call)

    def _answered(self, route: Route, handler: Handler, call: Call) -> Response:
        limit, headers = self.world.behaviour["burstLimit"], {}
        if limit and route.counted:
            headers = self.world.rates.count(call.account, limit)
        if is_read(call.method):
            answer = handler(call)
        else:
            with self.world.store.write():
                answer = handler(call)
        if not route.counted:
            headers["Upstash-Dev"] = "stored, never delivered"
        return _response(answer, headers)

    async def _send(self, response: Response, entry: Entry, scope: Scope, send: Send) -> None:
        await response(scope, _nothing, send)
        entry.status = response.status_code


async def _nothing() -> Any:  # the content is read by now
    return {"type": "http.disconnect"}


def _raw_path(scope: Scope) -> str:
    raw = scope.get("raw_path") or scope["path"].encode()
    return str(raw.decode("latin-1"))


def _pairs(scope: Scope) -> Pairs:
    return [(name.decode("latin-1"), _text(value)) for name, value in scope["headers"]]


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _token(call: Call) -> str | None:
    for name, value in call.headers:
        if name == "authorization":
            kind, _, token = value.partition(" ")
            return token.strip() if kind.lower() == "bearer" else None
    return call.argument("qstash_token")


def _response(answer: Answer, headers: dict[str, str]) -> Response:
    headers = headers | answer.headers
    if answer.payload is None:
        return Response(b"", answer.status, headers)
    return _json(answer.payload, answer.status, headers)


def _json(payload: Any, status: int, headers: dict[str, str] | None = None) -> Response:
    content = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(content, status, headers, media_type="application/json")


def _refused(refusal: Refusal) -> Response:
    return _json({"error": refusal.text}, refusal.status, refusal.headers)


def _failure(status: int) -> Response:
    """What the service, or something before it, says when it fails."""
    if status == 429:
        reset = int(time.time()) + 1
        headers = burst_headers(100, 0, reset)
        return _json({"error": "rate limit exceeded"}, 429, headers)
    headers = {"Retry-After": "1"} if status == 503 else {}
    return _json({"error": "an injected fault of the dev server"}, status, headers)
