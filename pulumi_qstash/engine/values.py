"""Property values: plain JSON data in which a secret is a `Secret` and a value not yet known is `UNKNOWN`.

On the wire both are marked by signatures that Pulumi fixed long ago. Assets,
archives and resource references keep their signed form here: the engine only
carries them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from google.protobuf import struct_pb2

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET_SIGNATURE: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105
RESOURCE_SIGNATURE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT_SIGNATURE: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
#: Shorter secrets stay in messages, as on the CLI: hidden, they would make every text unreadable.
WORTH_HIDING: Final = 3
UNKNOWN_TEXT: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_EXACT: Final = 2.0**53
_WRITTEN_WITH_EXPONENT: Final = 1e21
_UNKNOWN_TEXTS: Final = frozenset(
    {
        UNKNOWN_TEXT,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)


@dataclass(frozen=True)
class Secret:
    """A value that may only be shown as `[secret]` and is written encrypted."""

    value: Any

    def __repr__(self) -> str:
        return "Secret(…)"


class Unknown:
    """The type of `UNKNOWN`: a value that a preview cannot know yet."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


def is_number(value: Any) -> bool:
    """Whether `value` is a number on the wire (a boolean is none)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def contains_unknowns(value: Any) -> bool:
    """Whether `UNKNOWN` stands anywhere in `value`."""
    return _any(value, lambda v: v is UNKNOWN)


def contains_secrets(value: Any) -> bool:
    """Whether a `Secret` stands anywhere in `value`."""
    return _any(value, lambda v: isinstance(v, Secret))


def secret_texts(value: Any, *, inside: bool = False) -> Iterator[str]:
    """Yields the texts in the secrets of `value` that are long enough to be told from other words."""
    if isinstance(value, Secret):
        yield from secret_texts(value.value, inside=True)
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from secret_texts(inner, inside=inside)
    elif inside and isinstance(value, str) and len(value) >= WORTH_HIDING:
        yield value


def _any(value: Any, holds: Any) -> bool:
    if holds(value):
        return True
    if isinstance(value, Secret):
        return _any(value.value, holds)
    if isinstance(value, dict):
        return any(_any(v, holds) for v in value.values())
    if isinstance(value, list):
        return any(_any(v, holds) for v in value)
    return False


def without_secrets(value: Any) -> Any:
    """A copy of `value` with every `Secret` replaced by what it hides."""
    if isinstance(value, Secret):
        return without_secrets(value.value)
    if isinstance(value, dict):
        return {k: without_secrets(v) for k, v in value.items()}
    if isinstance(value, list):
        return [without_secrets(v) for v in value]
    return value


def with_secrets_of(values: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """`values` from a provider that takes no secrets, each secret again where `asked` held one under its key.

    Maps are compared key by key; a list that held a secret becomes one whole.
    """
    out = dict(values)
    for key, before in asked.items():
        if key not in out:
            continue
        after = out[key]
        if isinstance(after, dict) and isinstance(before, dict):
            out[key] = with_secrets_of(after, before)
        elif not isinstance(after, Secret) and contains_secrets(before):
            out[key] = Secret(after)
    return out


def secrets_marked(outputs: dict[str, Any], inputs: Mapping[str, Any], additional: Iterable[str]) -> dict[str, Any]:
    """`outputs` with those keys secret that `additional` names or whose input of the same key is secret."""
    keys = {k for k, v in inputs.items() if isinstance(v, Secret)} | (set(additional) - {"id"})
    if not keys:
        return outputs
    return {k: Secret(v) if k in keys and not isinstance(v, Secret) else v for k, v in outputs.items()}


def equal(a: Any, b: Any) -> bool:
    """Whether two values are the same; an absent key equals a null, 1 equals 1.0, true is not 1."""
    if isinstance(a, dict) and isinstance(b, dict):
        return all(equal(a.get(k), b.get(k)) for k in {*a, *b})
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, Secret) and isinstance(b, Secret):
        return equal(a.value, b.value)
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return bool(type(a) is type(b) or (is_number(a) and is_number(b))) and bool(a == b)


def from_struct(struct: struct_pb2.Struct) -> dict[str, Any]:
    """Properties as they came over the wire."""
    return {k: from_wire(v) for k, v in struct.fields.items()}


def from_wire(value: struct_pb2.Value) -> Any:
    """One property value as it came over the wire."""
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        text = value.string_value
        return UNKNOWN if text in _UNKNOWN_TEXTS else text
    if kind == "number_value":
        return _number(value.number_value)
    if kind == "bool_value":
        return value.bool_value
    if kind == "struct_value":
        return _object(from_struct(value.struct_value))
    if kind == "list_value":
        return [from_wire(v) for v in value.list_value.values]
    return None


def _number(number: float) -> int | float:
    if not number.is_integer() or abs(number) >= _WRITTEN_WITH_EXPONENT:
        return number
    if abs(number) < _EXACT:
        return int(number)
    # Beyond what a float tells apart, Pulumi writes the shortest digits that read back as the same number.
    return int(Decimal(repr(number)))


def _object(fields: dict[str, Any]) -> Any:
    signature = fields.get(SIGNATURE)
    if signature == SECRET_SIGNATURE:
        inner = fields.get("value")
        return inner if isinstance(inner, Secret) else Secret(inner)
    if signature == OUTPUT_SIGNATURE:
        known = fields.get("value") if "value" in fields else UNKNOWN
        return Secret(known) if fields.get("secret") else known
    return fields


def to_struct(values: Mapping[str, Any], *, secrets: bool = True) -> struct_pb2.Struct:
    """Properties for the wire; without `secrets` what they hide goes in clear, for a peer that takes none."""
    from google.protobuf import struct_pb2

    struct = struct_pb2.Struct()
    for key, value in values.items():
        _put(struct.fields[key], value, secrets)
    return struct


def _put(out: struct_pb2.Value, value: Any, secrets: bool) -> None:
    if value is None:
        out.null_value = 0  # type: ignore[assignment]
    elif value is UNKNOWN:
        out.string_value = UNKNOWN_TEXT
    elif isinstance(value, str):
        out.string_value = value
    elif isinstance(value, bool):
        out.bool_value = value
    elif isinstance(value, int | float):
        out.number_value = value
    elif isinstance(value, Secret):
        _put_secret(out, value, secrets)
    elif isinstance(value, dict):
        _put_object(out, value, secrets)
    else:
        values = out.list_value
        values.SetInParent()
        for item in value:
            _put(values.values.add(), item, secrets)


def _put_secret(out: struct_pb2.Value, value: Secret, secrets: bool) -> None:
    if not secrets:
        _put(out, value.value, secrets)
        return
    fields = out.struct_value.fields
    fields[SIGNATURE].string_value = SECRET_SIGNATURE
    _put(fields["value"], value.value, secrets)


def _put_object(out: struct_pb2.Value, value: dict[str, Any], secrets: bool) -> None:
    if not secrets and value.get(SIGNATURE) == RESOURCE_SIGNATURE:
        # A provider that takes no resource references gets the id, or the URN of a component.
        _put(out, value.get("id") or value.get("urn", ""), secrets)
        return
    struct = out.struct_value
    struct.SetInParent()
    for key, item in value.items():
        _put(struct.fields[key], item, secrets)
