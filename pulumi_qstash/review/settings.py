"""A project's own choices for reviews: `[tool.pulumi-qstash.review]` in pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from .errors import ReviewError
from .plans import DEFAULT_PLAN, PLANS

_CODE = re.compile(r"QS\d{3}\Z")
_TABLE = "[tool.pulumi-qstash.review]"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project chose.

    Attributes:
        ignore: Codes of rules that are switched off.
        plan: Code of the plan.
    """

    ignore: tuple[str, ...] = ()
    plan: str = DEFAULT_PLAN


def nearest(folder: Path) -> Settings:
    """The settings in the pyproject.toml of a folder, or of the nearest folder above it that has one.

    Raises:
        ReviewError: Where the file, or what it says about reviews, cannot be understood.
    """
    for place in (folder.resolve(), *folder.resolve().parents):
        path = place / "pyproject.toml"
        if path.is_file():
            return _read(path)
    return Settings()


def codes(found: object, where: str) -> tuple[str, ...]:
    """Codes of rules, in capitals.

    Raises:
        ReviewError: Where one is no code.
    """
    if not isinstance(found, list | tuple) or not all(isinstance(each, str) for each in found):
        raise ReviewError(f"{where} must be a list of codes such as QS201")
    listed = tuple(each.strip().upper() for each in found)
    for each in listed:
        if not _CODE.match(each):
            raise ReviewError(f"{where} holds {each!r}, which is no code such as QS201")
    return listed


def _read(path: Path) -> Settings:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ReviewError(f"{path} cannot be read: {error}") from None
    table = document.get("tool", {}).get("pulumi-qstash", {}).get("review", {})
    if not isinstance(table, dict):
        raise ReviewError(f"{path}: {_TABLE} must be a table")
    unknown = table.keys() - {"ignore", "plan"}
    if unknown:
        raise ReviewError(f"{path}: {_TABLE} has an unknown key {sorted(unknown)[0]!r}; it takes ignore and plan")
    plan = table.get("plan", DEFAULT_PLAN)
    if plan not in PLANS:
        raise ReviewError(f"{path}: plan in {_TABLE} must be one of {', '.join(PLANS)}")
    return Settings(codes(table.get("ignore", []), f"{path}: ignore in {_TABLE}"), plan)
