"""httpx without its command line, which brings rich and pygments: three quarters of the import, in every host."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

_COMMAND_LINE = "httpx._main"

if TYPE_CHECKING:
    import httpx
else:

    def _import() -> Any:
        # httpx does without it where its extra `cli` is not installed; a None makes this one import fail.
        kept_out = sys.modules.setdefault(_COMMAND_LINE, None) is None
        try:
            import httpx
        finally:
            if kept_out and sys.modules.get(_COMMAND_LINE) is None:
                sys.modules.pop(_COMMAND_LINE, None)
        return httpx

    httpx = _import()

__all__ = ["httpx"]
