"""What an operation looks like to people: the diff, the plain lines, the summary, the live table.

The texts in the CLI's familiar form were printed by the Pulumi CLI for the same changes.
"""

from __future__ import annotations

import io
import json

import pytest

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.display.choose import choose
from pulumi_qstash.engine.display.shown import Shown
from pulumi_qstash.engine.display.texts import duration
from pulumi_qstash.engine.events import (
    Diagnostic,
    Event,
    Prelude,
    PropertyDiff,
    ResourceOperationFailed,
    ResourceOutputs,
    ResourcePre,
    StepMetadata,
    Summary,
)
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.values import UNKNOWN, Secret

STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
TYPE = "pulumi-python:dynamic/probe:Thing"


def thing(name: str, **more: object) -> Resource:
    urn = urns.make("dev", "shop", "", TYPE, name)
    return Resource(urn, TYPE, True, id=name, parent=STACK, **more)  # type: ignore[arg-type]


def step(op: str, old: Resource | None, new: Resource | None, **more: object) -> StepMetadata:
    about = new or old
    assert about is not None
    return StepMetadata(op, about.urn, about.type, old, new, **more)  # type: ignore[arg-type]


def root(op: str = "same", old: dict | None = None, new: dict | None = None) -> StepMetadata:
    before = Resource(STACK, urns.STACK_TYPE, False, outputs=old or {})
    after = Resource(STACK, urns.STACK_TYPE, False, outputs=new or {})
    return step(op, None if op == "create" else before, after)


def shown(*events: Event, operation: str = "up", preview: bool = True, what: Shown | None = None, **form: bool) -> str:
    """The text of `events` in one form."""
    out = io.StringIO()
    display = choose(operation, "dev", STACK, what or Shown(), preview=preview, out=out, **form)
    for event in (Prelude({}), *events):
        display(event)
    display.close()
    return out.getvalue()


OLD = thing("a", inputs={"size": 2, "note": Secret("hush-1"), "m": {"k": [1, 2], "d": {"x": True}}, "__provider": "x"})
NEW = thing(
    "a", inputs={"size": 5, "note": Secret("hush-2"), "m": {"k": [1, 3, 4], "d": {"y": "long"}}, "__provider": "y"}
)
CHANGED = {
    "m.d.x": PropertyDiff("delete"), "m.d.y": PropertyDiff("add"), "m.k[1]": PropertyDiff("update"),
    "m.k[2]": PropertyDiff("add"), "note": PropertyDiff("update"), "size": PropertyDiff("update"),
    "__provider": PropertyDiff("update"),
}  # fmt: skip
UPDATE = step("update", OLD, NEW, detailed_diff=CHANGED, diff_keys=("m", "note", "size"))
THE_CLIS_DIFF = """\
    ~ pulumi-python:dynamic/probe:Thing: (update)
        [id=a]
        [urn=urn:pulumi:dev::shop::pulumi-python:dynamic/probe:Thing::a]
      ~ m   : {
          ~ d: {
              - x: true
              + y: "long"
            }
          ~ k: [
              ~ [1]: 2 => 3
              + [2]: 4
            ]
        }
      ~ note: [secret] => [secret]
      ~ size: 2 => 5
"""


def test_a_diff_reads_as_the_clis() -> None:
    """A change in place shows each property that changes, nested ones at their depth; secrets are hidden."""
    text = shown(ResourcePre(root(), True), ResourcePre(UPDATE, True), diff=True)
    assert text.endswith(THE_CLIS_DIFF)
    assert "hush" not in text
    assert "__provider" not in text


def test_a_diff_without_details_compares_the_inputs() -> None:
    """Where the provider told no details the inputs are compared, the engine's own keys left out."""
    text = shown(ResourcePre(root(), True), ResourcePre(step("update", OLD, NEW), True), diff=True)
    assert text.endswith(THE_CLIS_DIFF)


