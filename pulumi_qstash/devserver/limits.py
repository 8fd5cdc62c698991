"""Limits of the process."""

from __future__ import annotations

from contextlib import suppress


def raise_open_files(wanted: int = 16_384) -> None:
    """Allow as many open connections as the system lets us, up to `wanted`."""
    try:
        import resource
    except ImportError:  # no such thing on Windows
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft < most:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
