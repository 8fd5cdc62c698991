"""All that a host's first call would import. A host that is started ahead of need may import it before."""

from __future__ import annotations

import tenacity  # noqa: F401

from ..api import verbatim  # noqa: F401
from . import process, provider  # noqa: F401
