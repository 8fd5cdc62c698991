"""The journal: whatever moment the process is killed at, every finished step is in the state that is read next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pulumi_qstash.engine import checkpoint
from pulumi_qstash.engine.journal import Journal
from pulumi_qstash.engine.replay import read_journal, replay
from pulumi_qstash.engine.state import PendingOperation, Resource, Snapshot


def thing(name: str, **more: object) -> Resource:
    return Resource(f"urn:pulumi:dev::p::t::{name}", "t", True, id=name, **more)  # type: ignore[arg-type]


def write(resource: Resource) -> str:
    return checkpoint.write_resource(resource, lambda text: f"<{len(text)}>")


class Story:
    """An operation told to a journal, with what stands after each step."""

    def __init__(self, path: Path, base: Snapshot) -> None:
        self.texts = {r: write(r) for r in base.resources}
        self.deployment = json.loads(checkpoint.deployment_text(base, write, {}))
        self.journal = Journal(path, base, "digest", write, self.texts)
        self.path = path
        self.standing: list[tuple[int, dict]] = []

    def step(self) -> None:
        self.standing.append((self.path.stat().st_size, self._now()))

    def _now(self) -> dict:
        said = json.loads(checkpoint.deployment_text(self.journal.snapshot(), write, {}))
        return {"resources": said.get("resources", []), "pending": said.get("pending_operations", [])}


def told(tmp_path: Path) -> Story:
    """A story with every kind of entry."""
    a, b, c, d = thing("a"), thing("b"), thing("c", inputs={"x": 1}), thing("d")
    interrupted = [PendingOperation(thing("slow"), "creating"), PendingOperation(thing("gone"), "updating")]
    story = Story(tmp_path / "j.jsonl", Snapshot([a, b, c, d], interrupted))
    journal = story.journal

    journal.succeed(None, new=a.but(), old=a)
    story.step()
    ticket = journal.begin("creating", Resource("urn:pulumi:dev::p::t::new", "t", True))
    story.step()
    created = thing("new", outputs={"serial": 1})
    journal.succeed(ticket, new=created)
    story.step()
    ticket = journal.begin("updating", c.but(inputs={"x": 2}))
    story.step()
    other = journal.begin("creating", thing("bad"))
    story.step()
    journal.fail(other)
    story.step()
    journal.succeed(ticket, new=c.but(inputs={"x": 2}), old=c)
    story.step()
    ticket = journal.begin("creating", thing("b"))
    story.step()
    b.delete = True
    journal.succeed(ticket, new=thing("b", outputs={"serial": 2}), marked=b)
    story.step()
    ticket = journal.begin("deleting", b)
    story.step()
    journal.succeed(ticket, old=b)
    story.step()
    refreshed = d.but(outputs={"live": True})
    journal.replace_in_place(d, refreshed)
    story.step()
    refreshed.outputs = {"live": False}
    journal.replace_in_place(refreshed, refreshed)
    story.step()
    created.outputs = {"serial": 3}
    journal.outputs(created)
    story.step()
    journal.succeed(None, old=refreshed)
    story.step()
    return story


def read(story: Story) -> dict:
    journal = read_journal(story.path)
    found = replay(story.deployment, journal.entries if journal else [])
    return {"resources": found["resources"], "pending": found["pending_operations"]}


def test_every_finished_step_is_read_back(tmp_path: Path) -> None:
    """What a replay reads after a step is what stood in memory after it."""
    story = told(tmp_path)
    assert read(story) == story.standing[-1][1]
    assert [r["urn"].rsplit("::")[-1] for r in read(story)["resources"]] == ["a", "new", "c", "b"]


def test_a_kill_at_any_byte_leaves_the_last_finished_step(tmp_path: Path) -> None:
    """Cut off at every single byte, the journal reads as the last step that was whole by then."""
    story = told(tmp_path)
    whole = story.path.read_bytes()
    assert whole.count(b"\n") == len(story.standing) + 1
    for cut in range(len(whole) + 1):
        story.path.write_bytes(whole[:cut])
        finished = [now for size, now in story.standing if size <= cut]
        want = finished[-1] if finished else as_it_was(story)
        assert read(story) == want, cut


def as_it_was(story: Story) -> dict:
    return {"resources": story.deployment["resources"], "pending": story.deployment["pending_operations"]}


def test_an_operation_that_did_nothing_keeps_what_was_pending(tmp_path: Path) -> None:
    """A journal without entries changes nothing, not even interrupted operations of other kinds."""
    base = Snapshot([thing("a")], [PendingOperation(thing("x"), "updating")])
    story = Story(tmp_path / "j.jsonl", base)
    assert read(story) == as_it_was(story)


def test_an_interrupted_create_stays_pending(tmp_path: Path) -> None:
    """As under the CLI only interrupted creates are carried on: an operation settles the others."""
    story = told(tmp_path)
    assert [p["type"] for p in read(story)["pending"]] == ["creating"]


def test_unchanged_resources_are_not_written_again(tmp_path: Path) -> None:
    """A resource that stayed the same costs a few bytes, however large it is."""
    large = thing("large", inputs={"text": "x" * 10_000})
    story = Story(tmp_path / "j.jsonl", Snapshot([large]))
    before = story.path.stat().st_size
    story.journal.succeed(None, new=large.but(), old=large)
    assert story.path.stat().st_size - before < 100
    assert read(story)["resources"][0]["inputs"] == {"text": "x" * 10_000}


def test_a_same_resource_that_changed_is_written(tmp_path: Path) -> None:
    """A change that the provider holds to be none is recorded all the same."""
    old = thing("a", inputs={"on": 1})
    story = Story(tmp_path / "j.jsonl", Snapshot([old]))
    story.journal.succeed(None, new=old.but(inputs={"on": True}), old=old)
    assert read(story)["resources"][0]["inputs"] == {"on": True}


def test_folding_ends_the_journal(tmp_path: Path) -> None:
    """The checkpoint that a journal is folded into says what it said, and the journal is gone."""
    story, saved = told(tmp_path), []
    want = read(story)
    story.journal.fold("organization/p/dev", saved.append)
    latest = json.loads(saved[0])["checkpoint"]["latest"]
    assert {"resources": latest["resources"], "pending": latest["pending_operations"]} == want
    assert not story.path.exists()


def test_each_resource_is_serialised_once(tmp_path: Path) -> None:
    """Folding writes no resource anew that the journal has written."""
    written: list[str] = []

    def counted(resource: Resource) -> str:
        written.append(resource.urn)
        return write(resource)

    journal = Journal(tmp_path / "j.jsonl", Snapshot(), "d", counted, {})
    for i in range(20):
        journal.succeed(None, new=thing(f"r{i}"))
    journal.fold("organization/p/dev", lambda text: None)
    assert len(written) == 20


def test_references_follow_a_renamed_resource(tmp_path: Path) -> None:
    """What still names the former URN of a renamed resource names the present one, in the fold and after a kill."""
    group, other = "urn:pulumi:dev::p::g::old", "urn:pulumi:dev::p::t::user"
    base = Snapshot(
        [
            Resource(group, "g", False),
            Resource("urn:pulumi:dev::p::g$t::child", "t", True, id="c", parent=group),
            Resource(other, "t", True, id="u", dependencies=[group], property_dependencies={"x": [group]}),
        ]
    )
    story, saved = Story(tmp_path / "j.jsonl", base), []
    new = "urn:pulumi:dev::p::h::new"
    story.journal.succeed(None, new=Resource(new, "h", False, aliases=[group]), old=base.resources[0])
    replayed = read(story)["resources"]
    story.journal.fold("organization/p/dev", saved.append)
    folded = json.loads(saved[0])["checkpoint"]["latest"]["resources"]
    assert folded == replayed
    assert [r["urn"] for r in folded] == [new, "urn:pulumi:dev::p::h$t::child", other]
    assert (folded[1]["parent"], folded[2]["dependencies"]) == (new, [new])
    assert folded[2]["propertyDependencies"] == {"x": [new]}
    assert group not in saved[0]


@pytest.mark.parametrize("text", ["", "{", "\n", '{"journal":2}\n', "null\n", "[]\n"])
def test_what_is_no_journal_is_no_obstacle(tmp_path: Path, text: str) -> None:
    """A file that was cut off before its first line was whole says nothing."""
    path = tmp_path / "j.jsonl"
    path.write_text(text)
    assert read_journal(path) is None
