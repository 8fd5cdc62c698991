"""What stacks and a program hold already, so that nothing is adopted twice and nothing of theirs is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pulumi_qstash.adopt.errors import AdoptError
from pulumi_qstash.engine import yaml_text
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.project import Project, read_project


@dataclass(frozen=True)
class Existing:
    """What is left out, and which names are taken."""

    objects: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The stack that holds an object, by kind and id."""
    names: frozenset[str] = frozenset()
    """Logical names of the stack that is added to."""
    keys: frozenset[str] = frozenset()
    """Configuration keys of the project that is added to, whose values stay as they are."""
    own: frozenset[tuple[str, str]] = frozenset()
    """The objects of the program that is added to, by kind and id: it refuses their names as literal texts."""
    named: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """Its schedules that name a group or queue which it does not declare, by that one's kind and id."""


def project_in(folder: Path) -> Project:
    """The Python project that a module is to be added to.

    Raises:
        AdoptError: where there is none.
    """
    file = next((folder / n for n in ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json") if (folder / n).exists()), None)
    if file is None:
        raise AdoptError(f"--into {folder} is no Pulumi project: it has no Pulumi.yaml; --out makes a new one")
    try:
        project = read_project(file)
    except EngineError as error:
        raise AdoptError(str(error)) from error
    if project.runtime != "python":
        raise AdoptError(f"--into {folder} is a program for {project.runtime}, not Python: --out makes a new one")
    return project


def configured_keys(project: Project) -> frozenset[str]:
    """The keys of the project's own configuration, in the settings of every stack.

    Raises:
        AdoptError: where a settings file cannot be read.
    """
    pattern = project.settings_path("*")
    found = set[str](map(str, project.config))
    for file in sorted(pattern.parent.glob(pattern.name)):
        try:
            config = yaml_text.read_mapping(file).get("config")
        except EngineError as error:
            raise AdoptError(str(error)) from error
        found.update(map(str, config) if isinstance(config, Mapping) else ())
    prefix = f"{project.name}:"
    return frozenset(key.removeprefix(prefix) for key in found if key.startswith(prefix) or ":" not in key)
