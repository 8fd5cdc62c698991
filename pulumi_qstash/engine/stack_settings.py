"""Pulumi.<stack>.yaml: a stack's configuration and the salt of its secrets."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pulumi_qstash.engine import yaml_text
from pulumi_qstash.engine.durable import write_whole
from pulumi_qstash.engine.errors import EngineError


@dataclass
class StackSettings:
    """The settings file of one stack; keys that this engine does not use are kept."""

    path: Path
    config: dict[str, Any] = field(default_factory=dict)
    encryption_salt: str = ""
    secrets_provider: str = ""
    other: dict[str, Any] = field(default_factory=dict)
    _before: str = ""

    @classmethod
    def read(cls, path: Path) -> StackSettings:
        """The settings at `path`; empty ones if the file does not exist."""
        if not path.exists():
            return cls(path)
        said = yaml_text.read_mapping(path)
        config = said.pop("config", None) or {}
        if not isinstance(config, dict):
            raise EngineError(f"could not read {path}: 'config' must be a mapping")
        return cls(
            path=path,
            config={str(key): value for key, value in config.items()},
            encryption_salt=str(said.pop("encryptionsalt", None) or ""),
            secrets_provider=str(said.pop("secretsprovider", None) or ""),
            other=said,
            _before=path.read_text(),
        )

    def check_supported(self) -> None:
        """Refuse by name what only the Pulumi CLI can do with this file."""
        if self.secrets_provider not in ("", "passphrase"):
            raise EngineError(
                f"{self.path} names the secrets provider {self.secrets_provider!r}, which the embedded engine does not "
                "support: only passphrase is; the Pulumi CLI does this"
            )
        if self.other.get("environment"):
            raise EngineError(
                f"{self.path} imports Pulumi ESC environments, which the embedded engine does not support: the Pulumi "
                "CLI does this"
            )

    def save(self) -> None:
        """Write the file; comments and order stay where only the configuration or the salt changed."""
        text = edited(self._before, self.as_mapping())
        write_whole(self.path, text, None if self.path.exists() else 0o644)
        self._before = text

    def as_mapping(self) -> dict[str, Any]:
        """What the file says."""
        said: dict[str, Any] = {}
        if self.secrets_provider:
            said["secretsprovider"] = self.secrets_provider
        if self.encryption_salt:
            said["encryptionsalt"] = self.encryption_salt
        said |= self.other
        if self.config:
            said["config"] = self.config
        return said


def edited(before: str, wanted: dict[str, Any]) -> str:
    """`before` changed to say `wanted`, line by line, so that comments and order stay; else a new text."""
    try:
        text = _edit_lines(before, yaml_text.parse(before) or {}, wanted)
        fits = yaml_text.parse(text) == wanted
    except (yaml.YAMLError, StopIteration, IndexError):  # a file of an unusual style is written anew
        fits = False
    if fits:
        return text
    return yaml_text.dump(wanted) if wanted else ""


def _edit_lines(before: str, now: dict[str, Any], wanted: dict[str, Any]) -> str:
    lines = before.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    for key in [k for k in now if k not in wanted]:
        _replace_block(lines, "", key, [])
    for key, value in wanted.items():
        if key == "config" and isinstance(now.get("config"), dict) and now["config"]:
            _edit_block(lines, now["config"], value)
        elif now.get(key) != value:
            new = yaml_text.dump({key: value}).splitlines(keepends=True)
            if key == "encryptionsalt" and key not in now:
                lines[:0] = new
            else:
                _replace_block(lines, "", key, new)
    return "".join(lines)


def _edit_block(lines: list[str], now: dict[str, Any], wanted: dict[str, Any]) -> None:
    start = _find(lines, "", "config", 0, len(lines))
    end = _end_of(lines, start, "")
    inside = lines[start + 1 : end]
    indent = next(line for line in inside if line.strip() and not line.lstrip().startswith("#"))
    pad = indent[: len(indent) - len(indent.lstrip())]
    for key in [*(k for k in now if k not in wanted), *(k for k in wanted if now.get(k) != wanted[k] or k not in now)]:
        new = yaml_text.dump({key: wanted[key]}).splitlines(keepends=True) if key in wanted else []
        _replace_block(inside, pad, key, [pad + line for line in new])
    lines[start + 1 : end] = inside


def _replace_block(lines: list[str], pad: str, key: str, new: list[str]) -> None:
    start = _find(lines, pad, key, 0, len(lines))
    if start < 0:
        at = len(lines)
        while at > 0 and not lines[at - 1].strip():
            at -= 1
        lines[at:at] = new
        return
    lines[start : _end_of(lines, start, pad)] = new


def _find(lines: list[str], pad: str, key: str, start: int, end: int) -> int:
    starts = tuple(f"{pad}{quote}{key}{quote}:" for quote in ("", '"', "'"))
    return next((i for i in range(start, end) if lines[i].startswith(starts)), -1)


def _end_of(lines: list[str], start: int, pad: str) -> int:
    """The line after the block that begins at `start`: comments and empty lines before the next key stay outside."""
    end = start + 1
    for at in range(start + 1, len(lines)):
        text = lines[at].strip()
        if not text or text.startswith("#"):
            continue
        deeper = len(lines[at]) - len(lines[at].lstrip()) > len(pad)
        listed = text.startswith("- ") and lines[at].startswith(pad + "-")
        if not (deeper or listed):
            break
        end = at + 1
    return end
