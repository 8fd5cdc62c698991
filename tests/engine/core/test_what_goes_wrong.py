"""What fails is told in one sentence, what was done is kept, and nothing hangs or stays behind."""

from __future__ import annotations

import os
import signal
import time

import pytest
from support.engine_recorder import MemoryRecorder
from support.processes import children

from pulumi_qstash.engine.deployment import Cancellation, ProjectProgram, ProjectRuntime
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.events import Cancel, Prelude, ResourcePre, Summary

SLOW = """
import time
from pulumi import dynamic

class SlowProvider(dynamic.ResourceProvider):
    serialize_as_secret_always = False

    def create(self, props):
        time.sleep(props["seconds"])
        return dynamic.CreateResult("slow", props)

class Slow(dynamic.Resource, module="slow", name="Slow"):
    def __init__(self, name, seconds, opts=None):
        super().__init__(SlowProvider(), name, {"seconds": seconds}, opts)
"""
SLOW_CHAIN = """
import pulumi
from slow import Slow

first = Slow("first", 1.5)
Slow("second", 0, pulumi.ResourceOptions(depends_on=[first]))
"""


def two_things():
    from probe import Thing

    a = Thing("a", {})
    Thing("b", {"note": a.serial})


def test_every_operation_begins_and_ends_the_same_way(stack):
    """The prelude is first, the summary and the end of events last, and no process is left."""
    done = stack.run("up", two_things)
    assert isinstance(done.events[0], Prelude)
    assert isinstance(done.events[-2], Summary)
    assert isinstance(done.events[-1], Cancel)
    assert done.outcome.changes == {"create": 3}
    assert not [line for line in children().values() if "pulumi" in line]


def test_another_provider_is_refused_before_anything_is_made(stack):
    """A resource that needs another plugin is refused by name, though it is declared last."""
    project = stack.project(
        "import pulumi\nfrom probe import Thing\nThing('a', {})\n"
        "class Bucket(pulumi.CustomResource):\n"
        "    def __init__(self, name):\n"
        "        super().__init__('aws:s3/bucket:Bucket', name, {})\n"
        "Bucket('b')\n"
    )
    done = stack.run("up", project)
    assert done.result == "failed"
    assert "aws:s3/bucket:Bucket" in done.errors
    assert "the Pulumi CLI does this" in done.errors
    assert stack.world == {}
    assert stack.calls == []


def test_a_function_that_needs_another_provider_is_refused_as_well(stack):
    """An inline program is refused before anything is made, too."""

    def program():
        import pulumi
        from probe import Thing

        Thing("a", {})
        pulumi.CustomResource("aws:s3/bucket:Bucket", "b", {})

    done = stack.run("up", program)
    assert done.result == "failed"
    assert "knows no provider for aws" in done.errors
    assert stack.calls == []


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("Thing('a', {}, pulumi.ResourceOptions(import_='x'))", "import_"),
        ("Thing('a', {}, pulumi.ResourceOptions(transforms=[lambda args: None]))", "transforms"),
        ("pulumi.runtime.register_resource_transform(lambda args: None)\nThing('a', {})", "resource transform"),
        ("pulumi.runtime.invoke('aws:index/getRegion:getRegion', {})", "aws:index/getRegion:getRegion"),
        ("pulumi.StackReference('organization/x/y')", "pulumi:pulumi:StackReference"),
    ],
)
def test_what_is_not_supported_is_refused_by_name(stack, text, refusal):
    """Options and functions that only the Pulumi CLI has are never silently left out."""
    done = stack.run("up", stack.project(f"import pulumi\nfrom probe import Thing\n{text}\n"))
    assert done.result == "failed"
    assert refusal in done.errors
    assert "the Pulumi CLI does" in done.errors
    assert stack.world == {}


def test_a_program_that_does_not_import_says_so(stack):
    """The traceback begins in the program."""
    done = stack.run("preview", stack.project("import nothing_of_that_name\n"))
    assert done.result == "failed"
    assert "No module named 'nothing_of_that_name'" in done.errors
    assert "runpy" not in done.errors


