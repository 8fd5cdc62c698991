"""From inputs to the one call that writes an object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .answers import Inputs, Request
from .fields import FieldSpec
from .marks import Content, Header, HeaderFamily, JsonKey, Query
from .reading import is_redacted

if TYPE_CHECKING:
    from .kind import Kind


class RedactedValueError(ValueError):
    """What QStash shows instead of a redacted value was about to be sent to it as if it were the value."""

    def __init__(self, where: str) -> None:
        super().__init__(f"a redacted value would be written back ({where}): give the value itself")


@dataclass
class _Draft:
    headers: dict[str, tuple[Header, list[str]]] = field(default_factory=dict)
    family: list[tuple[str, str]] = field(default_factory=list)
    content: bytes | None = None
    document: dict[str, Any] = field(default_factory=dict)
    query: list[str] = field(default_factory=list)


def request(kind: Kind, inputs: Inputs) -> Request:
    """Builds the call from the marks of the fields."""
    draft = _Draft()
    for spec in kind.fields:
        value = _to_send(spec, inputs)
        if value is not None:
            _add(draft, spec, value, "")
    path = kind.path.format_map(inputs) + ("?" + "&".join(draft.query) if draft.query else "")
    if draft.document:
        draft.content = json.dumps(draft.document, ensure_ascii=False).encode()
        draft.family.append(("Content-Type", "application/json"))
    joined = [(name, mark.separator.join(texts)) for name, (mark, texts) in draft.headers.items() if texts]
    return Request(kind.method, path, joined + draft.family, draft.content)


def _to_send(spec: FieldSpec, inputs: Inputs) -> Any:
    value = spec.value(inputs)
    # A JSON document is written whole, so it says the server's defaults too.
    return spec.default if value is None and isinstance(spec.sent, JsonKey) else value


def _add(draft: _Draft, spec: FieldSpec, value: Any, prefix: str) -> None:
    match spec.sent:
        case Header() as mark if spec.settings:
            for child in spec.children:
                inner = child.value(value)
                if inner is not None:
                    _add(draft, child, inner, prefix + mark.name)
        case Header() as mark:
            _, texts = draft.headers.setdefault(prefix + mark.name, (mark, []))
            texts[0:0] = mark.write(value) if mark.first else []
            texts += [] if mark.first else mark.write(value)
        case HeaderFamily() as family:
            if any(is_redacted(text) for text in value.values()):
                raise RedactedValueError(prefix + family.prefix)
            draft.family += [(prefix + family.prefix + name, text) for name, text in value.items()]
        case Content() as mark:
            if is_redacted(value):
                raise RedactedValueError(spec.wire)
            draft.content = mark.write(value) or None
        case JsonKey() as mark:
            draft.document[mark.key] = _document(spec, value)
        case Query() as mark:
            draft.query.append(f"{mark.key}={mark.write(value)}")
        case _:
            pass


def _document(spec: FieldSpec, value: Any) -> Any:
    if not spec.items:
        return value
    return [dict(_entries(spec.children, item)) for item in value]


def _entries(fields: tuple[FieldSpec, ...], item: Inputs) -> Iterator[tuple[str, Any]]:
    for child in fields:
        inner = child.value(item)
        if inner is not None and isinstance(child.sent, JsonKey):
            yield child.sent.key, inner