def test_secrets_are_shown_on_request_alone() -> None:
    """`--show-secrets` shows them in a diff."""
    text = shown(ResourcePre(UPDATE, True), diff=True, what=Shown(show_secrets=True))
    assert '~ note: "hush-1" => "hush-2"' in text


def test_a_create_shows_every_property() -> None:
    """A new resource shows all its inputs, unknown ones as such."""
    new = thing("b", inputs={"__provider": "x", "name": "b", "note": UNKNOWN, "size": 1, "l": [], "e": {}})
    text = shown(ResourcePre(root("create"), True), ResourcePre(step("create", None, new.but(id="")), True), diff=True)
    assert text.endswith(
        """\
    + pulumi-python:dynamic/probe:Thing: (create)
        [urn=urn:pulumi:dev::shop::pulumi-python:dynamic/probe:Thing::b]
        e         : {}
        l         : []
        name      : "b"
        note      : [unknown]
        size      : 1
"""
    )


TEXTS = {
    "body": ('{"a": 1, "b": [1, 2]}', '{"a": 2, "b": [1, 2, 3]}'),
    "note": ("one\ntwo\nthree\nfour\nfive", "one\ntwo\nthree\nfour\nsix"),
}
THE_CLIS_TEXTS = """\
      ~ body: (json) {
          ~ a: 1 => 2
          ~ b: [
              + [2]: 3
            ]
        }
      ~ note: \n\
            ...
            three
            four
          - five
          + six
"""


def changed_texts(**texts: tuple[str, str]) -> str:
    old, new = (thing("a", inputs={key: pair[at] for key, pair in texts.items()}) for at in (0, 1))
    return shown(ResourcePre(root(), True), ResourcePre(step("update", old, new), True), diff=True)


def test_texts_are_compared_by_what_they_hold() -> None:
    """JSON in a text is compared by its parts, a text of several lines line by line."""
    assert changed_texts(**TEXTS).endswith(THE_CLIS_TEXTS)


@pytest.mark.parametrize(
    ("old", "new"),
    [('{"a":1}', '{"a": 1}'), ('{"__a":1}', '{"__a":2}'), ('{"a":1,"a":2}', '{"a":3}'), ("[1]", '{"a":1}'), ("a", "b")],
)
def test_no_change_of_a_text_is_hidden(old: str, new: str) -> None:
    """Where the parts would not show all that differs, the texts themselves are shown."""
    assert f"{json.dumps(old)} => {json.dumps(new)}" in changed_texts(body=(old, new))


def test_a_plain_preview_tells_the_order_of_a_replacement() -> None:
    """Each half of a replacement has its own line, in the order in which it would be done; kept objects say so."""
    old, new = thing("z", retain_on_delete=True), thing("z")
    halves = [step(op, old, new) for op in ("delete-replaced", "replace", "create-replacement")]
    lines = shown(*(ResourcePre(half, True) for half in halves)).splitlines()
    assert [line.split(TYPE)[1].strip() for line in lines if TYPE in line] == [
        "z delete original[retain]", "z replace[retain]", "z create replacement[retain]",
    ]  # fmt: skip


def test_a_delete_and_a_replacement_show_their_signs() -> None:
    """`-` and `+-` stand before what goes and what is replaced."""
    gone = step("delete", thing("old", inputs={"name": "old"}), None)
    replaced = step("replace", thing("z", inputs={"zone": "x"}), thing("z", inputs={"zone": "y"}),
                    detailed_diff={"zone": PropertyDiff("update-replace")}, replace_keys=("zone",))  # fmt: skip
    text = shown(ResourcePre(root(), True), ResourcePre(gone, True), ResourcePre(replaced, True), diff=True)
    assert "    - pulumi-python:dynamic/probe:Thing: (delete)\n        [id=old]\n" in text
    assert '        name: "old"\n' in text
    assert "    +-pulumi-python:dynamic/probe:Thing: (replace)\n        [id=z]\n" in text
    assert '      ~ zone: "x" => "y"\n' in text


