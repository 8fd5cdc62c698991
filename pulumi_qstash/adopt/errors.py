"""What adopt refuses, in one sentence with the way out."""

from __future__ import annotations


class AdoptError(Exception):
    """The account cannot be adopted as asked; says why and what to do."""
