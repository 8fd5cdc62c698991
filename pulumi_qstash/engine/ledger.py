"""Which resources stand in a state while an operation runs, by number: the rule that journal and replay share."""

from __future__ import annotations


class Ledger:
    """New resources in the order of completion, then those of the base that were not reached yet.

    The base's resources have the numbers from 0; those recorded since go on from there.
    """

    def __init__(self, base: int) -> None:
        self._base: list[int | None] = list(range(base))
        self._done: list[int | None] = []
        self._place = {number: (self._base, number) for number in range(base)}
        self._next = base

    def next_number(self) -> int:
        """A number for a resource that is about to be recorded."""
        self._next += 1
        return self._next - 1

    def succeed(self, new: int | None, old: int | None) -> None:
        """`new` joins, `old` leaves."""
        if new is not None:
            self._place[new] = (self._done, len(self._done))
            self._done.append(new)
        if old is not None and old in self._place:
            places, at = self._place.pop(old)
            places[at] = None

    def replace(self, old: int, new: int) -> None:
        """Put `new` where `old` stands (which may be the same number); one that has left leaves no place."""
        if old in self._place:
            places, at = self._place.pop(old)
            places[at] = new
            self._place[new] = (places, at)

    def standing(self) -> list[int]:
        """The numbers of what stands, in the order of the state."""
        return [number for number in (*self._done, *self._base) if number is not None]
