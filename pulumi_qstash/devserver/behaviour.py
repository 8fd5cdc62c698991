"""One switch for each thing about QStash that nobody outside knows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .switches import SWITCHES, Switch


class UnknownSwitch(ValueError):  # noqa: N818 - an answer, not an error
    """A switch that does not exist, or a value that it cannot have."""


class Behaviour:
    """The switches' present values."""

    def __init__(self) -> None:
        self._changed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        return self._changed.get(name, SWITCHES[name].default)

    def changed(self) -> dict[str, Any]:
        """The switches that are not at their default."""
        return dict(self._changed)

    def change(self, values: Mapping[str, Any]) -> None:
        """Set switches; all of them or none.

        Raises:
            UnknownSwitch: For a name or a value that there is not.
        """
        for name, value in values.items():
            _check(name, value)
        self._changed |= values
        self._changed = {n: v for n, v in self._changed.items() if v != SWITCHES[n].default}

    def reset(self) -> None:
        """All switches back to their defaults."""
        self._changed = {}

    def as_json(self) -> list[dict[str, Any]]:
        """Every switch with its value, meaning, default, choices and evidence."""
        return [_describe(switch) | {"value": self[switch.name]} for switch in SWITCHES.values()]


def _describe(switch: Switch) -> dict[str, Any]:
    return {
        "name": switch.name,
        "meaning": switch.meaning,
        "default": switch.default,
        "choices": list(switch.choices),
        "evidence": switch.evidence,
        "probe": switch.probe,
    }


def _check(name: str, value: Any) -> None:
    switch = SWITCHES.get(name)
    if switch is None:
        known = ", ".join(SWITCHES)
        raise UnknownSwitch(f"There is no switch {name!r}. The switches are: {known}.")
    if not switch.allows(value):
        raise UnknownSwitch(f"The switch {name!r} cannot be {json.dumps(value)}: it takes {switch.choices_text}.")
