"""Reads what `pulumi preview --json` and `pulumi refresh --preview-only --json` print, of either engine."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .errors import ReviewError
from .scrub import sensitive_texts
from .values import plain

#: Every operation that an engine of today names in a digest.
OPERATIONS = frozenset(
    {
        "same", "create", "update", "delete", "replace", "create-replacement", "delete-replaced", "read",
        "read-replacement", "refresh", "discard", "discard-replaced", "remove-pending-replace", "import",
        "import-replacement",
    }
)  # fmt: skip
#: Halves of a replacement, and moves without any effect on a live object.
_PASSED_OVER = frozenset({"discard", "discard-replaced", "remove-pending-replace", "delete-replaced"})
_KNOWN_KEYS = frozenset({"steps", "diagnostics", "changeSummary", "duration", "config", "maybeCorrupt"})
_STACK = "pulumi:pulumi:Stack"
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True)
class State:
    """One side of a step: what the program, the state or the account says of a resource.

    Attributes:
        inputs: Properties as plain data with `Opaque` members; keys that start with `__` are gone.
        outputs: The same, as the provider gave them back.
    """

    id: str | None
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    custom: bool = True
    retain: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What a preview says of one resource.

    Attributes:
        changed: Paths of properties that differ as the engine names them; None where it names none.
    """

    operation: str
    urn: str
    type: str
    old: State | None
    new: State | None
    changed: tuple[str, ...] | None = None
    replaces: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The resource's name in the program."""
        return self.urn.rsplit("::", 1)[-1]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A warning or an error that the engine or the program printed."""

    severity: str
    message: str
    urn: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """A preview as its digest tells it.

    Attributes:
        steps: One step per resource, in the engine's order.
        drift: True where it is a refresh: before is the state, after is the live account.
        unchanged_known: True where resources that stay the same are among the steps.
        not_shown: Resources that a refresh counts as changed and for which it shows no difference.
        sensitive: Texts that must not be shown, as a message may repeat them.
    """

    steps: tuple[Step, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    drift: bool = False
    unchanged_known: bool = False
    project: str = ""
    stack: str = ""
    not_shown: int = 0
    sensitive: frozenset[str] = field(default_factory=frozenset, repr=False)

    @property
    def failed(self) -> bool:
        """True where the preview ended with an error: it may lack resources."""
        return any(each.severity == "error" for each in self.diagnostics)


def read(data: bytes | str, source: str = "the input") -> Digest:
    """Reads a digest.

    Args:
        data: What the engine printed; lines before the first `{` are passed over.
        source: What to call the input in a message.

    Raises:
        ReviewError: Where it is no digest, is cut off, or comes from a newer engine.
    """
    document = _document(_text(data), source)
    steps = [_step(each, source) for each in _list(document, "steps", source)]
    operations = {step.operation for step in steps if step.type == _STACK}
    last = _last_of_each(steps)
    project, stack = names_of(last)
    return Digest(
        steps=tuple(last),
        diagnostics=tuple(_diagnostics(document, source)),
        drift=operations == {"refresh"},
        unchanged_known=_unchanged_known(document, last),
        project=project,
        stack=stack,
        not_shown=_not_shown(document, last) if operations == {"refresh"} else 0,
        sensitive=sensitive_texts(document),
    )


def _text(data: bytes | str) -> str:
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    # PowerShell's `>` writes UTF-16.
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")


def load_json(text: str, source: str, what: str) -> Any:
    """The JSON document in a text, or a `ReviewError` that tells a cut-off one from none."""
    start = 0 if text.lstrip().startswith("{") else text.find("\n{") + 1
    body = text[start:].strip()
    if not body.startswith("{"):
        raise ReviewError(f"{source} is no {what}: it holds {'no JSON object' if body else 'nothing'}")
    try:
        document, end = json.JSONDecoder().raw_decode(body)
    except json.JSONDecodeError as error:
        if _ends_early(body, error):
            raise ReviewError(f"{source} is cut off: its JSON ends in the middle; write it again") from None
        raise ReviewError(f"{source} is no {what}: line {error.lineno} is no JSON ({error.msg})") from None
    except RecursionError:
        raise ReviewError(f"{source} is no {what}: its JSON is nested too deeply") from None
    if body[end:].lstrip().startswith("{"):
        raise ReviewError(
            f"{source} is a list of event lines, no {what}: give what `pulumi preview --json` prints at its end"
        )
    return _whole(document) if _HALF.search(body) else document


def _whole(value: Any) -> Any:
    """A document without halves of characters, which no output can hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    return [_whole(each) for each in value] if isinstance(value, list) else value


def _ends_early(body: str, error: json.JSONDecodeError) -> bool:
    """Whether a text is no JSON only because its end is missing."""
    rest = body[error.pos :]
    words = ("true", "false", "null", "-", "\\u0000")
    return error.msg.startswith("Unterminated") or not rest or any(word.startswith(rest) for word in words)


