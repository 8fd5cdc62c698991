"""What a declaration may say: one function for each rule, kept by its code in `RULES` or `CONTRADICTIONS`."""

from . import bodies, contradictions, headers, limits, names, numbers, retry_delay, times, urls
from .registry import CONTRADICTIONS, RULES, holds

__all__ = ["CONTRADICTIONS", "RULES", "holds"]

del bodies, contradictions, headers, limits, names, numbers, retry_delay, times, urls
