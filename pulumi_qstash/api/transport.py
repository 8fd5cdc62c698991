"""One exchange over HTTP: a request as it is described, byte for byte, and its answer."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from .answers import Answer
from .errors import NotConfigured, Refused, Unavailable
from .regions import is_loopback

if TYPE_CHECKING:
    import httpx

AGENT = b"pulumi-qstash"


class Sendable(Protocol):
    """A request described: `path` goes out verbatim, with its query, below the server's URL."""

    @property
    def method(self) -> str:
        """The HTTP method."""

    @property
    def path(self) -> str:
        """The path and query, as they go out."""

    @property
    def headers(self) -> Any:
        """Pairs of name and value."""

    @property
    def content(self) -> bytes | None:
        """The body."""


class NoConnection(Unavailable):
    """No connection could be made: the request has not left."""


class Transport:
    """Kept-alive connections to one server, shared by all threads; opened at the first exchange."""

    def __init__(self, url: str, token: str, timeout: float) -> None:
        self.url = url
        self._prefix = urlsplit(url).path
        self._token = _usable(token)
        self._timeout = timeout
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None

    def exchange(self, request: Sendable, about: str) -> Answer:
        """Send `request` once.

        Raises:
            NotConfigured: the environment names a proxy or certificates that cannot be used.
            NoConnection: the server could not be reached.
            Unavailable: the connection broke, or no answer came in time.
            Refused: the request cannot be written as HTTP.
        """
        from .httpx_alone import httpx
        from .verbatim import VerbatimURL

        client = self._open()
        try:
            sent = client.build_request(
                request.method, self.url, headers=self._headers(request), content=request.content
            )
            sent.url = VerbatimURL(sent.url, (self._prefix + request.path).encode("utf-8"))
            answer = client.send(sent)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NoConnection(f"{self.url} cannot be reached ({_cause(error)}).") from None
        except httpx.ProxyError as error:
            raise NoConnection(f"The proxy for {self.url} does not lead there ({_cause(error)}).") from None
        except (httpx.LocalProtocolError, httpx.UnsupportedProtocol):
            raise Refused(f"The request for {about} holds a character that HTTP does not allow.") from None
        except httpx.TimeoutException:
            raise Unavailable(f"{self.url} gave no answer to {about} within {self._timeout:g} s.") from None
        except httpx.HTTPError as error:
            raise Unavailable(f"The connection broke while {about} ({type(error).__name__}).") from None
        names = {k.lower(): v for k, v in answer.headers.items()}
        return Answer(answer.status_code, names, answer.content)

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _headers(self, request: Sendable) -> list[tuple[bytes, bytes]]:
        own = [(b"Authorization", b"Bearer " + self._token), (b"User-Agent", AGENT)]
        return own + [(k.encode(), v.encode()) for k, v in request.headers]

    def _open(self) -> httpx.Client:
        client = self._client
        if client is not None:
            return client
        with self._lock:
            if self._client is None:
                self._client = _make_client(self.url, self._timeout)
            return self._client


def _make_client(url: str, timeout: float) -> httpx.Client:
    from .httpx_alone import httpx

    try:
        return httpx.Client(
            timeout=httpx.Timeout(timeout, connect=min(5.0, timeout)),
            limits=httpx.Limits(max_connections=16, max_keepalive_connections=16, keepalive_expiry=60),
            # Plain HTTP needs no certificates, and reading them takes longer than a call.
            verify=url.startswith("https:"),
            trust_env=not is_loopback(url),
        )
    except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
        raise NotConfigured(
            f"No connection to {url} can be set up ({error}); check the environment's HTTPS_PROXY, HTTP_PROXY, "
            "ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."
        ) from None


def _usable(token: str) -> bytes:
    token = token.strip()
    if not token.isascii() or any(c.isspace() or not c.isprintable() for c in token):
        raise NotConfigured(
            "The QStash token holds characters that no token has; copy it anew into qstash:token or QSTASH_TOKEN."
        )
    return token.encode("ascii")


def _cause(error: Exception) -> str:
    text = str(error).removeprefix("[Errno ").split("] ", 1)[-1]
    return text or type(error).__name__
