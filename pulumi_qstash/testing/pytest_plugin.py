"""Fixtures for users' tests; pytest finds them by itself where pulumi-qstash is installed.

Nothing is imported before a test asks for a fixture, so that a suite that
does not use them pays nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pulumi_qstash.devserver import DevServer
    from pulumi_qstash.testing.stack import Stack


@pytest.fixture
def qstash_server() -> Iterator[DevServer]:
    """A QStash control plane on loopback, empty, for one test."""
    from pulumi_qstash.devserver import DevServer

    with DevServer() as server:
        yield server


@pytest.fixture
def qstash_stack(qstash_server: DevServer) -> Iterator[Callable[..., Stack]]:
    """Makes stacks on the test's server: `qstash_stack("infra")` of a folder, `qstash_stack(function)` of a program."""
    from pulumi_qstash.testing.stack import Stack

    with ExitStack() as opened:

        def make(program: str | Path | Callable[[], Any], **options: Any) -> Stack:
            build = Stack.from_project if isinstance(program, str | Path) else Stack
            return opened.enter_context(build(program, server=qstash_server, **options))  # type: ignore[arg-type]

        yield make
