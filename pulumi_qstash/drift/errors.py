"""What drift refuses, in one sentence with the way out."""

from __future__ import annotations


class DriftError(Exception):
    """The question cannot be answered as asked; says why and what to do."""
