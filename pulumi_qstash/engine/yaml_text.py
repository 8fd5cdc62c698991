"""YAML as the Pulumi CLI understands it (version 1.2): `yes`, `12:30` and dates are plain strings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from pulumi_qstash.engine.errors import EngineError


class _Loader(yaml.SafeLoader):
    pass


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+0123456789."),
    ("merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])


def _integer(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    text = loader.construct_scalar(node)
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


_Loader.add_constructor("tag:yaml.org,2002:int", _integer)


def parse(text: str) -> Any:
    """The value of a YAML document; raises `yaml.YAMLError`."""
    return yaml.load(text, _Loader)  # noqa: S506 (a SafeLoader with fewer types)


def read_mapping(path: Path) -> dict[str, Any]:
    """The mapping that a file holds ({} if it is empty); raises `EngineError` where it holds something else."""
    try:
        found = parse(path.read_text())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise EngineError(f"could not read {path}: {reason}") from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise EngineError(f"could not read {path}: it must hold a mapping at its top level")
    return found


def dump(value: Any) -> str:
    """`value` as a YAML block, keys in their order."""
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100_000, default_flow_style=False)
