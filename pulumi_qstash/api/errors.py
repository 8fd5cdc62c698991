"""What can go wrong with QStash, typed by who must act.

```
QStashError
├── NotConfigured      the person who runs this: a token or URL is missing or unusable
├── Unauthorized       the owner of the token: 401, 403
├── WrongRegion        the owner of the token: the account lives in another region (a 404 that is no "gone")
├── NotQStash          the person who set the URL: something else answers there
├── NotFound           nobody: the object is gone (the only error that may be read so)
├── Refused            the author of the program: QStash does not accept the request
│   └── QuotaExceeded  the owner of the account: the plan's limit is reached
├── RateLimited        time: 429, and retrying did not outlast it
├── Unavailable        time, or QStash: 5xx or no answer, and retrying did not outlast it
└── Garbled            QStash: an answer that cannot be read, and asking again did not help
```

No message carries the token, a header's value or a body.
"""

# ruff: noqa: N818 - the names say what happened; the tree says that they are errors
from __future__ import annotations


class QStashError(Exception):
    """An operation failed; the text says what happened, to which object, and the way out."""

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.status = status

    def with_note(self, note: str) -> QStashError:
        """The same error with a sentence added, as a new object."""
        copy = type(self).__new__(type(self))
        QStashError.__init__(copy, f"{self.message} {note}".strip(), status=self.status)
        return copy


class NotConfigured(QStashError):
    """A token or URL is missing or unusable."""


class Unauthorized(QStashError):
    """The token was refused (401) or may not do this (403)."""


class WrongRegion(QStashError):
    """The account of the token does not live in the region that was asked."""


class NotQStash(QStashError):
    """What answers at the URL is not QStash."""


class NotFound(QStashError):
    """The object does not exist: the only error that means "gone"."""

    def as_wrong_server(self) -> NotQStash:
        """The same answer where no object was asked for: no QStash would give it."""
        return NotQStash(f"{self.message} Is qstash:url (or QSTASH_URL) the URL of QStash?", status=self.status)


class Refused(QStashError):
    """QStash does not accept the request."""


class QuotaExceeded(Refused):
    """A limit of the account's plan is reached."""


class RateLimited(QStashError):
    """QStash asked to slow down for longer than the budget allows."""


class Unavailable(QStashError):
    """QStash gave no answer, or a server error."""


class Garbled(QStashError):
    """QStash's answer could not be read."""
