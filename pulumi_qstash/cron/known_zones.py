"""Which time zones there are, spelled as the tz database spells them."""

from __future__ import annotations

import re
import sys
import zoneinfo
from functools import lru_cache

from .errors import CronError
from .zones import UTC_NAMES

#: No name is longer.
_LONG = 100
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?00)?\Z", re.IGNORECASE)
_SUMMER_TIMES = {
    "CEST": "Europe/Berlin",
    "BST": "Europe/London",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "EDT": "America/New_York",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "MDT": "America/Denver",
    "AEST": "Australia/Sydney",
    "SGT": "Asia/Singapore",
}


def check_zone(name: str) -> None:
    """Refuses a name that is no time zone.

    Raises:
        CronError: With the likely spelling, where there is one.
    """
    if name not in UTC_NAMES and not _loads(name):
        if not zoneinfo.available_timezones():
            raise CronError("this machine has no time zone database", "install the Python package tzdata")
        raise CronError(f"there is no time zone {name!r}", suggest_zone(name))


def suggest_zone(name: str) -> str | None:
    """The zone that was likely meant, as advice, or None."""
    meant = _meant(name.strip())
    return f"write {meant}" if meant else "take a name of the tz database, such as Europe/Berlin"


@lru_cache(maxsize=512)
def _loads(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    # Where file names ignore case, a wrong spelling loads: QStash's own file system does not.
    return sys.platform not in ("darwin", "win32") or name in zoneinfo.available_timezones()


def _meant(name: str) -> str | None:
    if offset := _OFFSET.match(name):
        sign = "-" if offset[1] == "+" else "+"
        return f"Etc/GMT{sign}{int(offset[2])} (the sign is turned round in these names)" if int(offset[2]) else "UTC"
    if name.upper() in _SUMMER_TIMES:
        return _SUMMER_TIMES[name.upper()]
    return _nearest(name)


def _nearest(name: str) -> str | None:
    import difflib

    known = {each.lower(): each for each in sorted(zoneinfo.available_timezones() | {"UTC"})}
    wanted = name[:_LONG].lower().replace(" ", "_")
    if wanted in known:
        return known[wanted]
    cities = {key.rpartition("/")[2]: each for key, each in known.items()}
    if wanted.rpartition("/")[2] in cities:
        return cities[wanted.rpartition("/")[2]]
    # A name with a blank in it ends at the blank: America/New of America/New York.
    if longer := [key for key in known if key.startswith(f"{wanted}_")]:
        return known[longer[0]]
    close = difflib.get_close_matches(wanted, known, 1, 0.75)
    return known[close[0]] if close else None
