"""What holds for every declaration, tried on many."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import legal_inputs as legal
from support import plain_reading as plain

from pulumi_qstash.model import FLOW_CONTROL, KINDS, QUEUE, SCHEDULE, UNKNOWN, URL_GROUP, Context, Kind

CONTEXT = Context()
many = settings(
    max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)
ANY = [
    (SCHEDULE, legal.schedules()),
    (QUEUE, legal.QUEUES),
    (URL_GROUP, legal.URL_GROUPS),
    (FLOW_CONTROL, legal.FLOW_CONTROLS),
]
DECLARATIONS = st.one_of(*(st.tuples(st.just(kind), strategy) for kind, strategy in ANY))


def checked(kind: Kind, news: dict[str, Any]) -> dict[str, Any]:
    found = kind.check(news, {}, CONTEXT)
    assert found.problems == ()
    return found.inputs


@many
@given(DECLARATIONS)
def test_nothing_differs_from_itself(declaration: tuple[Kind, dict[str, Any]]) -> None:
    """A declaration compared with itself has not changed, before and after the check."""
    kind, news = declaration
    inputs = checked(kind, news)
    for olds in (inputs, dict(reversed(inputs.items()))):
        assert kind.compare(olds, inputs).changed == []
        assert not kind.compare(olds, inputs).only_in_outputs


@many
@given(DECLARATIONS)
def test_checking_twice_changes_nothing(declaration: tuple[Kind, dict[str, Any]]) -> None:
    """Normalised inputs are their own normal form, numbers as floats included."""
    kind, news = declaration
    inputs = checked(kind, news)
    assert checked(kind, inputs) == inputs
    assert checked(kind, _floats(news)) == inputs


def _floats(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _floats(v) for k, v in value.items()}
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@many
@given(legal.schedules())
def test_schedules_come_back_as_they_went(news: dict[str, Any]) -> None:
    """Written, read by a plain reader of QStash's headers, and recalled: the inputs are the same."""
    inputs = checked(SCHEDULE, news)
    request = SCHEDULE.request(inputs)
    live = plain.schedule(request.path, request.headers, request.content)
    live["isPaused"] = inputs.get("paused", True)
    assert SCHEDULE.recall(SCHEDULE.parse(live), inputs) == inputs
    shown = plain.redacted(request.headers, live)
    assert SCHEDULE.recall(SCHEDULE.parse(shown), inputs) == inputs


@many
@given(legal.QUEUES, legal.URL_GROUPS)
def test_queues_and_groups_come_back_as_they_went(queue: dict[str, Any], group: dict[str, Any]) -> None:
    """The JSON documents of queues and URL groups hold all that was declared."""
    live = plain.queue(QUEUE.request(queue).content or b"")
    assert QUEUE.recall(QUEUE.parse(live), queue) == queue
    request = URL_GROUP.request(group)
    assert URL_GROUP.parse(plain.url_group(request.path, request.content or b"")) == group


@many
@given(legal.schedules())
def test_live_schedules_can_be_declared(news: dict[str, Any]) -> None:
    """What is parsed from a live schedule passes the check and differs from it in nothing that can be read."""
    request = SCHEDULE.request(checked(SCHEDULE, news))
    live = SCHEDULE.parse(plain.schedule(request.path, request.headers, request.content))
    inputs = checked(SCHEDULE, live)
    assert SCHEDULE.compare(live, inputs).changed == []


@many
@given(legal.schedules(), legal.schedules())
def test_comparison_does_not_depend_on_direction(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Two declarations differ or they do not, whichever is the older; the pause that is let go aside."""
    one, other = ({k: v for k, v in d.items() if k != "paused"} for d in (one, other))
    assert bool(SCHEDULE.compare(one, other).changed) == bool(SCHEDULE.compare(other, one).changed)


@many
@given(DECLARATIONS, st.data())
def test_the_unknown_passes_anywhere(declaration: tuple[Kind, dict[str, Any]], data: st.DataObject) -> None:
    """A value that is not known yet is no problem, wherever it stands, and stays unknown."""
    kind, news = declaration
    path = data.draw(st.sampled_from(list(_paths(news))))
    given = _with(news, path, UNKNOWN)
    found = kind.check(given, {}, CONTEXT)
    assert found.problems == ()
    assert _at(found.inputs, path) is UNKNOWN
    assert kind.compare(checked(kind, news), found.inputs).changed != [] or path[0] == "adopt"


def _paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        items = list(value.items())
    else:
        items = list(enumerate(value)) if isinstance(value, list) else []
    own = [before] if before else []
    return own + [p for key, inner in items for p in _paths(inner, (*before, key))]


def _with(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _with(value[path[0]], path[1:], new)
    return copy


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


PROPERTIES = {kind.name: [spec.wire for spec in kind.fields] for kind in KINDS}


@many
@given(st.sampled_from(KINDS), st.data())
def test_no_input_breaks_the_check(kind: Kind, data: st.DataObject) -> None:
    """Whatever is given, the check answers with problems and never with an exception."""
    names = st.sampled_from(PROPERTIES[kind.name]) | st.text(max_size=6)
    news = data.draw(st.dictionaries(names, legal.JSON, max_size=6))
    found = kind.check(news, {}, Context(plan=data.draw(st.sampled_from([None, "free", "nonsense"]))))
    for problem in found.problems:
        assert problem.reason
        assert "\n" not in problem.reason


@many
@given(st.sampled_from(KINDS), st.data())
def test_no_old_state_breaks_the_comparison(kind: Kind, data: st.DataObject) -> None:
    """Whatever an old state or a live object holds, comparing and reading it never raise."""
    names = st.sampled_from(PROPERTIES[kind.name])
    texts = st.text(max_size=6) | st.integers() | st.none()
    olds = data.draw(st.dictionaries(names.filter(lambda n: n not in NESTED), texts, max_size=6))
    news = data.draw({k.name: s for k, s in ANY}[kind.name])
    kind.compare(olds, news)
    kind.recall(olds, news)


NESTED = {
    "headers",
    "callback",
    "failureCallback",
    "flowControl",
    "redact",
    "labels",
    "endpoints",
    "body",
    "bodyBase64",
}


@pytest.mark.parametrize("value", ["abc", "", 5, None, [], {}, True])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_odd_live_values_do_not_break_parsing(kind: Kind, value: Any) -> None:
    """A field of an unexpected type in an answer is no reason to fail at the whole."""
    keys = {spec.read.key for spec in kind.fields if spec.read and spec.read.key}
    for key in keys - {"name", "scheduleId", "flowControlKey", "destination"}:
        live = {"name": "n", "scheduleId": "s", "destination": "d", "flowControlKey": "k", "cron": "@daily"}
        kind.parse(live | {key: value})
