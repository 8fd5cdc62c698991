"""Pulumi.yaml: which project a folder holds and what runs it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pulumi_qstash.engine import yaml_text
from pulumi_qstash.engine.errors import EngineError

_NAMES = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")
_LEGAL = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True)
class Project:
    """A project as its Pulumi.yaml describes it."""

    path: Path
    """The project file."""
    name: str
    runtime: str
    runtime_options: dict[str, Any] = field(default_factory=dict)
    main: str = ""
    config: dict[str, Any] = field(default_factory=dict)
    backend_url: str = ""
    stack_config_dir: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    plugins: dict[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """The folder of the project file."""
        return self.path.parent

    @property
    def program(self) -> Path:
        """The folder (or file) that holds the program: `main` if given."""
        return (self.root / self.main).resolve() if self.main else self.root

    def settings_path(self, stack: str) -> Path:
        """Where the settings of `stack` live: Pulumi.<stack>.yaml, beside the project file or in stackConfigDir."""
        return self.root / self.stack_config_dir / f"Pulumi.{stack}{self.path.suffix}"


def find_project(folder: Path) -> Project:
    """The project of `folder` or of the nearest folder above it."""
    folder = folder.resolve()
    for place in (folder, *folder.parents):
        for name in _NAMES:
            if (place / name).is_file():
                return read_project(place / name)
    raise EngineError(
        f"no Pulumi.yaml project file found (searching upwards from {folder}). Run this in the folder of a Pulumi "
        "program, or name it with -C FOLDER"
    )


def read_project(path: Path) -> Project:
    """Read one project file; says by name what is wrong with it."""
    said = yaml_text.read_mapping(path)
    name = said.get("name")
    if not isinstance(name, str) or not _LEGAL.fullmatch(name):
        raise EngineError(f"{path}: a project needs a 'name' of letters, digits, hyphens, underscores and periods")
    runtime, options = _runtime(path, said.get("runtime"))
    backend = said.get("backend") or {}
    return Project(
        path=path,
        name=name,
        runtime=runtime,
        runtime_options=options,
        main=str(said.get("main") or ""),
        config=_config_block(path, said),
        backend_url=str(backend.get("url") or "") if isinstance(backend, dict) else "",
        stack_config_dir=_stack_config_dir(said),
        options=said.get("options") or {},
        plugins=said.get("plugins") or {},
    )


def check_runnable(project: Project) -> None:
    """Refuse by name what the embedded engine cannot run."""
    if project.runtime != "python":
        raise EngineError(
            f"{project.path} asks for the runtime {project.runtime!r}: the embedded engine runs Python programs only; "
            "the Pulumi CLI runs the others"
        )
    typechecker = str(project.runtime_options.get("typechecker") or "none")
    if typechecker.lower() != "none":
        raise EngineError(
            f"{project.path} asks for the type checker {typechecker} before each run, which the embedded engine does "
            "not support: run it yourself and take runtime.options.typechecker out, or use the Pulumi CLI"
        )
    named = [p.get("name", "?") for kind in project.plugins.values() for p in kind or [] if isinstance(p, dict)]
    if named:
        raise EngineError(
            f"{project.path} names the plugin(s) {', '.join(named)}: the embedded engine runs Python dynamic providers "
            "only; the Pulumi CLI runs plugins"
        )


def _runtime(path: Path, said: Any) -> tuple[str, dict[str, Any]]:
    if isinstance(said, str) and said:
        return said, {}
    if isinstance(said, dict) and isinstance(said.get("name"), str):
        return said["name"], dict(said.get("options") or {})
    raise EngineError(f"{path}: a project needs a 'runtime', such as `runtime: python`")


def _config_block(path: Path, said: dict[str, Any]) -> dict[str, Any]:
    config = said.get("config") or {}
    if not isinstance(config, dict):
        raise EngineError(f"{path}: 'config' must be a mapping of keys to values or declarations")
    return config


def _stack_config_dir(said: dict[str, Any]) -> str:
    config = said.get("config")
    legacy = config if isinstance(config, str) else ""
    return str(said.get("stackConfigDir") or legacy)
