"""The entry that an operation leaves in a stack's history, as the Pulumi CLI writes it."""

from __future__ import annotations

import platform
import time
from importlib import metadata
from typing import Any

_KINDS = {"up": "update", "refresh": "refresh", "destroy": "destroy", "import": "resource-import"}


class Update:
    """An operation that was begun."""

    def __init__(self, operation: str, message: str, config: dict[str, Any]) -> None:
        self._operation, self._message, self._config = operation, message, config
        self._started = int(time.time())

    def ended(self, result: str, changes: dict[str, int]) -> dict[str, Any]:
        """Its entry, once it has ended; secret configuration stays encrypted in it."""
        return {
            "kind": _KINDS.get(self._operation, self._operation),
            "startTime": self._started,
            "message": self._message,
            "environment": {
                "exec.kind": "cli",
                "pulumi.version": f"pulumi-qstash-{metadata.version('pulumi-qstash')}",
                "runtime.name": "python",
                "runtime.version": platform.python_version(),
            },
            "config": self._config,
            "version": 0,
            "result": "succeeded" if result == "succeeded" else "failed",
            "endTime": int(time.time()),
            "resourceChanges": {op: count for op, count in sorted(changes.items()) if count},
        }
