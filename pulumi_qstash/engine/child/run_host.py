"""Runs Pulumi's dynamic host as `python -m pulumi.dynamic` does, with modules imported ahead of its first call.

python run_host.py MODULE... pulumi.dynamic ADDRESS
"""

from __future__ import annotations

import contextlib
import importlib
import os
import runpy
import sys


def main() -> None:
    """Import what can be imported, and become the host; what cannot be says so when it is needed."""
    *modules, host, address = sys.argv[1:]
    sys.path[0] = os.getcwd()  # noqa: PTH109
    for module in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(module)
    sys.argv[1:] = [address]
    runpy.run_module(host, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
