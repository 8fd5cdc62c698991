"""QStash's control plane, as far as resources need it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from . import regions
from .answers import Answer, failure, read_json
from .calls import Call
from .errors import NotConfigured, QStashError
from .nouns import FlowControl, Keys, Queues, Schedules, UrlGroups
from .pace import Wait, told_wait
from .retries import Retries
from .transport import Sendable, Transport

DEFAULT_TIMEOUT = 20.0
DEFAULT_BUDGET = 120.0


class Client:
    """Calls to one account, safe to share between threads; connects at the first call.

    What it sends is keyed by an id, so that sending it twice is sending it once: it is tried again on a broken
    connection, on 429, on 5xx and on an answer that cannot be read, until `budget` is spent. When QStash asks
    one thread to slow down, all do.

    Args:
        url: the server, such as `https://qstash.upstash.io`.
        token: the account's token.
        timeout: seconds to wait for an answer to one try.
        budget: seconds after which a call is given up, all tries together.
        on_wait: told before each wait between tries.

    Raises:
        NotConfigured: the token is missing, or the token or URL cannot be one.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        budget: float = DEFAULT_BUDGET,
        on_wait: Callable[[Wait], None] | None = None,
    ) -> None:
        if not token.strip():
            raise NotConfigured(
                "There is no QStash token. Set it with `config set --secret qstash:token …` "
                "or in the environment as QSTASH_TOKEN."
            )
        self.url = regions.clean_url(url)
        self.user_id = regions.user_id(token)
        self._token = token.strip()
        self._transport = Transport(self.url, token, timeout)
        self._retries = Retries(budget, on_wait)
        self.schedules = Schedules(self._call)
        self.queues = Queues(self._call)
        self.url_groups = UrlGroups(self._call)
        self.flow_control = FlowControl(self._call)
        self.keys = Keys(self._call)

    @property
    def host(self) -> str:
        """The host that names the account's region."""
        return regions.host_of(self.url)

    def send(self, request: Sendable, about: str | None = None, shape: Callable[[Any], Any] | None = None) -> Any:
        """Send a described request (keyed by an id) and give the JSON of its answer, None where it has none.

        Args:
            request: method, path (verbatim, with its query), headers and content.
            about: what it does, for messages ("writing schedule 'nightly'").
            shape: takes what the JSON has to say out of it, or raises `Garbled`.

        Raises:
            QStashError: whatever retrying does not mend.
        """
        about = about or f"{request.method} {request.path.split('?')[0]}"
        shape = shape or (lambda answer: answer)
        return self._retries.run(lambda: shape(self._once(request, about)), about)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _call(
        self, method: str, path: str, about: str, payload: Any = None, shape: Callable[[Any], Any] | None = None
    ) -> Any:
        return self.send(Call.of(method, path, payload), about, shape)

    def _once(self, request: Sendable, about: str) -> Any:
        answer = self._transport.exchange(request, about)
        if error := failure(answer, about, self.url, _secrets(request, self._token)):
            raise _with_told_wait(error, answer)
        return read_json(answer, about)


def _with_told_wait(error: QStashError, answer: Answer) -> QStashError:
    if answer.status in (429, 503):
        error.told_wait = told_wait(answer.headers)  # type: ignore[attr-defined]
    return error


def _secrets(request: Sendable, token: str) -> list[str]:
    """What a server's text must not repeat to the reader of a message."""
    values = [token, *(v for k, v in request.headers if _may_be_secret(k))]
    if request.content and "topics" not in request.path and "queues" not in request.path:
        values.append(request.content.decode("utf-8", errors="replace"))
    query = urlsplit(request.path).query
    return [*values, *([query] if query else [])]


def _may_be_secret(header: str) -> bool:
    name = header.lower()
    return "forward-" in name or name in ("authorization", "upstash-callback", "upstash-failure-callback")
