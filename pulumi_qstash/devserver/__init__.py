"""QStash's control plane on this machine, for development and tests."""

from __future__ import annotations

from .accounts import DEFAULT_KEYS, DEFAULT_TOKEN
from .launcher import DevServer, NotStarted

__all__ = ["DEFAULT_KEYS", "DEFAULT_TOKEN", "DevServer", "NotStarted"]
