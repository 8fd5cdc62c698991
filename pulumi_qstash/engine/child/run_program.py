"""Runs a Pulumi program in its own process, as `pulumi up` would, against the addresses that it is told.

Started by path, so that it needs nothing but `pulumi` in the program's
python. One line of JSON on stdin says what to connect to; importing Pulumi
goes on meanwhile.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    sys.path.pop(0)  # this folder is no place to import from

import asyncio
import json
import logging
import os
import runpy
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

TOLD_THE_USER = 32
"""Exit code of a program that failed and has said why."""


def main() -> int:
    """Run the program that stdin tells of; returns the exit code."""
    try:
        import pulumi
    except ImportError:
        traceback.print_exc()
        print(f"the Pulumi SDK is not installed for {sys.executable}: run `pip install pulumi` there", file=sys.stderr)
        return 1
    told = json.loads(sys.stdin.readline() or "{}")
    if not told:
        return 1  # the engine has gone away
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), 0)
    connect(told)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    executor = ThreadPoolExecutor(max_workers=max(told["parallel"], 1) * 4)
    loop.set_default_executor(executor)
    # An unfinished program leaves awaited values behind: asyncio's complaints would hide the reason.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(lambda: program(told)))
    except pulumi.RunError as error:
        pulumi.log.error(str(error))
        return TOLD_THE_USER
    except Exception:
        pulumi.log.error("Program failed with an unhandled exception:\n" + users_traceback(told["program"]))
        return TOLD_THE_USER
    finally:
        executor.shutdown(wait=True)
        loop.close()
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def connect(told: dict[str, Any]) -> None:
    """Point the SDK at the engine."""
    from pulumi import runtime

    runtime.set_all_config(told["config"], told["secret_keys"])
    settings = runtime.Settings(
        project=told["project"],
        stack=told["stack"],
        organization=told["organization"],
        root_directory=told["root"],
        monitor=told["monitor"],
        engine=told["engine"],
        parallel=told["parallel"],
        dry_run=told["dry_run"],
    )
    if not told["debug"]:
        settings.engine = Quiet(settings.engine)
    runtime.configure(settings)
    beside("outstanding").install(settings)
    sys.argv = [told["program"]]


def beside(name: str) -> Any:
    """A module of this folder, under a name that no program has."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec: Any = spec_from_file_location(f"_pulumi_qstash_{name}", Path(__file__).with_name(f"{name}.py"))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def program(told: dict[str, Any]) -> None:
    """The program itself."""

    def refuse(reason: str) -> None:
        # What was declared before has not been sent yet, and must not be: there is no way back from here.
        from pulumi.runtime.proto import engine_pb2

        settings.SETTINGS.engine.Log(engine_pb2.LogRequest(severity=engine_pb2.ERROR, message=reason))
        os._exit(TOLD_THE_USER)

    from pulumi.runtime import settings

    look_at_each_resource(told["packages"], refuse)
    runpy.run_path(told["program"], run_name="__main__")


class Quiet:
    """The engine's stub without its debug messages: a dozen calls for each resource, which nobody would see."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def Log(self, request: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N802
        """Pass on all but debug messages."""
        if request.severity:
            return self._engine.Log(request, *args, **kwargs)
        return None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


def look_at_each_resource(packages: list[str], refuse: Callable[[str], None]) -> None:
    """Call `refuse` for the first resource that the engine cannot do, when the program declares it."""
    from pulumi.runtime.settings import get_root_resource

    def look(args: Any) -> None:
        if reason := refusal(args, packages):
            refuse(reason)

    root: Any = get_root_resource()
    root._transformations = [*(root._transformations or []), look]


def refusal(args: Any, packages: list[str]) -> str:
    """Why the engine cannot do a resource; empty if it can."""
    import pulumi

    package = args.type_.removeprefix("pulumi:providers:").split(":", 1)[0]
    about = f"resource '{args.name}'"
    if isinstance(args.resource, pulumi.CustomResource) and package not in packages:
        return (
            f"{about} is of type {args.type_}: the embedded engine runs Python dynamic providers only, "
            f"and knows no provider for {package}; the Pulumi CLI does this"
        )
    for option in ("import_", "transforms", "hooks", "replacement_trigger", "state_migrations"):
        if _is_given(getattr(args.opts, option, None)):
            return f"{about} has the option {option}: the embedded engine does not support this; the Pulumi CLI does"
    return ""


def _is_given(option: Any) -> bool:
    """Whether an option says anything: options that were merged carry empty lists and a binding without hooks."""
    if type(option).__name__ == "ResourceHookBinding":
        return any(vars(option).values())
    return option is not None and option != []


def users_traceback(program: str) -> str:
    """The traceback from the program's own first line on."""
    path = Path(program).resolve()
    folder = path if path.is_dir() else path.parent
    frames = traceback.extract_tb(sys.exc_info()[2])
    for at, frame in enumerate(frames):
        if not frame.filename.startswith("<") and Path(frame.filename).resolve().parent == folder:
            return traceback.format_exc(limit=at - len(frames))
    # A program that cannot even be parsed has no frame of its own: the error says its file and line.
    return traceback.format_exc(limit=0 if isinstance(sys.exc_info()[1], SyntaxError) else None)


if __name__ == "__main__":
    sys.exit(main())
