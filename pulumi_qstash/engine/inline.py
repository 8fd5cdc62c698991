"""Runs a function as a Pulumi program in this process, as Pulumi's Automation API does."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pulumi_qstash.engine.child import outstanding
from pulumi_qstash.engine.child.run_program import look_at_each_resource
from pulumi_qstash.engine.hosts import Launch, Say
from pulumi_qstash.engine.registry import PACKAGE
from pulumi_qstash.engine.requests import Ended
from pulumi_qstash.engine.running import Connection, Program, Run


class InlineProgram(Program):
    """A function of this process, as with Pulumi's Automation API; a coroutine function is awaited."""

    def __init__(self, function: Callable[[], Any], root: Path | str | None = None) -> None:
        self._function = function
        self._root = Path(root).resolve() if root else Path.cwd()

    @property
    def root(self) -> Path:
        """The folder that stands for the project's."""
        return self._root

    def launch(self, environment: dict[str, str]) -> Launch:
        """Hosts run under this python and find modules where it finds them."""
        # A provider class is found by the host where this process finds it.
        places = [p for p in sys.path if p]
        return Launch(sys.executable, self._root, {**os.environ, **environment, "PYTHONPATH": os.pathsep.join(places)})

    async def begin(self, environment: dict[str, str], say: Say) -> Run:
        """Nothing to start yet: the function runs in this process."""
        del environment, say
        return InlineRun(self._function, self._root)


class InlineRun(Run):
    """A function that runs as a program in a thread of its own."""

    def __init__(self, function: Callable[[], Any], root: Path) -> None:
        self._function = function
        self._root = root

    async def go(self, connection: Connection) -> Ended:
        """Run the function and wait for its end."""
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[Ended] = loop.create_future()

        def finish(result: Ended) -> None:
            if not ended.done():
                ended.set_result(result)

        def body() -> None:
            result = run_inline(self._function, connection, self._root)
            with contextlib.suppress(RuntimeError):  # the deployment has not waited
                loop.call_soon_threadsafe(finish, result)

        # A daemon: a program that never ends must not keep the process alive after a cancellation.
        threading.Thread(target=body, name="pulumi-program", daemon=True).start()
        return await ended

    async def stop(self) -> None:
        """A thread cannot be stopped: the closed monitor makes the program end by itself."""


def run_inline(function: Callable[[], Any], connection: Connection, root: Path) -> Ended:
    """Run `function` to its end; the settings of other programs in this process stay what they are."""
    return contextvars.copy_context().run(_run, function, connection, root)


def _run(function: Callable[[], Any], connection: Connection, root: Path) -> Ended:
    import grpc
    from pulumi import RunError, log
    from pulumi.runtime import run_in_stack

    _configure(connection, root)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    loop = asyncio.new_event_loop()
    executor = ThreadPoolExecutor(max_workers=max(connection.parallel, 1) * 4)
    loop.set_default_executor(executor)
    try:
        loop.run_until_complete(run_in_stack(lambda: _declare(function, connection)))
    except RunError as error:
        _tell(log.error, str(error))
        return Ended(failed=True)
    except grpc.RpcError:
        return Ended(failed=True)
    except BaseException as error:
        _tell(log.error, f"python inline source runtime error: {error}\n{_users_traceback(error)}")
        return Ended(failed=True)
    finally:
        _close(loop)
        executor.shutdown(wait=False)
    return Ended(failed=False)


def _declare(function: Callable[[], Any], connection: Connection) -> Any:
    from pulumi import RunError

    def refuse(reason: str) -> None:
        connection.refuse(reason)
        raise RunError(reason)

    look_at_each_resource([PACKAGE], refuse)
    return function()


def _users_traceback(error: BaseException) -> str:
    """The traceback from the function's own first line on."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [at for at, frame in enumerate(frames) if frame.filename == __file__]
    return "".join(traceback.format_exception(error, limit=own[-1] + 1 - len(frames) if own else None))


def _configure(connection: Connection, root: Path) -> None:
    from pulumi.runtime import set_all_config
    from pulumi.runtime.settings import SETTINGS, reset_options

    target = connection.target
    reset_options(
        project=target.project,
        stack=target.stack,
        root_directory=str(root),
        parallel=connection.parallel,
        engine_address=connection.address,
        monitor_address=connection.address,
        preview=connection.preview,
        organization=target.organization,
    )
    outstanding.install(SETTINGS)
    set_all_config({k: v.value for k, v in target.config.items()}, [k for k, v in target.config.items() if v.secret])


def _tell(say: Callable[[str], None], message: str) -> None:
    with contextlib.suppress(Exception):  # the deployment may be over already
        say(message)


def _close(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            loop.run_until_complete(task)
    loop.close()
