"""What one host process has: a lifecycle for its configuration, shared by its provider classes and threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ..api import Wait
from ..lifecycle import Lifecycle, Settings, ledger_of_this_run, read_settings

_LOCK = threading.Lock()
_LIFECYCLES: dict[Settings, Lifecycle] = {}
#: A wait shorter than this is not worth a line.
WORTH_SAYING = 1.0


def lifecycle(get: Callable[[str], Any]) -> Lifecycle:
    """The lifecycle of a configuration.

    Args:
        get: gives a configuration value by its full key.
    """
    settings = read_settings(get)
    with _LOCK:
        if settings not in _LIFECYCLES:
            _LIFECYCLES[settings] = Lifecycle(settings, note=say, on_wait=say_wait, ledger=ledger_of_this_run())
        return _LIFECYCLES[settings]


def say(text: str) -> None:
    """Show a line to the user: engines pass on what a dynamic host prints."""
    print(f"qstash: {text}", flush=True)


def say_wait(wait: Wait) -> None:
    """Say that an operation waits, once the wait is noticeable."""
    if wait.seconds < WORTH_SAYING and wait.attempts < 4:
        return
    reason = wait.reason.rstrip(".")
    say(
        f"{wait.about}: {reason}; {_tries(wait.attempts)}, next in {wait.seconds:.0f} s, "
        f"giving up in {max(wait.left, 0):.0f} s."
    )


def _tries(attempts: int) -> str:
    return "no try has failed yet" if not attempts else f"{attempts} failed {'try' if attempts == 1 else 'tries'}"
