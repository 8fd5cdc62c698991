"""A QStash account seen from outside, over plain HTTP: what a console or somebody's script would do."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit


class Account:
    """Talks to the dev server with the standard library alone, so that no code under test is trusted."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url.rstrip("/"), token

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        try:
            connection.request(method, path, data, {"Authorization": f"Bearer {self.token}"} | named)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status >= 300:
            raise ConnectionError(f"{method} {path}: {answer.status} {text.decode(errors='replace')}")
        return json.loads(text) if text.strip() else None

    def schedules(self) -> dict[str, dict[str, Any]]:
        return {s["scheduleId"]: s for s in self.call("GET", "/v2/schedules")}

    def queues(self) -> dict[str, dict[str, Any]]:
        return {q["name"]: q for q in self.call("GET", "/v2/queues")}

    def url_groups(self) -> dict[str, dict[str, Any]]:
        return {g["name"]: g for g in self.call("GET", "/v2/topics")}

    def put_schedule(self, schedule_id: str, destination: str, cron: str, body: bytes = b"", **headers: str) -> None:
        self.call(
            "POST", f"/v2/schedules/{destination}", body,
            Upstash_Schedule_Id=schedule_id, Upstash_Cron=cron, **headers,
        )  # fmt: skip

    def pause(self, schedule_id: str) -> None:
        self.call("POST", f"/v2/schedules/{schedule_id}/pause")

    def delete_schedule(self, schedule_id: str) -> None:
        self.call("DELETE", f"/v2/schedules/{schedule_id}")

    def requests(self) -> list[dict[str, Any]]:
        return self.call("GET", "/_dev/requests")

    def forget_requests(self) -> None:
        self.call("DELETE", "/_dev/requests")

    def calls(self) -> list[str]:
        """The API requests so far as `METHOD path`."""
        return [f"{r['method']} {r['path']}" for r in self.requests()]

    def writes(self) -> list[str]:
        return [c for c in self.calls() if not c.startswith("GET ")]

    def objects(self) -> int:
        return len(self.schedules()) + len(self.queues()) + len(self.url_groups())
