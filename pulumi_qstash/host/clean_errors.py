"""One sentence instead of a traceback of ours, in the dynamic host of either SDK generation.

The host turns every exception into a traceback (newer SDKs send `traceback.format_exc()`, older ones let gRPC log
it). For our own errors, and for no others, it is given the message. What the host does not look like is left alone.
"""

from __future__ import annotations

import sys
import traceback
from types import FrameType, ModuleType
from typing import Any, NoReturn

_FLAG = "_pulumi_qstash_clean_errors"


def install(host: ModuleType | None = None) -> bool:
    """Teach a newer host to print our errors as their message; False where this is no such host."""
    host = host or sys.modules.get("__main__")
    if host is None or not hasattr(host, "DynamicResourceProviderServicer"):
        return False
    if getattr(host, "traceback", None) is not traceback:
        return hasattr(host, _FLAG)
    host.traceback = _Tracebacks(traceback)  # type: ignore[attr-defined]
    setattr(host, _FLAG, True)
    return True


def fail(error: Exception) -> NoReturn:
    """End the present call with our error's message.

    Raises:
        Exception: always; in an older host the call is aborted first, so that gRPC logs no traceback.
    """
    host = sys.modules.get("__main__")
    if not hasattr(host, _FLAG) and hasattr(host, "DynamicResourceProviderServicer"):
        import grpc

        context = _call_context(sys._getframe())
        if context is not None:
            context.abort(grpc.StatusCode.UNKNOWN, message_of(error))
    raise error


def message_of(error: BaseException) -> str:
    """The text for the user."""
    return str(error)


class _Tracebacks:
    """The `traceback` module as the host sees it: our errors are their message, all else is as before."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def format_exc(self, *args: Any, **kwargs: Any) -> str:
        """The message of an error of ours, else the traceback."""
        from ..api import QStashError

        error = sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1]
        if isinstance(error, QStashError):
            return message_of(error)
        return str(self._module.format_exc(*args, **kwargs))


def _call_context(frame: FrameType | None) -> Any:
    """The gRPC context of the host's method that is running in this thread."""
    while frame is not None:
        context = frame.f_locals.get("context")
        if frame.f_globals.get("__name__") == "__main__" and hasattr(context, "abort"):
            return context
        frame = frame.f_back
    return None
