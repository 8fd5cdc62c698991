"""What a reviewer should be told: rules with a code, a severity, a reason, a remedy and a page in the docs."""

from __future__ import annotations

from . import clock, delivery, destinations, load, references, secrets
from .registry import SEVERITIES, Finding, Rule, check, rules
from .subject import Scene, Subject

__all__ = [
    "SEVERITIES",
    "Finding",
    "Rule",
    "Scene",
    "Subject",
    "check",
    "clock",
    "delivery",
    "destinations",
    "load",
    "references",
    "rules",
    "secrets",
]
