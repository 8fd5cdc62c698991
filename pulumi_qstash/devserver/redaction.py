"""Values that must not be shown again."""

from __future__ import annotations

import base64
import hashlib

from .behaviour import Behaviour
from .headers import Values, canonical
from .refusals import bad_request


class Redaction:
    """Which parts of a message `Upstash-Redact-Fields` hides.

    Takes `body`, `header` and `headers` for all headers, and `header[Name]` or `headers[Name]` for one.

    Raises:
        Refusal: 400 for other fields.
    """

    def __init__(self, fields: str | None, account: str, behaviour: Behaviour) -> None:
        self._account = account
        self._sha256 = behaviour["redactDigest"] == "sha256"
        self.body = self.all_headers = False
        self.names: set[str] = set()
        for field in (fields or "").split(","):
            if field.strip():
                self._add(field.strip())

    def _add(self, field: str) -> None:
        kind, bracket, name = field.partition("[")
        kind = kind.strip().lower()
        if kind == "body" and not bracket:
            self.body = True
        elif kind in ("header", "headers") and not bracket:
            self.all_headers = True
        elif kind in ("header", "headers") and name.endswith("]") and name[:-1].strip():
            self.names.add(canonical(name[:-1].strip()))
        else:
            raise bad_request(f"invalid redact field: {field}")

    def headers(self, values: Values) -> Values:
        """Header values as they are shown."""
        return {
            name: [self._hidden(v.encode()) for v in listed] if self.all_headers or name in self.names else listed
            for name, listed in values.items()
        }

    def content(self, body: bytes) -> dict[str, str]:
        """The body as it is shown: `body` where it is text, `bodyBase64` elsewhere, nothing where it is empty."""
        if not body:
            return {}
        if self.body:
            return {"body": self._hidden(body)}
        try:
            return {"body": body.decode()}
        except UnicodeDecodeError:
            return {"bodyBase64": base64.b64encode(body).decode()}

    def _hidden(self, value: bytes) -> str:
        salt = b"" if self._sha256 else f"of {self._account}: ".encode()
        return f"REDACTED:{hashlib.sha256(salt + value).hexdigest()}"
