"""Asking the real QStash what nobody outside knows: `pulumi-qstash probe`."""

from __future__ import annotations

from .asking import Row, probe
from .sandbox import NotEmpty, Sandbox
from .wire import Unreachable, Wire

__all__ = ["NotEmpty", "Row", "Sandbox", "Unreachable", "Wire", "probe"]
