"""What is read from a digest, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.previews import AT, NAMES, digest, recording, report_of, schedule, step, urn

from pulumi_qstash.review.changes import stack_of
from pulumi_qstash.review.digest import OPERATIONS, read
from pulumi_qstash.review.errors import ReviewError
from pulumi_qstash.review.render import render
from pulumi_qstash.review.source import digest_of, state_steps

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def actions(text: str) -> dict[str, str]:
    """What happens to each resource of this package."""
    return {each.name: each.action for each in stack_of(read(text)).resources}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("create", dict.fromkeys(("keys", "workers", "mail", "poll", "nightly", "digest", "letters"), "create")),
        ("update", {"poll": "update", "nightly": "update", "mail": "update"}),
        ("replace", {"digest": "replace", "mail": "replace", "letters": "update"}),
        ("delete", {"workers": "delete", "poll": "delete"}),
        ("unknown", {"late": "create", "poll": "update"}),
        ("pause-and-take-over", {"poll": "update", "taken": "take over"}),
        ("drift", {"poll": "changed outside", "letters": "gone"}),
        ("preview-refresh", {"poll": "update", "letters": "create"}),
        ("nothing-changed", {}),
        ("failed", {"poll": "update"}),
    ],
)
def test_what_happens_in_a_recorded_preview(name: str, expected: dict[str, str]) -> None:
    """Each recorded preview tells what happens to which resource, refresh steps and halves of replacements aside."""
    assert {name: action for name, action in actions(recording(name)).items() if action != "same"} == expected


def test_drift_is_told_from_a_change() -> None:
    """A refresh is drift, from the state to the live account; a preview with --refresh is a change."""
    drift = read(recording("drift"))
    assert drift.drift
    poll = next(each for each in stack_of(drift).resources if each.name == "poll")
    assert poll.before is not None
    assert poll.after is not None
    assert (poll.before["cron"], poll.after["cron"]) == ("*/5 * * * *", "*/1 * * * *")
    assert not read(recording("preview-refresh")).drift


@pytest.mark.parametrize("order", ["refresh first", "refresh last"])
def test_a_refresh_step_never_hides_the_change(order: str) -> None:
    """Of two steps of one resource the one that is no refresh counts, whatever their order."""
    steps = [
        step("refresh", "job", schedule("0 * * * *"), schedule("0 * * * *")),
        step("delete", "job", schedule("0 * * * *")),
    ]
    assert actions(json.dumps(digest(*(steps if order == "refresh first" else steps[::-1])))) == {"job": "delete"}


@pytest.mark.parametrize("position", range(3))
def test_a_replacement_wins_over_its_halves(position: int) -> None:
    """With --show-replacement-steps a replacement is still one replacement."""
    before, after = schedule(scheduleId="a"), schedule(scheduleId="b")
    halves = [step("create-replacement", "job", before, after), step("delete-replaced", "job", before)]
    halves.insert(position, step("replace", "job", before, after))
    assert actions(json.dumps(digest(*halves))) == {"job": "replace"}


def test_the_unchanged_are_known_only_where_all_of_them_are_shown() -> None:
    """A stack is complete where as many unchanged resources are shown as the engine counted."""
    assert read(recording("update")).unchanged_known
    assert read(recording("nothing-changed")).unchanged_known
    assert read(recording("create")).unchanged_known
    assert not read(recording("replace")).unchanged_known
    assert not read(recording("failed")).unchanged_known


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_shells_are_read(encoding: str) -> None:
    """A digest is read in UTF-8 and in what PowerShell's redirection writes."""
    assert read(recording("update").encode(encoding)).steps


def test_lines_before_the_digest_are_passed_over() -> None:
    """A line that a tool printed before the digest does no harm."""
    assert read("Previewing update (prod)\n\n" + recording("update")).steps


def test_newer_fields_are_passed_over() -> None:
    """Fields that this version does not know change nothing."""
    document = json.loads(recording("update"))
    document["newThing"] = {"a": 1}
    for each in document["steps"]:
        each["newField"] = [1]
        each.setdefault("newState", {})["newField"] = {"x": None}
    assert actions(json.dumps(document)) == actions(recording("update"))


def test_old_digests_name_changes_only_as_reasons() -> None:
    """Where there is no detailed difference the reasons tell what changed, secrets included."""
    before = schedule(headers="[secret]", scheduleId="x")
    text = json.dumps(digest(step("update", "job", before, before, diffReasons=["headers"])))
    assert stack_of(read(text)).resources[0].changed == ("headers",)


SENTENCES = {
    "": "holds nothing",
    "no json at all": "no JSON object",
    "[1, 2]": "no JSON object",
    "{}": "is no preview digest",
    '{"a": 1}': "is no preview digest",
    '{"steps": [': "is cut off",
    '{"steps": [{"op": "up': "is cut off",
    '{"steps": [}': "is no preview digest: line 1",
    '{"version": 3, "deployment": {"resources": []}}': "give it as --state",
    '{"result": "succeeded", "resources": []}': "one-line summary",
    '{"sequence": 0, "timestamp": 1, "preludeEvent": {}}': "event line",
    '{"sequence": 0}\n{"sequence": 1}': "list of event lines",
    '{"steps": [{"op": "teleport", "urn": "urn:pulumi:a::b::c:d:E::f"}]}': "newer engine",
    '{"steps": [{"operation": "same"}]}': "newer engine",
    '{"steps": {"a": 1}}': "newer engine",
    '{"steps": [{"op": "same", "urn": "u", "newState": 3}]}': "newer engine",
    '{"steps": [], "diagnostics": [3]}': "newer engine",
    "{" * 5000: "is no preview digest",
}


