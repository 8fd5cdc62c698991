"""What to write instead of what QStash refuses: the remedy for an error, or None where no guess is safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .fields import FieldKind

_FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_FULL_WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_SHORT = 3
_DESCRIPTORS = ("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly", "@every")
_FIELDS = 5
#: Nothing that is meant is longer.
_LONG = 100


def for_item(item: str, kind: FieldKind) -> str | None:
    """A remedy for a refused item of a field."""
    for find in (_sunday, _full_name, _special, _midnight, _wrapped, _span):
        if found := find(item, kind):
            return found
    return None


def for_descriptor(text: str) -> str | None:
    """A remedy for an unknown descriptor."""
    import difflib

    if text.startswith("@reboot"):
        return "QStash never reboots: write when it should run, or send a message once with the SDK"
    if text.startswith("@every"):
        return "write a blank and a duration, such as @every 1h30m"
    close = difflib.get_close_matches(text[:_LONG].strip().lower(), _DESCRIPTORS, 1, 0.6)
    return f"write {close[0]}" if close else f"QStash knows {', '.join(_DESCRIPTORS[:-1])} and @every"


def for_field_count(fields: list[str]) -> str | None:
    """A remedy for too few or too many fields."""
    if fields and fields[0].startswith("cron(") and fields[-1].endswith(")"):
        inner = " ".join(fields)[len("cron(") : -1].split()
        days = ", with days of the week from 0 for Sunday" if any(map(str.isdigit, " ".join(inner[4:_FIELDS]))) else ""
        return f"leave out EventBridge's cron( ) and the year{days}: {' '.join(inner[:_FIELDS])}"
    if fields and fields[0].startswith("rate("):
        return "QStash has no rate( ): write steps, such as */5 * * * *, or @every 5m"
    if len(fields) == _FIELDS + 1 and "@" not in fields[0]:
        return _without_sixth(fields)
    if len(fields) == _FIELDS + 2:
        return f"drop the seconds and the year: {' '.join(fields[1:-1])}"
    if len(fields) == 1 and fields[0].startswith("@"):
        return f"drop the blanks around {fields[0]}"
    if 1 < len(fields) < _FIELDS:
        return "write all of minute, hour, day of month, month and day of week, such as 0 9 * * 1-5"
    return "write minute, hour, day of month, month and day of week, such as 0 9 * * 1-5"


def _without_sixth(fields: list[str]) -> str:
    """Quartz and Spring put seconds first, EventBridge a year last: the field that is one goes."""
    without_year = f"drop the year: {' '.join(fields[:-1])}"
    without_seconds = f"QStash has no seconds, drop them: {' '.join(fields[1:])}"
    if _is_year(fields[-1]) or "?" in (fields[2], fields[4]):
        return without_year
    return without_seconds if _legal(fields[1:]) or not _legal(fields[:-1]) else without_year


def _is_year(field: str) -> bool:
    return field[:4].isdigit() and len(field) >= 4


def _legal(fields: list[str]) -> bool:
    from .errors import CronError
    from .fields import KINDS, parse_field

    try:
        return all(parse_field(text, kind) for text, kind in zip(fields, KINDS, strict=True))
    except CronError:
        return False


def _sunday(item: str, kind: FieldKind) -> str | None:
    if kind.name != "day-of-week" or "/" in item:
        return None
    first, hyphen, last = item.partition("-")
    if item == "7":
        return "use 0 for Sunday"
    if hyphen and last == "7" and (low := _value(first, kind)) is not None:
        days = ",".join(str(day) for day in [0, *range(max(low, 1), 7)]) if low else "*"
        return f"use 0 for Sunday: {days}" if days != "0,1,2,3,4,5,6" else "use 0 for Sunday: *"
    return None


def _full_name(item: str, kind: FieldKind) -> str | None:
    names = {"month": _FULL_MONTHS, "day-of-week": _FULL_WEEKDAYS}.get(kind.name, ())
    parts = item.split("-")
    short = [_shortened(part, names) for part in parts]
    if short == parts:
        return None
    return f"use three letters: {'-'.join(short)}"


def _shortened(text: str, names: tuple[str, ...]) -> str:
    lowered = text.lower().rstrip(".")
    fits = len(lowered) > _SHORT - 1 and any(name.startswith(lowered) or f"{name}s" == lowered for name in names)
    return lowered[:_SHORT].upper() if fits and len(text) > _SHORT else text


def _special(item: str, kind: FieldKind) -> str | None:
    upper = item.upper()
    if kind.name in ("day-of-month", "day-of-week") and "L" in upper and upper.strip("0123456789L-") in ("", "W"):
        if kind.name == "day-of-week" and upper != "L":
            return "QStash has no L for the last such weekday: run on each of them and let the receiver check the date"
        return "QStash has no L for the last day: run on 28-31 and let the receiver check, or on the 1st"
    if kind.name == "day-of-month" and upper.strip("0123456789") == "W":
        return "QStash has no W for the nearest weekday: name the days"
    if "#" in item:
        return "QStash has no # for the nth weekday: run on every such weekday and let the receiver check the date"
    if upper in ("H", "R") or upper.startswith(("H/", "H(", "R(")):
        return f"QStash has no {upper[0]} for a spread or random value: write the number"
    if "~" in item:
        return "QStash has no ~ for a random value: write the number"
    return None


def _midnight(item: str, kind: FieldKind) -> str | None:
    least, most = kind.least, kind.most
    if kind.name in ("minute", "hour") and item == str(most + 1):
        return "use 0"
    if item == "0" and least == 1:
        return f"{kind.name} begins at 1"
    return None


def _wrapped(item: str, kind: FieldKind) -> str | None:
    """`FRI-MON` as `FRI,SAT,SUN,MON`."""
    span, slash, _ = item.partition("/")
    first, hyphen, last = span.partition("-")
    low, high = _value(first, kind), _value(last, kind)
    if slash or not hyphen or low is None or high is None or low <= high:
        return None
    least, most = kind.least, kind.most
    if not least <= high < low <= most:
        return None
    named = first.isalpha() and last.isalpha()
    if not named and low < most and high > least:
        return f"write {low}-{most},{least}-{high}"
    return f"write {','.join(_spelled(v, kind, named) for v in [*range(low, most + 1), *range(least, high + 1)])}"


def _span(item: str, kind: FieldKind) -> str | None:
    least, most = kind.least, kind.most
    if item.startswith("*") and not item.startswith("*/"):
        return "write * alone, or */2 for a step"
    if item.partition("/")[2] == "0":
        return "leave the step out, or write at least 1"
    if item.startswith("/"):
        return f"write *{item}"
    return f"{kind.name} takes {least}-{most}" if item.lstrip("-+").isdigit() else None


def _value(text: str, kind: FieldKind) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONG else kind.named(text)


def _spelled(value: int, kind: FieldKind, named: bool) -> str:
    return kind.names[value - kind.least].upper() if named else str(value)
