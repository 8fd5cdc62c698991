"""What is wrong is refused, with its property named, whatever it is."""

from __future__ import annotations

import pytest
from support.bad_inputs import LEGAL, BadInput, bad_inputs, rules

from pulumi_qstash.model import KINDS, Checked, Context
from pulumi_qstash.model.rules import CONTRADICTIONS, RULES
from pulumi_qstash.model.sentences import STRUCTURE

CODES = sorted([*RULES, *CONTRADICTIONS, *STRUCTURE])


def check(bad: BadInput) -> Checked:
    return bad.kind.check(bad.inputs(), {}, Context(plan=bad.plan))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("plan", [None, "free", "payg", "fixed-1m", "fixed-10m"])
def test_nothing_is_wrong_with_what_the_corpus_starts_from(kind, plan) -> None:
    """The declarations that the corpus spoils are legal before."""
    assert kind.check(LEGAL[kind.name], {}, Context(plan=plan)).problems == ()


def test_the_corpus_covers_every_rule() -> None:
    """Each rule has a file, each file a rule, with ten lines or more, and they are 500 or more in all."""
    assert rules() == CODES
    assert {rule: len(bad_inputs(rule)) for rule in CODES if len(bad_inputs(rule)) < 10} == {}
    assert sum(len(bad_inputs(rule)) for rule in CODES) >= 500


@pytest.mark.parametrize("rule", CODES)
def test_bad_inputs_are_refused(rule: str) -> None:
    """Each line is refused at the property that is wrong, by the rule that is meant for it."""
    missed = []
    for bad in bad_inputs(rule):
        problems = check(bad).problems
        if (bad.path, rule) not in {(p.path, p.code) for p in problems}:
            missed.append((bad.path, bad.set, problems))
    assert missed == []


@pytest.mark.parametrize("rule", CODES)
def test_reasons_are_sentences(rule: str) -> None:
    """A reason is one line, says something, and shows no trace of our code."""
    for bad in bad_inputs(rule):
        for problem in check(bad).problems:
            assert len(problem.reason) > 15, problem
            assert "\n" not in problem.reason
            assert not {"Traceback", "pydantic", "Error(", "NoneType"} & set(problem.reason.split())


@pytest.mark.parametrize("rule", CODES)
def test_a_rule_that_is_switched_off_is_missed(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a rule some line of its file passes: no rule stands behind another unseen."""
    if rule in RULES:
        monkeypatch.setitem(RULES, rule, lambda _value, _context: None)
    elif rule in CONTRADICTIONS:
        monkeypatch.setitem(CONTRADICTIONS, rule, lambda _inputs, _context: ())
    else:
        monkeypatch.setitem(STRUCTURE, rule, lambda _kind, _steps: None)
    assert any(not check(bad).problems for bad in bad_inputs(rule))
