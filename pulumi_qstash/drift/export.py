"""Reading a stack's state: what `pulumi stack export` prints, or a checkpoint file of the file backend.

Both engines write both forms. A secret value becomes `Secret` where its text
stands in the export (`--show-secrets`) or the key is at hand, and `HIDDEN`
where it does not.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from pulumi_qstash.drift.errors import DriftError
from pulumi_qstash.engine.values import SECRET_SIGNATURE, SIGNATURE, Secret

_VERSIONS = (3, 4)


class Hidden:
    """The type of `HIDDEN`: a secret whose text cannot be had here."""

    def __repr__(self) -> str:
        return "HIDDEN"


HIDDEN: Final = Hidden()

Decrypt = Callable[[str], str]
"""Gives the JSON text behind a ciphertext; raises `ValueError` or an engine error where the key does not fit."""


@dataclass(frozen=True)
class StateResource:
    """One resource of a state, as far as drift needs it."""

    urn: str
    type: str
    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    provider: str = ""
    """`<urn of the provider>::<its id>`."""
    delete: bool = False
    external: bool = False
    ignore_changes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The logical name: the last part of the URN."""
        return self.urn.split("::", 3)[-1]


@dataclass(frozen=True)
class StackState:
    """The state of one stack."""

    source: str
    """Where it was read from, for messages."""
    project: str
    stack: str
    resources: list[StateResource] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The stack as people name it: `project/stack`, or the file where the state holds no resource."""
        return f"{self.project}/{self.stack}" if self.project else self.source


def deployment_of(text: str, source: str) -> dict[str, Any]:
    """The deployment inside an export or a checkpoint.

    Raises:
        DriftError: where `text` is neither, or of a version that is not known.
    """
    if not text.strip():
        raise DriftError(f"{source} is empty: `pulumi stack export` printed nothing; it says why")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DriftError(
            f"{source} is not JSON ({error}): give what `pulumi stack export` or `pulumi-qstash stack export` printed"
        ) from error
    found = _inside(document)
    if found is None:
        raise DriftError(f"{source} is no stack export: it holds neither a 'deployment' nor a 'checkpoint'")
    if document.get("version") not in _VERSIONS:
        raise DriftError(
            f"{source} is a stack export of version {document.get('version')!r}, which this release does not know: "
            "update pulumi-qstash"
        )
    return found


def _inside(document: Any) -> dict[str, Any] | None:
    if not isinstance(document, dict):
        return None
    if isinstance(document.get("deployment"), dict):
        return dict(document["deployment"])
    checkpoint = document.get("checkpoint")
    if not isinstance(checkpoint, dict):
        return None
    latest = checkpoint.get("latest")
    return dict(latest) if isinstance(latest, dict) else {}


def read_state(text: str, source: str, decrypter: Callable[[dict[str, Any]], Decrypt | None]) -> StackState:
    """The state in `text`.

    Args:
        text: An export or a checkpoint, as JSON.
        source: Where it came from, for messages.
        decrypter: Given the state's `secrets_providers`, what opens its ciphertexts; None where nothing does.
    """
    deployment = deployment_of(text, source)
    opened = _Opened(deployment, decrypter, source)
    resources = [_resource(r, opened) for r in _sound(deployment.get("resources") or [], source)]
    parts = next((r.urn.split("::", 3) for r in resources), ["", ""])
    return StackState(source, parts[1] if parts[0] else "", parts[0].removeprefix("urn:pulumi:"), resources)


_SHAPES: Final[dict[str, type]] = {"inputs": dict, "outputs": dict, "ignoreChanges": list}


def _sound(resources: Any, source: str) -> list[dict[str, Any]]:
    """The resources, where each is one by its shape."""
    if isinstance(resources, list) and all(_is_resource(r) for r in resources):
        return resources
    raise DriftError(f"{source} is damaged: its 'resources' are no list of resources; export the stack again")


def _is_resource(raw: Any) -> bool:
    return isinstance(raw, dict) and all(isinstance(raw.get(k) or shape(), shape) for k, shape in _SHAPES.items())


class _Opened:
    """Opens ciphertexts, fetching the key at the first one that is met."""

    def __init__(
        self, deployment: dict[str, Any], decrypter: Callable[[dict[str, Any]], Decrypt | None], source: str
    ) -> None:
        said = deployment.get("secrets_providers")
        self._providers: dict[str, Any] = said if isinstance(said, dict) else {}
        self._source = source
        self._decrypter = decrypter
        self._decrypt: Decrypt | None = None
        self._asked = False

    def secret(self, signed: dict[str, Any]) -> Any:
        if isinstance(signed.get("plaintext"), str) and signed["plaintext"]:
            return Secret(self.plain(self._read(signed["plaintext"])))
        if not self._asked:
            self._asked, self._decrypt = True, self._decrypter(self._providers)
        if self._decrypt is None or not isinstance(signed.get("ciphertext"), str):
            return HIDDEN
        return Secret(self.plain(self._read(self._decrypt(signed["ciphertext"]))))

    def _read(self, text: str) -> Any:
        try:
            return json.loads(text)
        except ValueError:
            # The text may be a part of the secret, so the error with it is not passed on.
            raise DriftError(f"{self._source} is damaged: a secret in it is no JSON; export the stack again") from None

    def plain(self, value: Any) -> Any:
        if isinstance(value, dict):
            if value.get(SIGNATURE) == SECRET_SIGNATURE:
                return self.secret(value)
            return {k: self.plain(v) for k, v in value.items()}
        return [self.plain(v) for v in value] if isinstance(value, list) else value


OURS = "pulumi-python:dynamic/qstash:"
PROVIDER = "pulumi:providers:pulumi-python"


def _resource(raw: dict[str, Any], opened: _Opened) -> StateResource:
    kind = str(raw.get("type", ""))
    # Other resources of the stack keep their secrets closed: nobody asks for them.
    wanted = kind.startswith(OURS) or kind == PROVIDER
    return StateResource(
        urn=str(raw.get("urn", "")),
        type=kind,
        id=str(raw.get("id", "")),
        inputs=opened.plain(raw.get("inputs") or {}) if wanted else {},
        outputs=opened.plain(raw.get("outputs") or {}) if wanted and kind != PROVIDER else {},
        provider=str(raw.get("provider", "")),
        # One whose replacement is pending has been deleted already; its next up makes it anew.
        delete=bool(raw.get("delete") or raw.get("pendingReplacement")),
        external=bool(raw.get("external")),
        ignore_changes=tuple(raw.get("ignoreChanges") or ()),
    )
