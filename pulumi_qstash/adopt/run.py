"""The whole of `adopt`: read, declare, write."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pulumi_qstash.adopt import documents, files, official
from pulumi_qstash.adopt.declaring import TARGETS, Adopted, declare
from pulumi_qstash.adopt.documents import Setting
from pulumi_qstash.adopt.errors import AdoptError
from pulumi_qstash.adopt.existing import Existing
from pulumi_qstash.adopt.files import Place
from pulumi_qstash.adopt.import_file import import_file
from pulumi_qstash.adopt.live import Found, read_account
from pulumi_qstash.adopt.official import Official
from pulumi_qstash.adopt.program import source
from pulumi_qstash.adopt.selection import chosen
from pulumi_qstash.api import DEFAULT_URL, Client
from pulumi_qstash.lifecycle.account import account_of
from pulumi_qstash.lifecycle.settings import Settings
from pulumi_qstash.model import Context

MODULE: Final = "qstash_adopted"
"""The module that `--into` adds."""
_LEGAL = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True)
class Wish:
    """What the user asked for."""

    place: Place
    select: Sequence[str] = ()
    exclude: Sequence[str] = ()
    official: Sequence[Official] = ()
    """The old stack's resources, for `--from-state`."""
    existing: Existing = field(default_factory=Existing)
    """What is declared already, and is left out."""
    project: str = ""
    stack: str = "dev"


@dataclass(frozen=True)
class Done:
    """What was written."""

    adopted: Adopted
    texts: Mapping[str, str]
    commands: Sequence[str]
    notes: Sequence[str] = field(default_factory=tuple)
    state_deletes: Sequence[str] = field(default_factory=tuple)


def adopt(settings: Settings, wish: Wish) -> Done:
    """Read the account and write the files; nothing is written to the account.

    Raises:
        AdoptError: where there is nothing to adopt, or the files cannot be written.
        QStashError: where the account cannot be read.
    """
    if wish.project and not _LEGAL.fullmatch(wish.project):
        raise AdoptError("--project takes up to 100 letters, digits, hyphens, underscores and periods")
    files.check(wish.place, _names(wish.place))
    client = Client(settings.url, settings.token or "", timeout=settings.timeout, budget=settings.budget)
    live, notes = _wanted(read_account(client), wish)
    context = Context(settings.loopback, settings.plan)
    adopted = declare(live, context, official.names(wish.official), wish.existing)
    if not adopted.declarations:
        raise AdoptError(_nothing(adopted, client.url))
    notes += _wiring(adopted, wish.existing)
    setting = _setting(settings, wish)
    deletes = official.state_deletes(wish.official)
    texts = _texts(adopted, wish, setting, notes, deletes)
    files.write(wish.place, texts)
    return Done(adopted, texts, documents.commands(adopted, setting), notes, deletes)


def _wanted(live: list[Found], wish: Wish) -> tuple[list[Found], list[str]]:
    found, notes = official.matching(wish.official, live) if wish.official else (live, [])
    picked = chosen(found, wish.select, wish.exclude)
    held = wish.existing.objects
    left_out = Counter(held[f.kind.name, f.id] for f in picked if (f.kind.name, f.id) in held)
    for stack, count in left_out.items():
        are, them = ("object is", "it") if count == 1 else ("objects are", "them")
        notes.append(f"{count} {are} left out, because the stack {stack} holds {them}")
    return [f for f in picked if (f.kind.name, f.id) not in held], notes


def _wiring(adopted: Adopted, existing: Existing) -> Iterator[str]:
    """What only the program's author can wire: references between the new module and the code that was there."""
    outputs = {kind.name: (wire, output) for wire, kind, output in TARGETS}
    for one in adopted.declarations:
        for wire, kind, id_ in one.elsewhere:
            yield (
                f"{one.title} names the {kind.noun} {id_}, which your program declares itself: write "
                f"`{wire}=<that resource>.{outputs[kind.name][1]}` there, so that Pulumi orders the two"
            )
        for name in existing.named.get((one.kind.name, one.id), ()):
            wire, output = outputs[one.kind.name]
            yield (
                f"{name!r} in your program names the {one.title} by its text, which the preview now refuses: "
                f"write `{wire}={MODULE}.{one.variable}.{output}` there"
            )


def _nothing(adopted: Adopted, url: str) -> str:
    if adopted.refused:
        first = adopted.refused[0]
        return f"nothing can be declared as it is, such as {first.title}: {'; '.join(first.reasons)}"
    return f"there is nothing to adopt in the account at {url}: it is empty, or everything was left out"


def _setting(settings: Settings, wish: Wish) -> Setting:
    return Setting(
        folder=str(wish.place.folder),
        account=account_of(settings) or settings.url,
        url="" if settings.url == DEFAULT_URL else settings.url,
        stack=wish.stack,
        into=wish.place.into,
        module=MODULE,
    )


def _names(place: Place) -> list[str]:
    program = str(place.program / f"{MODULE}.py") if place.into else "__main__.py"
    return [program, "import.json", "secrets.sh", "ADOPTED.md"]


def _texts(
    adopted: Adopted, wish: Wish, setting: Setting, notes: Sequence[str], deletes: Sequence[str]
) -> dict[str, str]:
    docstring = f"The QStash objects of the account {setting.account}."
    program, *_ = _names(wish.place)
    texts = {
        program: source(adopted, docstring),
        "import.json": import_file(adopted, setting.account),
        "ADOPTED.md": documents.page(adopted, setting, notes, deletes),
    }
    if script := documents.secrets_script(adopted):
        texts["secrets.sh"] = script
    if not wish.place.into:
        texts["Pulumi.yaml"] = _project_file(wish)
        texts["requirements.txt"] = "pulumi-qstash\n"
    return texts


def _project_file(wish: Wish) -> str:
    return f"name: {wish.project or project_name(wish.place.folder)}\nruntime: python\ndescription: QStash, as code\n"


def project_name(folder: Path) -> str:
    """A legal project name from a folder's."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", folder.resolve().name).strip("-.")[:100] or "qstash"
