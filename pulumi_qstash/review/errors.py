"""The one error of this room."""

from __future__ import annotations


class ReviewError(ValueError):
    """A preview that cannot be reviewed: one sentence that says why, and the way out."""
