"""Ctrl-C while an operation runs: once ends it in order, twice at once."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from pulumi_qstash.engine.target import Cancellation

_SAID = (
    "^C received; cancelling: what runs is finished and recorded, nothing new is begun. Press ^C again to stop at "
    "once, which leaves unfinished steps as pending operations."
)


@contextmanager
def cancelling(cancellation: Cancellation) -> Iterator[None]:
    """Turn SIGINT and SIGTERM into requests to `cancellation` while the body runs."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        if cancellation.count == 0:
            with suppress(OSError):
                print(_SAID, file=sys.stderr, flush=True)
        cancellation.cancel()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
