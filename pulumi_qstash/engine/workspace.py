"""Which backend and which stack a project works with, as the Pulumi CLI chooses them."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pulumi_qstash.engine.backend import FileBackend
from pulumi_qstash.engine.durable import write_whole
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.project import Project
from pulumi_qstash.engine.stack_name import StackName, parse_stack_name

DEFAULT_FOLDER = ".pulumi-local"


def backend_url(project: Project | None) -> tuple[str, str]:
    """The backend's URL and where it was named; an empty URL where nothing names one."""
    if url := os.environ.get("PULUMI_BACKEND_URL", ""):
        return url, "PULUMI_BACKEND_URL"
    if project and project.backend_url:
        return project.backend_url, str(project.path)
    if url := _logged_in():
        return url, str(_credentials())
    if os.environ.get("PULUMI_ACCESS_TOKEN"):
        return "https://api.pulumi.com", "PULUMI_ACCESS_TOKEN"
    return "", ""


def open_backend(project: Project | None) -> FileBackend:
    """The file backend to work on; refuses any other by name, so that nobody gets a second state over production."""
    url, source = backend_url(project)
    if url:
        return FileBackend(_existing_folder(url, source)).open()
    if project is None:
        raise EngineError(
            "no Pulumi.yaml project file found, and nothing names a backend: run this in the folder of a Pulumi "
            "program, or set PULUMI_BACKEND_URL"
        )
    root = project.root / DEFAULT_FOLDER
    root.mkdir(mode=0o700, exist_ok=True)
    _ignore_in_git(root)
    return FileBackend(root).open()


def selected_stack(project: Project) -> str:
    """The stack that `stack select` chose for this project and backend; empty if none is."""
    return str((_settings(project).get("stacks") or {}).get(_key(project)) or _settings(project).get("stack") or "")


def select_stack(project: Project, stack: StackName | None) -> None:
    """Remember `stack` as the chosen one; None forgets."""
    settings = _settings(project)
    stacks = {k: v for k, v in (settings.get("stacks") or {}).items() if k != _key(project)}
    if stack:
        stacks[_key(project)] = stack.full
    settings = {k: v for k, v in settings.items() if k not in ("stack", "stacks")}
    if stacks:
        settings["stacks"] = stacks
    path = _settings_path(project)
    if settings:
        write_whole(path, json.dumps(settings, indent=4))
    else:
        path.unlink(missing_ok=True)


def chosen_stack(project: Project | None, given: str | None) -> StackName:
    """The stack that a command is about: `--stack`, else PULUMI_STACK, else the selected one."""
    text = given or os.environ.get("PULUMI_STACK", "") or (selected_stack(project) if project else "")
    if not text:
        raise EngineError(
            "no stack selected: name one with --stack, choose one with `pulumi-qstash stack select`, "
            "or make one with `pulumi-qstash stack init`"
        )
    return parse_stack_name(text, project.name if project else None)


def _existing_folder(url: str, source: str) -> Path:
    if not url.startswith("file://"):
        raise EngineError(
            f"{source} points at the backend {url}: the embedded engine works on file backends (file://…) only, and a "
            "second state beside that one would be dangerous; the Pulumi CLI works on it"
        )
    path = unquote(url.removeprefix("file://").split("?")[0])
    if path.startswith("~"):
        path = str(Path.home() / path[2:])
    folder = Path(path).absolute()
    if not folder.is_dir():
        way_out = "it is no directory" if folder.exists() else f"make it with `mkdir {folder}`"
        raise EngineError(f"unable to open state directory {url} (resolved to {folder}): {way_out}")
    return Path(os.path.normpath(folder))


def _ignore_in_git(root: Path) -> None:
    ignore = root / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")


def _home() -> Path:
    given = os.environ.get("PULUMI_HOME")
    return Path(given) if given else Path.home() / ".pulumi"


def _credentials() -> Path:
    given = os.environ.get("PULUMI_CREDENTIALS_PATH")
    return (Path(given) if given else _home()) / "credentials.json"


def _logged_in() -> str:
    path = _credentials()
    try:
        said = json.loads(path.read_text())
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise EngineError(
            f"{path} cannot be read ({error}), so the backend is not known: set PULUMI_BACKEND_URL"
        ) from error
    return str(said.get("current") or "") if isinstance(said, dict) else ""


def _key(project: Project) -> str:
    return backend_url(project)[0] or (project.root / DEFAULT_FOLDER).as_uri()


def _settings_path(project: Project) -> Path:
    digest = hashlib.sha1(str(project.path).encode(), usedforsecurity=False).hexdigest()
    return _home() / "workspaces" / f"{project.name}-{digest}-workspace.json"


def _settings(project: Project) -> dict[str, Any]:
    try:
        said = json.loads(_settings_path(project).read_text())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
