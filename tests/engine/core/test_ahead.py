"""Processes that are started before their deployment: used where they fit, ended where they are not used."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from support.engine_stack import EngineStack
from support.processes import children

from pulumi_qstash.engine.ahead import start_ahead
from pulumi_qstash.engine.deployment import InlineProgram, Options, Target, run
from pulumi_qstash.engine.hosts import Host

TARGET = Target("shop", "dev")


def hosts() -> list[int]:
    """The dynamic hosts that this process has started and that still run."""
    return [pid for pid, line in children().items() if "pulumi.dynamic" in line]


def until(count: int) -> bool:
    deadline = time.monotonic() + 20
    while len(hosts()) != count and time.monotonic() < deadline:
        time.sleep(0.05)
    return len(hosts()) == count


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")
def test_what_is_not_used_is_ended() -> None:
    """A host that got no deployment ends with the block that started it."""
    before = len(hosts())
    with start_ahead("up", Options(), target=TARGET, program=InlineProgram(lambda: None)):
        assert until(before + 1)
    assert len(hosts()) == before


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")
def test_a_deployment_uses_what_was_started() -> None:
    """A deployment that is given started processes starts none of its own, and ends them."""
    before, program = len(hosts()), InlineProgram(lambda: seen.append(len(hosts())))
    seen: list[int] = []
    with start_ahead("up", Options(), target=TARGET, program=program) as ahead:
        assert until(before + 1)
        done = run(
            "preview", Options(), target=TARGET, program=program, recorder=None, sink=lambda _: None, ahead=ahead
        )
    assert (done.result, seen, len(hosts())) == ("succeeded", [before + 1], before)


def test_another_environment_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was started before a variable changed is not what would be started now."""
    program = InlineProgram(lambda: None)
    with start_ahead("up", Options(), target=TARGET, program=program) as ahead:
        environment = {"PULUMI_PROJECT": "shop", "PULUMI_CONFIG": "{}"}
        assert ahead.take_for(program, environment)
        monkeypatch.setenv("SHOP_REGION", "eu")
        assert not ahead.take_for(program, environment)


def test_a_host_that_ignores_interrupts_is_ended_without_a_kill(
    stack: EngineStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a shell's background interrupts are ignored, and inherited so: a host is asked in a way that it hears."""

    def program() -> None:
        from probe import Thing

        Thing("a", {})

    killed: list[bool] = []
    kill = Host.kill
    monkeypatch.setattr(Host, "kill", lambda host: (killed.append(not host.ended), kill(host)))
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert stack.run("up", program).result == "succeeded"
    finally:
        signal.signal(signal.SIGINT, before)
    assert not any(killed)