def test_drift_shows_as_what_it_is() -> None:
    """A refresh shows the live change, not that it looked."""
    old, new = thing("a", inputs={"size": 5}, outputs={"size": 5}), thing("a", inputs={"size": 9}, outputs={"size": 9})
    found = step("update", old, new, detailed_diff={"size": PropertyDiff("update")})
    text = shown(
        ResourcePre(step("refresh", root().old, root().new), True),
        ResourceOutputs(root(), True),
        ResourcePre(step("refresh", old, old), True),
        ResourceOutputs(found, True),
        operation="refresh",
        diff=True,
    )
    assert text.startswith("Previewing refresh (dev):\n  pulumi:pulumi:Stack: (same)\n")
    assert text.endswith("      ~ size: 5 => 9\n")
    assert "(refresh)" not in text


def test_outputs_show_what_changes() -> None:
    """A preview shows new, changed and removed outputs; after a run all of them stand there."""
    metadata = root(old={"n": 3, "s": Secret("hush"), "k": 1}, new={"n": 4, "s": Secret("hush2"), "u": UNKNOWN, "k": 1})
    text = shown(ResourcePre(root(), True), ResourceOutputs(metadata, True))
    assert "Outputs:\n  ~ n: 3 => 4\n  ~ s: [secret] => [secret]\n  + u: [unknown]\n" in text
    after = shown(ResourcePre(root(), False), ResourceOutputs(metadata, False), preview=False)
    assert "    k: 1\n" in after
    assert "hush" not in text + after
    hidden = shown(ResourceOutputs(metadata, False), preview=False, what=Shown(suppress_outputs=True))
    assert "Outputs" not in hidden


def test_plain_lines_tell_each_beginning_and_end() -> None:
    """A pipe gets one line when something begins and one when it ends, with how long it took."""
    new = thing("a")
    text = shown(
        ResourcePre(root(), False), ResourcePre(step("create", None, new), False),
        ResourceOutputs(step("create", None, new), False),
        Summary(False, "succeeded", 61.2, {"create": 1, "update": 2, "same": 3}),
        preview=False,
    )  # fmt: skip
    lines = text.splitlines()
    assert lines[0] == "Updating (dev):"
    assert lines[2] == f" +  {TYPE} a creating (0s)"
    assert lines[3].startswith(f" +  {TYPE} a created (0.0")
    assert text.endswith(
        "Resources:\n    + 1 created\n    ~ 2 updated\n    3 changes. 3 unchanged\n\nDuration: 1m2s\n\n"
    )


def test_plain_lines_tell_what_a_provider_says_while_it_works() -> None:
    """What a provider prints, such as that it waits for a rate limit, stands there before the resource is done."""
    new = step("create", None, thing("a"))
    text = shown(
        ResourcePre(new, False), Diagnostic("info", "qstash: waiting\n", "", stream_id=1), ResourceOutputs(new, False),
        preview=False,
    )  # fmt: skip
    assert text.index("creating") < text.index("qstash: waiting") < text.index("created")


def test_plain_lines_of_a_preview_say_what_would_be_done() -> None:
    """A preview says `update` with the changed properties, and leaves out what stays."""
    text = shown(
        ResourcePre(UPDATE, True),
        ResourceOutputs(UPDATE, True),
        ResourcePre(step("same", thing("s"), thing("s")), True),
        Summary(True, "succeeded", 1, {"update": 1, "same": 1}),
    )
    assert f" ~  {TYPE} a update [diff: ~m,note,size]\n" in text
    assert "Thing s" not in text
    assert text.endswith("Resources:\n    ~ 1 to update\n    1 unchanged\n\n")


