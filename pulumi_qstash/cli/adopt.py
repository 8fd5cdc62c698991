"""`pulumi-qstash adopt`: a program for an account that already lives."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from pulumi_qstash.adopt.declaring import TARGETS
from pulumi_qstash.adopt.errors import AdoptError
from pulumi_qstash.adopt.existing import Existing, configured_keys, project_in
from pulumi_qstash.adopt.files import Place
from pulumi_qstash.adopt.official import Official, read_export
from pulumi_qstash.adopt.run import MODULE, Done, Wish, adopt
from pulumi_qstash.api import QStashError
from pulumi_qstash.drift.declared import Declared, declared_in
from pulumi_qstash.drift.errors import DriftError
from pulumi_qstash.drift.export import StackState
from pulumi_qstash.drift.states import NoKeys, from_backend, from_file
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.lifecycle.account import account_of
from pulumi_qstash.lifecycle.settings import Settings, read_settings

_FOLDER = click.Path(file_okay=True, path_type=Path)


@click.command("adopt")
@click.option("--out", type=_FOLDER, metavar="FOLDER", help="Write a new program here.")
@click.option("--into", type=_FOLDER, metavar="FOLDER", help="Add a module to the program here.")
@click.option("--select", multiple=True, metavar="GLOB", help="Adopt these alone: `nightly-*`, `queue:*`; repeat.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave these out; repeat.")
@click.option("--from-state", metavar="FILE", help="A stack export: adopt what the official package declares there.")
@click.option("--state", "states", multiple=True, metavar="FILE",
              help="A stack export: leave out what this stack holds already; repeat.")  # fmt: skip
@click.option("--project", default="", metavar="NAME", help="The new project's name; the folder's where not given.")
@click.option("-s", "--stack", default="dev", show_default=True, metavar="NAME", help="The stack in the commands.")
def command(
    out: Path | None, into: Path | None, select: tuple[str, ...], exclude: tuple[str, ...], from_state: str | None,
    states: tuple[str, ...], project: str, stack: str,
) -> None:  # fmt: skip
    """Write a program, an import file and the commands to run for the live account.

    The account is that of QSTASH_TOKEN and QSTASH_URL; it is read, never
    written to.
    """
    try:
        place, settings = _place(out, into), _settings()
        existing = _existing(into, states, account_of(settings))
        wish = Wish(place, select, exclude, _official(from_state), existing, project, stack)
        _tell(wish, adopt(settings, wish))
    except (AdoptError, DriftError, QStashError) as error:
        raise click.ClickException(str(error)) from error


def _place(out: Path | None, into: Path | None) -> Place:
    if (out is None) == (into is None):
        raise AdoptError("say where the program goes: --out FOLDER for a new one, --into FOLDER to add to one")
    if into is None:
        return Place(out or Path(), False)
    program = project_in(into).program
    folder = program if program.is_dir() else program.parent
    return Place(into, True, Path(os.path.relpath(folder, into.resolve())))


def _existing(into: Path | None, files: Sequence[str], account: str | None) -> Existing:
    """What the stacks hold that are given, or where none is, the one of the program that is added to."""
    states = [from_file(name, NoKeys()) for name in files]
    if into is not None and not files:
        states += _own_state(into)
    held = [(state, d) for state in states for d in declared_in(state) if not (d.deleting or d.external)]
    objects = {(d.kind, d.id): state.label for state, d in held if d.account in (None, account)}
    names = frozenset(d.name for _, d in held)
    if into is None:
        return Existing(objects, names)
    project = project_in(into)
    own = {(d.kind, d.id): d for state, d in held if state.project == project.name and (d.kind, d.id) in objects}
    return Existing(objects, names, configured_keys(project), frozenset(own), _named(own))


def _named(own: Mapping[tuple[str, str], Declared]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The schedules by the group or queue that they name, where that is declared elsewhere or nowhere."""
    named: dict[tuple[str, str], tuple[str, ...]] = {}
    for (kind, _), schedule in own.items():
        for wire, target, _ in TARGETS if kind == "Schedule" else ():
            id_ = schedule.inputs.get(wire)
            if isinstance(id_, str) and (target.name, id_) not in own:
                named[target.name, id_] = (*named.get((target.name, id_), ()), schedule.name)
    return named


def _own_state(folder: Path) -> list[StackState]:
    try:
        return [from_backend(None, NoKeys(), folder)[0]]
    except EngineError as error:
        click.echo(
            f"Note: the stack's state was not read ({error}). Objects that it holds already are left out with "
            f"`pulumi stack export | pulumi-qstash adopt --into {folder} --state -`",
            err=True,
        )
        return []


def _settings() -> Settings:
    settings = read_settings(lambda _key: None)
    if settings.problems:
        raise AdoptError(" ".join(settings.problems))
    if settings.token is None:
        raise AdoptError("there is no QStash token: set QSTASH_TOKEN to that of the account (a read-only one will do)")
    return settings


def _official(name: str | None) -> Sequence[Official]:
    if name is None:
        return ()
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AdoptError(f"{name} cannot be read: {error}") from error
    return read_export(text, "standard input" if name == "-" else name)


def _tell(wish: Wish, done: Done) -> None:
    folder = wish.place.folder
    click.echo(f"Wrote {len(done.adopted.declarations)} declarations to {folder}:")
    for name in done.texts:
        click.echo(f"  {folder / name}")
    for refused in done.adopted.refused:
        click.echo(f"Not adopted: {refused.title}: {'; '.join(refused.reasons)}", err=True)
    for note in done.notes:
        click.echo(f"Note: {note}", err=True)
    if wish.place.into:
        click.echo(f"\nAdd this line to your program, where you want them declared:\n  import {MODULE}")
    click.echo("\nThen run:" if wish.place.into else "\nRun:")
    for line in done.commands:
        click.echo(f"  {line}")
    if done.state_deletes:
        click.echo("\nThen let go of the old resources, in the old program's folder:")
        for line in done.state_deletes:
            click.echo(f"  {line}")
    click.echo(f"\n{folder / 'ADOPTED.md'} says what QStash does not give back, and what is left to do.")
