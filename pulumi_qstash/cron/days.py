"""On which days an expression runs: how day-of-month and day-of-week combine."""

from __future__ import annotations

from dataclasses import dataclass

from .fields import DAY_OF_MONTH, DAY_OF_WEEK, Field

#: The longest that each month gets, January first.
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a month on which an expression runs, without the month itself.

    A day matches when it is in `of_month` or in `of_week`; None leaves that set out. Both None: every day.
    Two empty sets: no day.
    """

    of_month: frozenset[int] | None = None
    of_week: frozenset[int] | None = None

    def match(self, day: int, weekday: int) -> bool:
        """Whether a day (1-31) that falls on a weekday (0 = Sunday) matches."""
        if self.of_month is None and self.of_week is None:
            return True
        return day in (self.of_month or ()) or weekday in (self.of_week or ())

    @property
    def every(self) -> bool:
        """True where every day matches."""
        return self.of_month is None and self.of_week is None

    @property
    def either(self) -> bool:
        """True where a day matches by its number or by its weekday."""
        return bool(self.of_month) and bool(self.of_week)

    @property
    def none(self) -> bool:
        """True where no day matches."""
        return not self.every and not self.of_month and not self.of_week

    def in_month(self, length: int, first_weekday: int) -> list[int]:
        """The matching days of a month of that length whose first day is that weekday (0 = Sunday)."""
        return [day for day in range(1, length + 1) if self.match(day, (first_weekday + day - 1) % 7)]


NO_DAY = Days(frozenset(), frozenset())


def combine(of_month: Field, of_week: Field) -> Days:
    """The days of two fields: both must match where one has a star, else either is enough."""
    whole_month = of_month.values == DAY_OF_MONTH.everything
    whole_week = of_week.values == DAY_OF_WEEK.everything
    if of_month.star or of_week.star:
        # A star makes its field whole, so that the other one alone decides.
        if whole_month and whole_week:
            return Days()
        return Days(of_month=of_month.values) if whole_week else Days(of_week=of_week.values)
    if whole_month or whole_week:
        return Days()
    if not of_month.values and not of_week.values:
        return NO_DAY
    return Days(of_month.values or None, of_week.values or None)


def prune(days: Days, months: frozenset[int]) -> tuple[Days, frozenset[int]]:
    """The same days and months without numbers and months that can never match."""
    if days.none or not months:
        return NO_DAY, frozenset()
    if days.of_month is None:
        return days, months
    longest = max(LONGEST[month - 1] for month in months)
    kept = frozenset(day for day in days.of_month if day <= longest)
    if days.of_week is not None:
        return _pruned_either(kept, days.of_week, months, longest)
    reached = frozenset(month for month in months if kept and min(kept) <= LONGEST[month - 1])
    if not reached:
        return NO_DAY, frozenset()
    full = kept == frozenset(range(1, longest + 1))
    return (Days(), reached) if full else (Days(of_month=kept), reached)


def _pruned_either(
    kept: frozenset[int], of_week: frozenset[int], months: frozenset[int], longest: int
) -> tuple[Days, frozenset[int]]:
    if kept == frozenset(range(1, longest + 1)):
        return Days(), months
    return Days(kept or None, of_week), months