def test_a_program_that_exits_is_told_with_its_code(stack):
    """An exit code that nobody explained is named."""
    done = stack.run("preview", stack.project("import sys\nprint('so long')\nsys.exit(3)\n"))
    assert done.result == "failed"
    assert "the program exited with code 3" in done.errors
    assert "so long" in done.said


def test_a_line_of_any_length_is_told(stack):
    """What a program prints reaches people whole, long lines and a last one without an end included."""
    program = "import sys\nprint('x' * 300_000)\nprint('y' * 300_000, file=sys.stderr)\nprint('no end', end='')\n"
    done = stack.run("preview", stack.project(program))
    assert done.result == "succeeded"
    for line in ("x" * 300_000, "y" * 300_000, "no end"):
        assert f"{line}\n" in done.said


def test_a_project_without_a_program_or_python_is_told(stack):
    """A missing `__main__.py`, `main` or virtualenv is one sentence, and nothing is started."""
    folder = stack.folder / "empty"
    folder.mkdir()
    for runtime, sentence in [
        (ProjectRuntime(folder), "has no __main__.py"),
        (ProjectRuntime(folder, "src"), "names main: src"),
        (ProjectRuntime(folder, "", {"virtualenv": "venv"}), "names the virtualenv venv"),
        (ProjectRuntime(folder, "", {"toolchain": "poetry"}), "toolchain poetry"),
    ]:
        done = stack.run("preview", ProjectProgram(runtime))
        assert done.result == "failed"
        assert sentence in done.errors


def test_a_process_that_a_program_leaves_behind_holds_nothing_up(stack, caplog):
    """A failed run ends though a grandchild still holds the program's output, without a traceback of the engine's."""
    project = stack.project(
        "import subprocess\nfrom probe import Thing\n"
        "subprocess.Popen(['sleep', '20'])\nThing('a', {'note': 'refuse'})\n"
    )
    started = time.monotonic()
    done = stack.run("preview", project)
    assert done.result == "failed"
    assert "is refused" in done.errors
    assert time.monotonic() - started < 19
    assert not caplog.records


def test_main_names_a_folder_or_a_file(stack):
    """`main:` is honoured, and the program runs in that folder."""
    folder = stack.project("raise AssertionError('not this one')")
    (folder / "src").mkdir()
    text = "import pulumi, os\npulumi.export('here', os.path.basename(os.getcwd()))\n"
    (folder / "src" / "__main__.py").write_text(text)
    (folder / "src" / "other.py").write_text(text)
    for main in ("src", "src/other.py"):
        done = stack.run("preview", ProjectProgram(ProjectRuntime(folder, main)))
        assert done.outcome.outputs == {"here": "src"}


def test_a_host_that_dies_fails_its_step_alone(stack):
    """What was made before is kept, what was being made is not, and the reason names the host."""

    def dying():
        from probe import Thing

        a = Thing("a", {})
        Thing("b", {"note": a.serial, "fail": "die"})

    def kill_host(event):
        if isinstance(event, ResourcePre) and event.metadata.urn.endswith("::b"):
            for pid, line in children().items():
                if "pulumi.dynamic" in line:
                    os.kill(pid, signal.SIGKILL)

    done = stack.run("up", dying, on_event=kill_host)
    assert done.result == "failed"
    assert "the dynamic provider host has gone away" in done.errors
    assert stack.names == ["a"]
    assert stack.state.pending_operations == []


def test_one_cancellation_lets_what_runs_finish(stack):
    """The step under way is recorded, nothing new begins, and what was not done is named."""
    project = stack.project(SLOW_CHAIN, **{"slow.py": SLOW})
    cancellation = Cancellation()

    def cancel_at_first(event):
        if isinstance(event, ResourcePre) and event.metadata.urn.endswith("::first"):
            cancellation.cancel()

    os.environ["PYTHONPATH"] += os.pathsep + str(project)
    done = stack.run("up", project, cancellation=cancellation, on_event=cancel_at_first)
    assert done.result == "canceled"
    assert stack.names == ["first"]
    assert stack.state.pending_operations == []
    assert "update canceled" in done.errors


