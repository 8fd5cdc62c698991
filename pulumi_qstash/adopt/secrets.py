"""Which values of an object go into secret configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pulumi_qstash.adopt.live import Found
from pulumi_qstash.model import SCHEDULE, URL_GROUP, credential_values, is_redacted
from pulumi_qstash.model.paths import path

Steps = tuple[str | int, ...]
_BODIES = ("body", "bodyBase64")


@dataclass(frozen=True)
class SecretValue:
    """One value that the program takes from its secret configuration."""

    steps: Steps
    """Where it stands: `("headers", "Authorization")`."""
    value: str | None
    """None where QStash hides it, so that it has to be asked for."""
    shown: str = ""
    """What QStash shows in its place, where it hides it."""
    key: str = ""
    """The configuration key."""

    def __repr__(self) -> str:
        return f"SecretValue({self.path}, key={self.key!r})"

    @property
    def path(self) -> str:
        """`headers.Authorization`, in Pulumi's notation."""
        return path(self.steps)

    @property
    def words(self) -> tuple[str, ...]:
        """What the configuration key is made of, beside the object's name."""
        counted = ((s, self.steps[i + 1]) for i, s in enumerate(self.steps[:-1]) if isinstance(self.steps[i + 1], int))
        numbered = {step: f"{step}{int(index) + 1}" for step, index in counted}
        return tuple(numbered.get(s, str(s)) for s in self.steps if s != "headers" and not isinstance(s, int))

    def named(self, key: str) -> SecretValue:
        """The same with its configuration key."""
        return replace(self, key=key)


def secret_values(found: Found) -> list[SecretValue]:
    """What of an object is hidden by QStash or looks like a credential."""
    if found.kind is URL_GROUP:
        return list(_endpoints(found))
    return list(_of_schedule(found)) if found.kind is SCHEDULE else []


def _endpoints(found: Found) -> Iterator[SecretValue]:
    for index, endpoint in enumerate(found.inputs.get("endpoints", [])):
        yield from _judged(
            ("endpoints", index, "url"), endpoint["url"], credential_values.is_credential_url(endpoint["url"])
        )


def _of_schedule(found: Found) -> Iterator[SecretValue]:
    inputs = found.inputs
    destination = str(inputs.get("destination", ""))
    yield from _judged(
        ("destination",), destination, "://" in destination and credential_values.is_credential_url(destination)
    )
    for body in _BODIES:
        if isinstance(text := inputs.get(body), str):
            yield from _judged((body,), text, body == "body" and credential_values.is_credential_body(text))
    yield from _judged(("contentType",), str(inputs.get("contentType", "")), False)
    yield from _headers((), inputs)
    for side in ("callback", "failureCallback"):
        if callback := inputs.get(side):
            yield from _judged((side, "url"), callback["url"], credential_values.is_credential_url(callback["url"]))
            yield from _headers((side,), callback)


def _headers(steps: Steps, inputs: dict[str, dict[str, str]]) -> Iterator[SecretValue]:
    for name, value in (inputs.get("headers") or {}).items():
        yield from _judged((*steps, "headers", name), value, credential_values.is_credential_header(name, value))


def _judged(steps: Steps, value: str, looks_secret: bool) -> Iterator[SecretValue]:
    if is_redacted(value):
        yield SecretValue(steps, None, value)
    elif looks_secret:
        yield SecretValue(steps, value)
