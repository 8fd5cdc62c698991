"""The SDK's wait at a program's end, over our set of the outputs under way."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Coroutine
from typing import Any

import pulumi
import pytest
from pulumi.runtime import settings
from pulumi.runtime.stack import wait_for_rpcs

from pulumi_qstash.engine.child import outstanding

pytestmark = pytest.mark.skipif(
    not isinstance(settings.SETTINGS.outputs, set), reason="this SDK keeps outputs otherwise"
)


def in_a_run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run `story` with settings of its own."""

    async def body() -> None:
        settings.configure(settings.Settings("shop", "dev"))
        outstanding.install(settings.SETTINGS)
        assert isinstance(settings.SETTINGS.outputs, outstanding.Outstanding)
        await story()

    contextvars.copy_context().run(asyncio.run, body())


def later() -> tuple[asyncio.Future[Any], pulumi.Output[Any]]:
    future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    return future, pulumi.Output.from_input(future)


async def soon() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_the_wait_ends_with_the_last_output() -> None:
    """A program goes on while one output is under way, whatever the order in which they end."""

    async def story() -> None:
        made = [later() for _ in range(5)]
        waiting = asyncio.ensure_future(wait_for_rpcs())
        for future, _ in reversed(made):
            await soon()
            assert not waiting.done()
            future.set_result(1)
        await asyncio.wait_for(waiting, 5)

    in_a_run(story)


def test_a_failure_is_seen_at_once() -> None:
    """An output that fails ends the wait although earlier ones are still under way."""

    async def story() -> None:
        made = [later() for _ in range(5)]
        waiting = asyncio.ensure_future(wait_for_rpcs())
        await soon()
        made[-1][0].set_exception(ValueError("no"))
        with pytest.raises(ValueError, match="no"):
            await asyncio.wait_for(waiting, 5)

    in_a_run(story)


def test_an_output_made_meanwhile_is_waited_for() -> None:
    """What an output's end brings about is waited for, too."""

    async def story() -> None:
        first, output = later()
        second = asyncio.get_running_loop().create_future()
        output.apply(lambda _: second)
        waiting = asyncio.ensure_future(wait_for_rpcs())
        await soon()
        first.set_result(1)
        await soon()
        assert not waiting.done()
        second.set_result(2)
        await asyncio.wait_for(waiting, 5)

    in_a_run(story)


def test_a_wait_touches_what_has_ended_alone() -> None:
    """Of a thousand outputs under way, the SDK is shown one future to wait for."""

    async def story() -> None:
        made = [later() for _ in range(1000)]
        assert len(settings.SETTINGS.outputs) >= 1000
        assert len(list(settings.SETTINGS.outputs)) == 1
        for future, _ in made:
            future.set_result(1)
        await asyncio.wait_for(wait_for_rpcs(), 5)

    in_a_run(story)
