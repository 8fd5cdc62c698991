"""Configuration values: what Pulumi.<stack>.yaml and the project's defaults give to a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.project import Project
from pulumi_qstash.engine.target import ConfigValue


class Crypter(Protocol):
    """Encrypts and decrypts one text."""

    def encrypt(self, text: str) -> str:
        """The ciphertext of `text`."""
        ...

    def decrypt(self, text: str) -> str:
        """The text of a ciphertext."""
        ...


@dataclass(frozen=True)
class Setting:
    """One value as the program gets it: its text (JSON for an object or a list), and whether it is a secret."""

    text: str
    secret: bool = False
    object: bool = False
    shown: str = ""
    """What people are shown: the text with every secret in it as `[secret]`."""
    hidden: tuple[str, ...] = ()
    """The texts of the secrets in it."""

    @property
    def for_program(self) -> ConfigValue:
        """The value as a deployment takes it."""
        return ConfigValue(self.text, self.secret)


def full_key(project: str, key: str) -> str:
    """`key` with its namespace; one without belongs to the project."""
    parts = key.split(":")
    if len(parts) == 1 and key:
        return f"{project}:{key}"
    if len(parts) == 3 and parts[1] == "config":
        parts = [parts[0], parts[2]]
    if len(parts) != 2 or not all(parts):
        raise EngineError(
            f"could not parse {key} as a configuration key (configuration keys should be of the form "
            "`<namespace>:<name>`)"
        )
    return ":".join(parts)


def has_secret(raw: Any) -> bool:
    """Whether a value of the file holds a `secure:` part."""
    if isinstance(raw, dict):
        return _is_secure(raw) or any(has_secret(v) for v in raw.values())
    return isinstance(raw, list) and any(has_secret(v) for v in raw)


def read_value(raw: Any, crypter: Crypter | None) -> Setting:
    """A value of the file as the program gets it; without a crypter secrets read `[secret]`."""
    structured = isinstance(raw, list) or (isinstance(raw, dict) and not _is_secure(raw))
    plain = _open(raw, crypter)
    return Setting(
        text=_json(plain) if structured else _scalar(plain),
        secret=has_secret(raw),
        object=structured,
        shown=_json(_open(raw, None)) if structured else _scalar(_open(raw, None)),
        hidden=tuple(_hidden(raw, crypter)) if crypter else (),
    )


def resolve(project: Project, stack: str, raw: dict[str, Any], crypter: Crypter | None) -> dict[str, Setting]:
    """The whole configuration of a stack: its file's values, then the project's defaults.

    Raises:
        EngineError: where the project asks for a value that is missing, of another type, or not encrypted.
    """
    values = {full_key(project.name, key): value for key, value in raw.items()}
    _add_defaults(project, stack, values)
    return {key: read_named(key, value, crypter) for key, value in sorted(values.items())}


def read_named(key: str, raw: Any, crypter: Crypter | None) -> Setting:
    """`read_value`, whose error names the key and the way out.

    Raises:
        EngineError: the value cannot be decrypted.
    """
    try:
        return read_value(raw, crypter)
    except EngineError as error:
        raise EngineError(f"{key}: {error}; set it anew with `pulumi-qstash config set --secret {key}`") from error


def _add_defaults(project: Project, stack: str, values: dict[str, Any]) -> None:
    missing = []
    for key, declared in sorted(project.config.items()):
        name = full_key(project.name, key)
        given = name in values
        if given:
            _check_declared(stack, key, declared, values[name])
            continue
        default = _default(declared)
        if default is not None:
            values[name] = default
        elif name.startswith(f"{project.name}:"):
            missing.append(key)
    if missing:
        raise EngineError(_missing(stack, missing))


def _default(declared: Any) -> Any:
    if not isinstance(declared, dict):
        return declared
    default = declared.get("default")
    return default if default is not None else declared.get("value")


def _check_declared(stack: str, key: str, declared: Any, raw: Any) -> None:
    if not isinstance(declared, dict) or "type" not in declared:
        return
    if declared.get("secret") and not has_secret(raw):
        raise EngineError(
            f"Stack '{stack}' with configuration key '{key}' must be encrypted as it's secret: "
            f"use `pulumi-qstash config set --secret {key}`"
        )
    if not _fits(declared["type"], declared.get("items") or {}, raw):
        raise EngineError(f"Stack '{stack}' with configuration key '{key}' must be of type '{declared['type']}'")


def _fits(kind: str, items: dict[str, Any], raw: Any) -> bool:
    if isinstance(raw, dict) and _is_secure(raw):
        return True
    if kind == "array":
        return isinstance(raw, list) and all(_fits(items.get("type", "any"), items.get("items") or {}, v) for v in raw)
    text = _scalar(raw) if not isinstance(raw, (dict, list)) else None
    tests = {
        "string": lambda: text is not None,
        "integer": lambda: text is not None and text.lstrip("+-").isdigit(),
        "boolean": lambda: text in ("true", "false"),
        "object": lambda: isinstance(raw, dict),
    }
    return tests.get(kind, lambda: True)()


def _missing(stack: str, keys: list[str]) -> str:
    quoted = [f"'{key}'" for key in keys]
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    return (
        f"Stack '{stack}' is missing configuration value{'s' * (len(keys) > 1)} {listed}: "
        f"set it with `pulumi-qstash config set {keys[0]} VALUE`"
    )


def _is_secure(raw: dict[str, Any]) -> bool:
    return len(raw) == 1 and isinstance(raw.get("secure"), str)


def _open(raw: Any, crypter: Crypter | None) -> Any:
    if isinstance(raw, dict):
        if _is_secure(raw):
            return crypter.decrypt(raw["secure"]) if crypter else "[secret]"
        return {str(key): _open(value, crypter) for key, value in raw.items()}
    return [_open(value, crypter) for value in raw] if isinstance(raw, list) else raw


def _hidden(raw: Any, crypter: Crypter) -> Iterator[str]:
    if isinstance(raw, dict) and _is_secure(raw):
        yield crypter.decrypt(raw["secure"])
    elif isinstance(raw, dict | list):
        for part in raw.values() if isinstance(raw, dict) else raw:
            yield from _hidden(part, crypter)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return "" if value is None else str(value)