@pytest.mark.parametrize("form", ["plain", "live"])
def test_messages_stand_under_the_resource_that_they_are_about(form: str) -> None:
    """Errors name their resource once, at the end, with every line; the summary counts them."""
    failed = step("create", None, thing("bad"))
    text = shown(
        ResourcePre(failed, False),
        Diagnostic("error", "the world says no\nand again\n", failed.urn, "error: "),
        ResourceOperationFailed(failed),
        Diagnostic("info", "hello\n", STACK, stream_id=1),
        Diagnostic("debug", "noise\n", STACK, "debug: "),
        Summary(False, "failed", 1, {}),
        preview=False,
        live=form == "live",
    )
    assert f"  {TYPE} (bad):\n    error: the world says no\n    and again\n" in text
    assert "  pulumi:pulumi:Stack (shop-dev):\n    hello\n" in text
    assert "**creating failed**" in text
    assert "    1 errored\n" in text
    assert "noise" not in text


def test_default_providers_are_not_mentioned() -> None:
    """Nobody needs to hear of the provider that the engine itself makes."""
    urn = "urn:pulumi:dev::shop::pulumi:providers:pulumi-python::default"
    provider = Resource(urn, "pulumi:providers:pulumi-python", True, id="1")
    events = (ResourcePre(step("create", None, provider), True), ResourceOutputs(step("create", None, provider), True))
    for form in ({}, {"diff": True}, {"as_json": True}, {"live": True}):
        assert "default" not in shown(*events, **form)


def test_the_live_table_shows_children_under_their_parents() -> None:
    """The table ends with every changed resource under its parent, each once."""
    group = Resource(urns.make("dev", "shop", STACK, "shop:Group", "g"), "shop:Group", False, parent=STACK)
    child = thing("c").but(parent=group.urn)
    text = shown(
        ResourcePre(root(), False), ResourcePre(step("same", group, group), False),
        ResourcePre(step("create", None, child), False), ResourceOutputs(step("create", None, child), False),
        Summary(False, "succeeded", 1, {"create": 1}), preview=False, live=True,
    )  # fmt: skip
    table = text.split("\n\n")[0]
    assert "└─ shop:Group" in table
    assert f"   └─ {TYPE}" in table
    assert "created" in table


@pytest.mark.parametrize("columns", [80, 100, 200])
def test_a_narrow_live_table_keeps_what_tells_most(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """On any terminal the sign, the end of the type, the name, the status and the beginning of the info stand there."""
    monkeypatch.setenv("COLUMNS", str(columns))
    changed = step("update", OLD, NEW, diff_keys=("note", "size"))
    made = step("create", None, thing("quickstart-digest"))
    text = shown(
        ResourcePre(root(), False), ResourcePre(changed, False), ResourceOutputs(changed, False),
        ResourcePre(made, False), ResourceOutputs(made, False),
        Summary(False, "succeeded", 1, {"create": 1, "update": 1}), preview=False, live=True,
    )  # fmt: skip
    lines = text.split("Resources:")[0].rstrip().splitlines()
    assert all(len(line) <= columns for line in lines)
    updated, created = lines[-2:]
    assert updated.startswith(" ~ ")
    assert created.startswith(" + ")
    for line, words in ((updated, "Thing a updated [diff:"), (created, "Thing quickstart-digest created")):
        assert all(word in line for word in words.split()), line
    assert (TYPE in created) == (columns > 80)


def test_a_protected_resource_is_marked() -> None:
    """What is protected, or no longer, is marked in a diff."""
    kept = step("update", thing("a", protect=True), thing("a", protect=True, inputs={"x": 1}))
    freed = step("same", thing("b", protect=True), thing("b"))
    text = shown(ResourcePre(kept, True), ResourcePre(freed, True), diff=True)
    assert "(update) 🔒" in text
    assert "(same) 🔓" in text


@pytest.mark.parametrize(("seconds", "text"), [(0.1, "1s"), (59.5, "1m0s"), (61, "1m1s"), (3661, "1h1m1s")])
def test_durations(seconds: float, text: str) -> None:
    """Durations are whole seconds, rounded up."""
    assert duration(seconds) == text


def test_colours_are_for_terminals() -> None:
    """Colours are written when they are asked for, and never else."""
    event = ResourcePre(UPDATE, True)
    assert "\x1b[" in shown(event, diff=True, what=Shown(color=True))
    assert "\x1b[" not in shown(event, diff=True)
