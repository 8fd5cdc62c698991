"""Stands in for the python of a program or a dynamic host, and profiles every thread of what it runs.

Started with python's own words (`-u -m pulumi.dynamic …`, `-u run_program.py`); leaves `<role>.prof` in $BENCH_PROFILE.
"""

import cProfile
import os
import pstats
import runpy
import signal
import sys
import threading
from pathlib import Path

from measure import ROLES

_profiles: list[cProfile.Profile] = []
_run_thread = threading.Thread.run


def profiled(run, *args):
    profile = cProfile.Profile()
    _profiles.append(profile)
    return profile.runcall(run, *args)


def interrupt(*_):
    raise KeyboardInterrupt


def main() -> None:
    words = [word for word in sys.argv[1:] if word != "-u"]
    role = next(role for mark, role in ROLES.items() if mark in " ".join(words))
    threading.Thread.run = lambda thread: profiled(_run_thread, thread)
    signal.signal(signal.SIGTERM, interrupt)  # a host that has changed nothing is ended this way
    sys.path[0] = ""
    try:
        if words[0] == "-m":
            sys.argv = words[1:]
            profiled(lambda: runpy.run_module(words[1], run_name="__main__", alter_sys=True))
        else:
            sys.argv, sys.path[0] = words, str(Path(words[0]).parent)
            profiled(lambda: runpy.run_path(words[0], run_name="__main__"))
    except KeyboardInterrupt:
        pass
    finally:
        for profile in _profiles:
            profile.create_stats()
        whole = pstats.Stats(_profiles[0])
        for profile in _profiles[1:]:
            whole.add(profile)
        whole.dump_stats(str(Path(os.environ["BENCH_PROFILE"]) / f"{role}.prof"))


main()
