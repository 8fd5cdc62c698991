"""A day of runs in 24 block characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..report import Item, Side
from ..week import DAYS

_BLOCKS = "▁▂▃▄▅▆▇█"
_EMPTY = "·"
#: Runs in an hour from which each block on is drawn: one run is low, a run a minute is full.
_STEPS = (1, 2, 3, 5, 8, 16, 31, 60)
HOURS = 24
#: The line above a strip.
SCALE = "00    06    12    18    "


def strip(minutes: Sequence[int], day: int) -> str:
    """The runs of one day of the week (0 to 6) as 24 characters, an hour each."""
    counts = Counter((minute // 60) % HOURS for minute in minutes if minute // (HOURS * 60) == day)
    return "".join(_block(counts[hour]) for hour in range(HOURS))


def strip_of(side: Side, day: int) -> str:
    """A side's strip, or why there is none."""
    if side.timing.cron is None:
        return side.timing.reason
    return "paused" if side.paused else strip(side.minutes, day)


def day_to_show(item: Item) -> int | None:
    """The first whole day of the week on which the schedule runs, before or after; the deploy's own day comes last."""
    busy = {minute // (HOURS * 60) for side in (item.before, item.after) if side is not None for minute in side.minutes}
    return next((day for day in (*range(1, DAYS), 0) if day in busy), None)


def _block(count: int) -> str:
    if not count:
        return _EMPTY
    return _BLOCKS[sum(count >= step for step in _STEPS) - 1]
