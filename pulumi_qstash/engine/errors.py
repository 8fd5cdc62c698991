"""What the engine refuses or cannot do, told in one sentence with the way out."""

from __future__ import annotations


class EngineError(Exception):
    """A predictable failure: its text is the whole message, and no traceback is wanted."""
