"""The sentence that says the change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .digest import Digest
from .report import Item
from .say import number, plural
from .totals import Totals

_VERBS = {
    "create": "created",
    "take over": "taken over",
    "import": "imported",
    "update": "updated",
    "replace": "replaced",
    "delete": "deleted",
    "let go": "let go",
    "changed outside": "changed outside of Pulumi",
    "gone": "deleted outside of Pulumi",
    "back": "back again",
}


def headline(items: Sequence[Item], before: Totals, after: Totals, digest: Digest) -> str:
    """One sentence: what happens, and how many messages more or fewer that is."""
    if digest.failed and not items:
        return "The preview failed before it came to any change."
    prefix = "The preview failed; as far as it came: " if digest.failed else ""
    if not items:
        same = "The account is as the state says." if digest.drift else "Nothing changes in QStash."
        return f"{prefix}{same}"
    return f"{prefix}{_happenings(items)}; {_messages(before, after, digest.drift)}."


def _happenings(items: Sequence[Item]) -> str:
    counted = Counter((item.action, item.noun) for item in items)
    parts = []
    for action, verb in _VERBS.items():
        nouns = [_counted(count, noun) for (its_action, noun), count in counted.items() if its_action == action]
        if nouns:
            parts.append(f"{_listed(nouns)} {verb}")
    return ", ".join(parts)


def _counted(count: int, noun: str) -> str:
    return noun if noun.endswith("s") else plural(count, noun)


def _listed(nouns: list[str]) -> str:
    return f"{', '.join(nouns[:-1])} and {nouns[-1]}" if len(nouns) > 1 else nouns[0]


def _messages(before: Totals, after: Totals, drift: bool) -> str:
    low, high = number(before.messages_per_day), number(after.messages_per_day)
    verb = "are now" if drift else "become"
    if before.unknown or after.unknown:
        return f"{low} messages a day{_more(before)} {verb} {high}{_more(after)}"
    if low == high:
        return f"messages stay at {high} a day"
    return f"{low} messages a day {verb} {high}{_factor(before, after)}"


def _more(side: Totals) -> str:
    return f" and those of {plural(len(side.unknown), 'schedule')} not known" if side.unknown else ""


_WORTH_SAYING = 1.5


def _factor(before: Totals, after: Totals) -> str:
    if not before.messages_per_day or after.messages_per_day < _WORTH_SAYING * before.messages_per_day:
        return ""
    return f" ({number(after.messages_per_day / before.messages_per_day)} times as many)"
