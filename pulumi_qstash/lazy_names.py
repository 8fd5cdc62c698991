"""Names of a package that are imported from their homes when they are first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(namespace: dict[str, Any], homes: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package.

    Args:
        namespace: The package's `globals()`, where a name stays once it is imported.
        homes: The module of each name, relative to the package.
    """
    package = namespace["__name__"]

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = namespace[name] = getattr(import_module(f".{homes[name]}", package), name)
        return value

    return get
