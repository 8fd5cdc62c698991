"""QStash's cron dialect: what it accepts, when it runs, and how to say so in words."""

from __future__ import annotations

from .errors import CronError
from .other_dialects import dialects
from .parser import parse
from .rating import Rate, rate, rate_words
from .reading import Reading
from .schedule import Cron, between
from .surprising import Surprise, surprises
from .wording import describe, runs

__all__ = [
    "Cron",
    "CronError",
    "Rate",
    "Reading",
    "Surprise",
    "between",
    "describe",
    "dialects",
    "parse",
    "rate",
    "rate_words",
    "runs",
    "surprises",
]
