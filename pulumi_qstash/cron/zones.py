"""Time zones in whole seconds: offsets, and the stretches without a clock change.

Instants are seconds since 1970 in UTC; wall times are the same count as if the local clock were UTC's.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

DAY = 86400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_ONE_DAY = timedelta(days=1)
_FIRST = -62135596800 + 2 * DAY
_LAST = 253402300799 - 2 * DAY
#: Names of the zone that never leaves UTC; `Local` is the server's own zone, which is UTC.
UTC_NAMES = frozenset(
    {"", "Local", "UTC", "UCT", "Zulu", "Universal", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich"}
    | {f"Etc/{name}" for name in ("UTC", "UCT", "Zulu", "Universal", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich")}
)


def instant(moment: datetime) -> int:
    """The second in which an aware moment lies, since 1970."""
    return (moment - _EPOCH) // _SECOND


def moment(instant: int) -> datetime:
    """The aware UTC datetime of an instant."""
    return _EPOCH + timedelta(seconds=instant)


class Zone:
    """A time zone's clock."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._info = None if name in UTC_NAMES else ZoneInfo(name)
        self._years: dict[int, list[tuple[int, int]]] = {}
        #: The stretch that was asked for last: (start, end, offset).
        self._stretch = (0, 0, 0)

    @property
    def is_utc(self) -> bool:
        """True where the clock is UTC's for ever."""
        return self._info is None

    def offset(self, instant: int) -> int:
        """Seconds by which the local clock is ahead of UTC at an instant."""
        if self._info is None:
            return 0
        start, end, offset = self._stretch
        if start <= instant < end:
            return offset
        start, end = self.steady(instant)
        offset = _offset(self._info, instant)
        self._stretch = (start, end, offset)
        return offset

    def wall(self, instant: int) -> int:
        """What the local clock shows at an instant."""
        return instant + self.offset(instant)

    def instant(self, wall: int) -> int:
        """An instant at which the local clock shows a wall time.

        Where it shows it twice or never, the choice is Go's: look up the offset as if the wall time were UTC,
        then once more at the instant that this gives.
        """
        return wall - self.offset(wall - self.offset(wall))

    def changes(self, year: int) -> list[tuple[int, int]]:
        """The clock changes of a year of UTC: (instant, offset from then on), in order."""
        if year not in self._years:
            self._years[year] = [] if self._info is None else _find_changes(self._info, year)
        return self._years[year]

    def steady(self, instant: int) -> tuple[int, int]:
        """A stretch [start, end) around an instant without a clock change, at most about a year either way."""
        year = moment(instant).year
        years = range(max(year - 1, 1), min(year + 1, 9999) + 1)
        instants = [change for y in years for change, _ in self.changes(y)]
        at = bisect_right(instants, instant)
        start = instants[at - 1] if at else _new_year(years[0])
        end = instants[at] if at < len(instants) else _new_year(years[-1] + 1)
        return start, end


def _offset(info: ZoneInfo, instant: int) -> int:
    bounded = min(max(instant, _FIRST), _LAST)
    offset = (_EPOCH + timedelta(seconds=bounded)).astimezone(info).utcoffset()
    assert offset is not None  # noqa: S101  the moment is aware
    return offset // _SECOND


def _find_changes(info: ZoneInfo, year: int) -> list[tuple[int, int]]:
    found = []
    first, last = _new_year(year), _new_year(year + 1)
    if year < 2:
        return []  # the local clock may be before all dates
    day = moment(first) - _SECOND
    before = day.astimezone(info).utcoffset()
    for midnight in range(first, last, DAY):
        day += _ONE_DAY
        if (after := day.astimezone(info).utcoffset()) != before:
            found.append((_bisect(info, midnight - 1, midnight + DAY - 1), _offset(info, midnight + DAY - 1)))
            before = after
    return found


def _bisect(info: ZoneInfo, low: int, high: int) -> int:
    """The instant in (low, high] at which the offset changes."""
    before = _offset(info, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(info, middle) == before else (low, middle)
    return high


@cache
def _new_year(year: int) -> int:
    if year > 9999:
        return _LAST + 3 * DAY
    return instant(datetime(year, 1, 1, tzinfo=UTC))


@cache
def zone(name: str) -> Zone:
    """The zone of a name that `known_zones` accepts."""
    return Zone(name)