def _document(text: str, source: str) -> dict[str, Any]:
    document = load_json(text, source, "preview digest")
    assert isinstance(document, dict)  # noqa: S101  it began with a brace
    if "deployment" in document or "checkpoint" in document:
        raise ReviewError(f"{source} is a stack's state, no preview digest: give it as --state beside a digest")
    if "resources" in document and "result" in document:
        raise ReviewError(f"{source} is a one-line summary, no preview digest: use `pulumi preview --json`")
    if "sequence" in document and "steps" not in document:
        raise ReviewError(f"{source} is an event line, no preview digest: use `pulumi preview --json`")
    if not _KNOWN_KEYS & document.keys():
        raise ReviewError(f"{source} is no preview digest: use what `pulumi preview --json` prints")
    return document


def _list(document: dict[str, Any], key: str, source: str) -> list[dict[str, Any]]:
    found = document.get(key) or []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise _newer(source, f"its {key} are no list of objects")
    return found


def _newer(source: str, reason: str) -> ReviewError:
    return ReviewError(f"{source} comes from a newer engine ({reason}): upgrade pulumi-qstash")


def _step(raw: dict[str, Any], source: str) -> Step:
    operation, urn = raw.get("op"), raw.get("urn")
    if not isinstance(operation, str) or not isinstance(urn, str):
        raise _newer(source, "a step lacks its op or urn")
    if operation not in OPERATIONS:
        raise _newer(source, f"the operation {operation[:40]!r} is not known here")
    old, new = _state(raw.get("oldState"), source), _state(raw.get("newState"), source)
    return Step(operation, urn, _type(raw, urn), old, new, _changed(raw), _strings(raw.get("replaceReasons")))


def _type(raw: dict[str, Any], urn: str) -> str:
    for side in ("newState", "oldState"):
        found = (raw.get(side) or {}).get("type")
        if isinstance(found, str):
            return found
    parts = urn.split("::")
    return parts[2].rsplit("$", 1)[-1] if len(parts) > 2 else ""


def _state(raw: object, source: str) -> State | None:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise _newer(source, "the state of a step is no object")
    identity = raw.get("id")
    return State(
        id=identity if isinstance(identity, str) and identity else None,
        inputs=_properties(raw.get("inputs")),
        outputs=_properties(raw.get("outputs")),
        custom=raw.get("custom") is not False,
        retain=raw.get("retainOnDelete") is True,
    )


def _properties(raw: object) -> dict[str, Any]:
    found = plain(raw) if isinstance(raw, dict) else {}
    return found if isinstance(found, dict) else {}


def _changed(raw: dict[str, Any]) -> tuple[str, ...] | None:
    detailed = raw.get("detailedDiff")
    if isinstance(detailed, dict) and detailed:
        return tuple(path for path in detailed if not path.startswith("__"))
    reasons = _strings(raw.get("diffReasons"))
    return tuple(path for path in reasons if not path.startswith("__")) if reasons else None


def _strings(raw: object) -> tuple[str, ...]:
    return tuple(each for each in raw if isinstance(each, str)) if isinstance(raw, list) else ()


def _last_of_each(steps: list[Step]) -> list[Step]:
    """One step per resource: the last that is no refresh; a replacement wins over its halves."""
    kept: dict[str, Step] = {}
    for step in steps:
        if step.operation in _PASSED_OVER:
            continue
        before = kept.get(step.urn)
        if before is None or _outranks(step, before):
            kept[step.urn] = step
    return list(kept.values())


def _outranks(step: Step, before: Step) -> bool:
    if before.operation == "replace":
        return False
    return step.operation != "refresh" or before.operation == "refresh"


def names_of(steps: Iterable[Step]) -> tuple[str, str]:
    """Project and stack, as the first URN tells them."""
    for step in steps:
        parts = step.urn.split("::")
        if len(parts) > 3 and parts[0].startswith("urn:pulumi:"):
            return parts[1], parts[0].removeprefix("urn:pulumi:")
    return "", ""


def _unchanged_known(document: dict[str, Any], steps: list[Step]) -> bool:
    """Whether every resource that the engine counted as the same has a step."""
    summary = document.get("changeSummary")
    # An engine leaves out what it counted nothing of.
    counted = summary.get("same", 0) if isinstance(summary, dict) and summary else None
    seen = sum(step.operation in ("same", "refresh") for step in steps)
    return isinstance(counted, int) and seen >= counted and not _failed(document)


def _not_shown(document: dict[str, Any], steps: list[Step]) -> int:
    """The engine shows a refreshed resource as changed only where it can name the properties."""
    summary = document.get("changeSummary")
    counted = summary.get("update") if isinstance(summary, dict) else None
    return max(0, counted - sum(step.operation == "update" for step in steps)) if isinstance(counted, int) else 0


def _failed(document: dict[str, Any]) -> bool:
    diagnostics = document.get("diagnostics")
    return isinstance(diagnostics, list) and any(
        isinstance(each, dict) and each.get("severity") == "error" for each in diagnostics
    )


def _diagnostics(document: dict[str, Any], source: str) -> list[Diagnostic]:
    found = []
    for raw in _list(document, "diagnostics", source):
        severity, message = str(raw.get("severity") or ""), str(raw.get("message") or "").strip()
        if severity in ("error", "warning") and message:
            found.append(Diagnostic(severity, message, str(raw.get("urn") or "")))
    return found
