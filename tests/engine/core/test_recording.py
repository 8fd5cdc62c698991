"""What a deployment hands to its recorder, and when."""

from __future__ import annotations

import threading

from support.engine_recorder import MemoryRecorder


class Watched(MemoryRecorder):
    """Notes each call and the thread that it came from."""

    def __init__(self, base):
        super().__init__(base)
        self.told = []
        self.threads = set()
        self._one = threading.Lock()

    def begin(self, operation, resource):
        with self._one:
            self.threads.add(threading.current_thread())
            self.told.append(f"begin {operation} {resource.name}")
            return super().begin(operation, resource)

    def succeed(self, ticket, *, new=None, old=None, marked=None):
        with self._one:
            halves = {"new": new, "old": old, "marked": marked}
            self.told.append("done " + " ".join(f"{k}={r.name}" for k, r in halves.items() if r is not None))
            super().succeed(ticket, new=new, old=old, marked=marked)


class Durable(Watched):
    waits_for_disk = True


def things(**given):
    def program():
        from probe import Thing

        for name, properties in given.items():
            Thing(name, properties)

    return program


def test_every_change_is_announced_before_it_is_asked_for(stack):
    """A pending operation stands while a provider works, and ends with the state that it led to."""
    recorder = Watched(stack.state)
    stack.run("up", things(a={}), recorder=recorder)
    assert [line for line in recorder.told if line.endswith("a")] == ["begin creating a", "done new=a"]
    assert stack.state.pending_operations == []


def test_a_create_first_replacement_is_one_record_until_the_old_half_goes(stack):
    """With the new half the old one is marked, in the same call."""
    stack.run("up", things(a={}))
    recorder = Watched(stack.state)
    stack.run("up", things(a={"name": "a2"}), recorder=recorder)
    about = [line for line in recorder.told if line.endswith("a")]
    assert about == ["begin creating a", "done new=a marked=a", "begin deleting a", "done old=a"]
    assert [r.id for r in stack.state.resources if r.name == "a"] == ["a2"]


def test_a_delete_first_replacement_keeps_the_old_half_until_the_new_one_is(stack):
    """What is deleted first is marked, and leaves with the new half's arrival."""
    stack.run("up", things(a={"zone": "x"}))
    recorder = Watched(stack.state)
    stack.run("up", things(a={"zone": "y"}), recorder=recorder)
    about = [line for line in recorder.told if line.endswith("a")]
    assert about == ["begin deleting a", "done marked=a", "begin creating a", "done new=a old=a"]
    assert [r.pending_replacement for r in stack.state.resources if r.name == "a"] == [False]


def test_steps_wait_for_a_disk_side_by_side(stack):
    """A recorder that waits for its disk is called from threads, and one state comes out of it."""
    recorder = Durable(stack.state)
    names = {f"t{number}": {} for number in range(12)}
    done = stack.run("up", things(**names), recorder=recorder)
    assert done.result == "succeeded"
    assert sorted(stack.names) == sorted(names)
    assert threading.current_thread() not in recorder.threads
    assert not any(thread.name == "pulumi-deployment" for thread in recorder.threads)


def test_a_preview_records_nothing(stack):
    """Neither a preview nor its refresh touches the recorder or the state before."""
    stack.run("up", things(a={}))
    recorder = Watched(stack.state)
    before = list(stack.state.resources)
    stack.run("preview", things(a={"name": "a2"}), recorder=recorder, refresh=True)
    assert recorder.told == []
    assert stack.state.resources == before
    assert [r.delete for r in before] == [False] * len(before)


def test_the_state_stands_in_the_order_in_which_things_were_made(stack):
    """Parents before children, providers before their users, dependencies before dependents."""

    def program():
        import pulumi
        from probe import Group, Thing

        group = Group("g")
        a = Thing("a", {}, pulumi.ResourceOptions(parent=group))
        Thing("b", {"note": a.serial})

    stack.run("up", program)
    place = {r.urn: at for at, r in enumerate(stack.state.resources)}
    for resource in stack.state.resources:
        needed = [resource.parent, *resource.dependencies, resource.provider.rpartition("::")[0]]
        assert all(place[urn] < place[resource.urn] for urn in needed if urn)