@pytest.mark.parametrize("text", SENTENCES, ids=lambda text: repr(text[:40]))
def test_what_is_no_digest_is_refused_in_one_sentence(text: str) -> None:
    """What is no digest, is cut off or comes from a newer engine is refused in one line that says so."""
    with pytest.raises(ReviewError) as refused:
        read(text, "plan.json")
    sentence = str(refused.value)
    assert SENTENCES[text] in sentence
    assert sentence.startswith("plan.json ")
    assert "\n" not in sentence


@pytest.mark.parametrize("name", NAMES)
def test_no_cut_of_a_digest_is_taken_for_a_whole_one(name: str) -> None:
    """Wherever a digest is cut off, it is refused as such."""
    text = recording(name).rstrip()
    for part in (0.2, 0.5, 0.8, 0.999):
        with pytest.raises(ReviewError, match="is cut off"):
            read(text[: int(len(text) * part)])


def test_every_operation_of_todays_engines_is_known() -> None:
    """A step of each operation is read."""
    for operation in OPERATIONS:
        text = json.dumps(digest(step(operation, "job", schedule(), schedule(cron="1 1 * * *"))))
        assert report_of(text).headline


def test_a_resource_without_a_state_is_read() -> None:
    """A step that lacks what an engine usually gives ends in no traceback."""
    bare = {"op": "update", "urn": urn("job")}
    assert report_of(json.dumps(digest(bare, {**bare, "op": "create", "urn": urn("new")}))).headline
    odd = step(
        "update", "odd", {"cron": 5, "headers": "x", "endpoints": {}}, {"cron": ["*"], "callback": 7, "retries": "x"}
    )
    assert report_of(json.dumps(digest(odd))).headline


def test_unknown_and_secret_values_are_told_apart(tmp_path: Path) -> None:
    """A secret is called secret, a value of the future known after apply, at any depth."""
    signed = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "plaintext": '"hush"'}
    after = schedule(cron=UNKNOWN, destination="[secret]", labels=["a", UNKNOWN], method=signed)
    report = report_of(digest(step("create", "job", None, after)))
    shown = {each.name: each.after for each in report.items[0].settings}
    assert shown["cron"] == "(known after apply)"
    assert shown["destination"] == "(secret)"
    assert shown["labels"] == "a, (known after apply)"
    assert shown["method"] == "(secret)"


def _export(path: Path, resources: list[dict[str, object]], **extra: object) -> str:
    path.write_text(json.dumps({"version": 3, "deployment": {"resources": resources}, **extra}))
    return str(path)


def test_an_export_makes_the_unchanged_known(tmp_path: Path) -> None:
    """Resources of the state that the digest does not name count as unchanged; those about to be deleted do not."""
    kept = {"urn": urn("kept"), "type": "pulumi-python:dynamic/qstash:Schedule", "inputs": schedule("0 * * * *")}
    export = _export(tmp_path / "state.json", [kept, {**kept, "urn": urn("old"), "delete": True}])
    found = read(json.dumps(digest(step("create", "job", None, schedule("0 * * * *")))))
    stack = stack_of(found, state_steps(export), complete=True)
    assert {each.name: each.action for each in stack.resources} == {"job": "create", "kept": "same"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{}", "is no stack export"),
        ('{"version": 9, "deployment": {}}', "newer engine"),
        ('{"deployment": {"resources": [', "is cut off"),
        ("", "holds nothing"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    """A state that cannot be read is refused in one sentence."""
    path = tmp_path / "state.json"
    path.write_text(text)
    with pytest.raises(ReviewError, match=sentence):
        state_steps(str(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is named in the message."""
    with pytest.raises(ReviewError, match=r"there is no file .*plan\.json"):
        digest_of(str(tmp_path / "plan.json"))


def test_the_deploy_time_decides_the_week() -> None:
    """The week begins at the midnight, in UTC, before the deploy."""
    report = report_of(recording("update"))
    assert report.week.deploy == AT
    assert report.week.start.isoformat() == "2026-11-23T00:00:00+00:00"


ODD = [0, -1, 1e308, True, "", [], {}, ["x"], {"url": ["x"]}, [[1]], {"headers": 5}, "x" * 3000, "\ud800\x00"]
PLACES = {
    "Schedule": (
        "cron", "timeZone", "destination", "retries", "retryDelay", "delay", "timeout", "queue", "flowControl",
        "labels", "paused", "callback", "failureCallback", "headers", "body", "redact",
    ),
    "UrlGroup": ("groupName", "endpoints"),
    "Queue": ("queueName", "parallelism"),
    "FlowControl": ("key", "rate"),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_a_value_of_an_odd_kind_is_reported_all_the_same(odd: object) -> None:
    """Whatever kind of value a preview holds in a property, there is a report in every format."""
    steps = [
        step(op, f"{kind}-{place}", *({place: odd} if side else None for side in sides), kind=kind)
        for kind, places in PLACES.items()
        for place in places
        for op, sides in (("create", (0, 1)), ("delete", (1, 0)), ("replace", (1, 1)))
    ]
    report = report_of(digest(*steps))
    for form in ("markdown", "html", "json"):
        assert render(report, form).encode()
