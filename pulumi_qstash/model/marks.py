"""The marks of a field: where it travels, how it comes back, what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Live = Mapping[str, Any]
"""An object as QStash returns it."""


def as_text(value: Any) -> list[str]:
    """The one text of a value."""
    return [str(value)]


@dataclass(frozen=True)
class Header:
    """Travels in a request header; several fields may share one, joined by `separator`.

    A field of nested settings names only the end of the header: the settings' own `Header` begins it.
    """

    name: str
    write: Callable[[Any], list[str]] = as_text
    separator: str = ","
    first: bool = False


@dataclass(frozen=True)
class HeaderFamily:
    """A map that travels as one header for each entry, its name prefixed."""

    prefix: str


@dataclass(frozen=True)
class Content:
    """Travels as the request's content."""

    write: Callable[[Any], bytes]


@dataclass(frozen=True)
class InPath:
    """Travels in the request's path."""


@dataclass(frozen=True)
class JsonKey:
    """Travels under a key of the request's JSON content."""

    key: str


@dataclass(frozen=True)
class Query:
    """Travels in the request's query."""

    key: str
    write: Callable[[Any], str] = str


@dataclass(frozen=True)
class OwnCall:
    """Is written by calls of its own, such as pause and resume."""

    calls: str


@dataclass(frozen=True)
class Local:
    """Never travels: it steers this provider, or is derived."""

    purpose: str


Sent = Header | HeaderFamily | Content | InPath | JsonKey | Query | OwnCall | Local


@dataclass(frozen=True)
class Read:
    """Comes back under a key of the live object.

    A field of nested settings names only the end of the key. `sometimes` marks what QStash may or may not
    return: where the key is absent, the remembered value stands. `alike` knows which live values are
    remembered ones in another unit.
    """

    key: str
    take: Callable[[Any], Any] = lambda value: value
    sometimes: bool = False
    alike: Callable[[Any, Any], bool] = lambda _live, _remembered: False


@dataclass(frozen=True)
class Remembered:
    """Does not come back: the value of the last apply stands for it."""


@dataclass(frozen=True)
class Means:
    """What a value means, as something that compares equal for equal meanings."""

    of: Callable[[Any], Any]


@dataclass(frozen=True)
class MeansWith:
    """What a property means in the company of another, from all inputs."""

    of: Callable[[Mapping[str, Any]], Any]
    partner: str


@dataclass(frozen=True)
class ServerDefault:
    """What the server takes where the property is not set."""

    value: Any


@dataclass(frozen=True)
class Secret:
    """May be secret: never printed."""


@dataclass(frozen=True)
class Replaces:
    """A change makes a new object."""


@dataclass(frozen=True)
class Unmanaged:
    """Where it is not set, it is left as it is live."""


@dataclass(frozen=True)
class Derived:
    """Filled in by check, never given by the program."""


@dataclass(frozen=True)
class Shorthand:
    """A text stands for settings with that one setting."""

    setting: str


@dataclass(frozen=True)
class GivenAs:
    """Python programs give it by another argument, which takes more than one type."""

    name: str


@dataclass(frozen=True)
class Environment:
    """Taken from an environment variable where the configuration does not set it."""

    variable: str
