"""Days and months in words."""

from __future__ import annotations

from .days import LONGEST, Days
from .spans import listed, spans

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_WORKING = frozenset({1, 2, 3, 4, 5})
_MONDAY_FIRST = (1, 2, 3, 4, 5, 6, 0)
_WITH_A_31ST = frozenset(month for month, longest in enumerate(LONGEST, 1) if longest == max(LONGEST))


def day_words(days: Days, months: frozenset[int]) -> str:
    """The days, to stand before a time: `every weekday`, `on the 1st of every month`; empty for every day."""
    if days.every:
        return f"every day{_within(months)}" if _within(months) else ""
    if days.of_month is None:
        return f"every {_weekdays(days.of_week or frozenset())}{_within(months)}"
    return _numbered(days.of_month, days.of_week, months)


def day_adverb(days: Days, months: frozenset[int]) -> str:
    """The days, to stand after a pace: `on weekdays`, `in May`, `on the 1st of every month`; empty for every day."""
    if days.every:
        return _within(months).strip()
    if days.of_month is None:
        return f"on {_weekdays(days.of_week or frozenset(), plural=True)}{_within(months)}"
    return _numbered(days.of_month, days.of_week, months)


def ordinal(day: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def weekdays_listed(weekdays: frozenset[int]) -> str:
    """`Monday and Friday`, in the order of a working week."""
    return listed([_WEEKDAYS[day] for day in _MONDAY_FIRST if day in weekdays])


def numbers_listed(numbers: frozenset[int]) -> str:
    """`1st to 7th and 15th`."""
    return listed([ordinal(a) if a == b else f"{ordinal(a)} to {ordinal(b)}" for a, b in spans(numbers)])


def months_listed(months: frozenset[int]) -> str:
    """`every month`, `every month but May`, `January to March and May`."""
    missing = [name for month, name in enumerate(_MONTHS, 1) if month not in months]
    if len(missing) <= 1:
        return " but ".join(["every month", *missing])
    return listed([_MONTHS[a - 1] if a == b else f"{_MONTHS[a - 1]} to {_MONTHS[b - 1]}" for a, b in spans(months)])


def _numbered(numbers: frozenset[int], weekdays: frozenset[int] | None, months: frozenset[int]) -> str:
    also = f" and every {_weekdays(weekdays)}" if weekdays else ""
    if numbers == {31} and not also and months == _WITH_A_31ST:
        return "on the 31st of every month that has one"
    return f"on the {numbers_listed(numbers)}{also} of {months_listed(months)}"


def _within(months: frozenset[int]) -> str:
    return f" in {months_listed(months)}" if len(months) < len(_MONTHS) else ""


def _weekdays(weekdays: frozenset[int], *, plural: bool = False) -> str:
    if weekdays == _WORKING:
        return "weekdays" if plural else "weekday"
    missing = [day for day in range(7) if day not in weekdays]
    if len(missing) == 1:
        return f"{'every ' if plural else ''}day but {_WEEKDAYS[missing[0]]}"
    names = weekdays_listed(weekdays)
    return names.replace("day", "days") if plural else names