def test_a_second_cancellation_stops_at_once(stack):
    """The step under way is left as a pending operation."""
    project = stack.project(SLOW_CHAIN.replace("1.5", "60"), **{"slow.py": SLOW})
    cancellation = Cancellation()

    def cancel_twice(event):
        if isinstance(event, ResourcePre) and event.metadata.urn.endswith("::first"):
            cancellation.cancel()
            cancellation.cancel()

    os.environ["PYTHONPATH"] += os.pathsep + str(project)
    started = time.monotonic()
    done = stack.run("up", project, cancellation=cancellation, on_event=cancel_twice)
    assert done.result == "canceled"
    assert time.monotonic() - started < 55, "the creation takes 60 seconds"
    assert [(p.type, p.resource.name) for p in stack.state.pending_operations] == [("creating", "first")]
    warned = stack.run("up")
    assert "interrupted while creating" in warned.said


def test_a_cancellation_before_the_start_does_nothing(stack):
    """What is canceled already is not begun."""
    cancellation = Cancellation()
    cancellation.cancel()
    done = stack.run("up", two_things, cancellation=cancellation)
    assert done.result == "canceled"
    assert stack.calls == []


def test_a_recorder_that_fails_ends_the_operation(stack):
    """When what is done can no longer be recorded (a full disk), nothing more is begun."""

    class FullDisk(MemoryRecorder):
        def succeed(self, ticket, *, new=None, old=None, marked=None):
            if new is not None and new.name == "a":
                raise OSError("No space left on device")
            super().succeed(ticket, new=new, old=old, marked=marked)

    done = stack.run("up", two_things, recorder=FullDisk(stack.state))
    assert done.result == "failed"
    assert "No space left on device" in done.errors
    assert "create b" not in stack.calls


def test_a_state_of_another_provider_is_refused(stack):
    """A state that holds resources of another plugin is refused before anything is deleted."""
    from pulumi_qstash.engine.state import Resource, Snapshot

    provider = Resource("urn:pulumi:dev::p::pulumi:providers:aws::default", "pulumi:providers:aws", True, id="1")
    bucket = Resource(
        "urn:pulumi:dev::p::aws:s3/bucket:Bucket::b",
        "aws:s3/bucket:Bucket",
        True,
        id="b",
        provider=f"{provider.urn}::1",
    )
    stack.state = Snapshot([provider, bucket])
    done = stack.run("destroy")
    assert done.result == "failed"
    assert "knows no provider for aws" in done.errors
    assert len(stack.state.resources) == 2


def test_durations_are_understood_or_refused():
    """Custom timeouts are written as in 90s, 5m or 1h30m."""
    from pulumi_qstash.engine.goals import seconds

    assert [seconds(t) for t in ("90s", "5m", "1h30m", "250ms")] == [90, 300, 5400, 0.25]
    with pytest.raises(EngineError, match="custom timeout"):
        seconds("soon")


def test_ctrl_c_is_a_cancellation(stack):
    """An interrupt of the waiting process ends the operation in order: what ran is recorded, nothing is torn."""
    project = stack.project(SLOW_CHAIN, **{"slow.py": SLOW})

    def interrupt(event):
        if isinstance(event, ResourcePre) and event.metadata.urn.endswith("::first"):
            os.kill(os.getpid(), signal.SIGINT)

    os.environ["PYTHONPATH"] += os.pathsep + str(project)
    done = stack.run("up", project, on_event=interrupt)
    assert done.result == "canceled"
    assert stack.names == ["first"]
    assert not [line for line in children().values() if "pulumi" in line]


def test_secret_settings_are_hidden_in_messages(stack):
    """A secret of the configuration never reaches a message, wherever it comes from."""
    from pulumi_qstash.engine.deployment import ConfigValue

    def program():
        import pulumi

        pulumi.log.error(f"the token is {pulumi.Config().require('token')}")

    stack.config = {"p:token": ConfigValue("hush-hush", secret=True)}
    done = stack.run("preview", program)
    assert "the token is [secret]" in done.errors
    assert "hush-hush" not in str(done.events)
    assert done.result == "succeeded", "a logged error alone fails nothing, as on the CLI"
