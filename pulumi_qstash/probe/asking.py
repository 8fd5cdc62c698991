"""Asking all questions, one after the other, and cleaning up after each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pulumi_qstash.devserver.switches import SWITCHES

from .questions import QUESTIONS, NotAsked, Question
from .sandbox import Sandbox
from .wire import Failing


@dataclass(frozen=True)
class Row:
    """An answer beside what the dev server assumes.

    Attributes:
        number: The question's number in the list of unknowns.
        switch: The dev server's switch, None where it needs none.
        text: The question.
        assumed: What the dev server does by default.
        answer: What this service does; None where it could not be asked.
        why_not: Why it could not be asked.
        left: What could not be removed afterwards.
    """

    number: int
    switch: str | None
    text: str
    assumed: Any
    answer: Any
    why_not: str | None
    left: tuple[str, ...]

    @property
    def agrees(self) -> bool | None:
        """Whether the dev server assumes what is the case; None where that is not known."""
        if self.why_not is not None:
            return None
        if self.switch is None:
            return str(self.answer) in str(self.assumed)
        return type(self.answer) is type(self.assumed) and bool(self.answer == self.assumed)


def probe(box: Sandbox) -> Iterator[Row]:
    """Yields a row for each question as soon as it is answered; what a question makes is gone by then.

    Raises:
        Unreachable: The service no longer answers.
    """
    for asked in QUESTIONS:
        yield _row(box, asked)


def _row(box: Sandbox, asked: Question) -> Row:
    answer, why_not, left = None, None, []
    try:
        answer = asked.ask(box)
    except (NotAsked, Failing) as reason:
        why_not = str(reason)
    except (KeyError, TypeError, ValueError) as surprise:
        why_not = f"the service answered in a form that was not expected ({type(surprise).__name__}: {surprise})"
    finally:
        left = box.clear()
    assumed = SWITCHES[asked.switch].default if asked.switch else asked.assumed
    return Row(asked.number, asked.switch, asked.text, assumed, answer, why_not, tuple(left))
