"""The objects that the probe makes, and removes again."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import quote

from .wire import Reply, Unreachable, Wire

#: Runs once in four years, so that no schedule of the probe ever runs.
RARELY = "0 0 29 2 *"
URL = "https://example.com/pulumi-qstash-probe"
_PREFIX = "pulumi-qstash-probe-"
_KINDS = {"schedules": "scheduleId", "queues": "name", "topics": "name"}
_NOUNS = {"schedules": "schedule", "queues": "queue", "topics": "URL group"}


class NotEmpty(Exception):  # noqa: N818 - it says what is the case
    """The account has objects that the probe did not make."""


class Sandbox:
    """A corner of an account: every name in it begins with a prefix of its own.

    Attributes:
        wire: The account.
        read_only: The same account with a read-only token, where one was given.
        alone: Whether the account has no other objects.
    """

    def __init__(self, wire: Wire, read_only: Wire | None = None) -> None:
        self.wire = wire
        self.read_only = read_only
        self.alone = True
        self.prefix = f"{_PREFIX}{secrets.token_hex(3)}-"
        self._made: dict[tuple[str, str], None] = {}

    def enter(self, *, anyway: bool) -> None:
        """Look whether the account is empty, and has room for what the questions write.

        Raises:
            NotEmpty: It is not, and nobody said that this does not matter.
            Unreachable: The account cannot be read or written.
        """
        others = {kind: self._names(kind) for kind in _KINDS}
        self.alone = not any(others.values())
        if self.alone or anyway:
            self._check_room()
            return
        counted = ", ".join(f"{len(names)} {_NOUNS[k]}{'s' * (len(names) > 1)}" for k, names in others.items() if names)
        raise NotEmpty(
            f"The account has other objects ({counted}). The probe does not touch them, but it uses up the same "
            "quotas for a minute: use an empty account, or say --anyway."
        )

    def _check_room(self) -> None:
        # A refusal for want of room would be taken for the answer to a question.
        try:
            tried = [self.schedule("a"), self.schedule("b"), self.queue("q"), self.endpoints("g", {"url": URL})]
        finally:
            self.clear()
        for reply in tried:
            if not reply.ok:
                raise Unreachable(
                    f"The probe cannot write what it asks about (HTTP {reply.said}): use an account with room for two "
                    "schedules, a queue and a URL group, and a token that may write."
                )

    def _names(self, kind: str) -> list[str]:
        reply = self.wire.ask("GET", f"/v2/{kind}")
        if not isinstance(reply.json, list):
            raise Unreachable(f"{self.wire.url} does not list its {kind} (HTTP {reply.said}): check QSTASH_TOKEN.")
        return [entry[_KINDS[kind]] for entry in reply.json]

    def name(self, what: str) -> str:
        """A name in the sandbox."""
        return self.prefix + what

    def schedule(self, what: str, destination: str = URL, body: str | None = None, **options: str) -> Reply:
        """Write the schedule `what`."""
        name = self.name(what)
        self._made["schedules", name] = None
        sent = {"cron": RARELY, "schedule_id": name} | options
        return self.wire.ask("POST", f"/v2/schedules/{destination}", body, **sent)

    def read(self, kind: str, what: str) -> dict[str, Any]:
        """An object of the sandbox.

        Raises:
            ValueError: It cannot be read.
        """
        reply = self.wire.ask("GET", self._path(kind, self.name(what)))
        if not reply.ok or not isinstance(reply.json, dict):
            raise ValueError(f"the {_NOUNS[kind]} cannot be read: HTTP {reply.said}")
        return reply.json

    def queue(self, what: str, **settings: Any) -> Reply:
        """Write the queue `what`."""
        self._made["queues", self.name(what)] = None
        return self.wire.ask("POST", "/v2/queues", {"queueName": self.name(what), **settings})

    def endpoints(self, what: str, *endpoints: dict[str, str], method: str = "POST") -> Reply:
        """Add endpoints to the URL group `what`, or remove them with `method="DELETE"`."""
        self._made["topics", self.name(what)] = None
        return self.wire.ask(method, f"/v2/topics/{self.name(what)}/endpoints", {"endpoints": list(endpoints)})

    def clear(self) -> list[str]:
        """Remove everything that was made, and nothing else; what could not be removed.

        One that was interrupted is gone on with by the next.
        """
        left = []
        for kind, name in list(self._made):
            if name.startswith(self.prefix) and not self._removed(kind, name):
                left.append(f"{_NOUNS[kind]} {name}")
            del self._made[kind, name]
        return left

    def _removed(self, kind: str, name: str) -> bool:
        try:
            reply = self.wire.ask("DELETE", self._path(kind, name))
        except Unreachable:
            return False
        return reply.ok or reply.status in (400, 404)

    def _path(self, kind: str, name: str) -> str:
        return f"/v2/{kind}/{quote(name, safe='')}"
