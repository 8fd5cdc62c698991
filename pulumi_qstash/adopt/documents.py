"""The texts beside the program: the script with secrets, and the page that says what to do."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from pulumi_qstash.adopt.declaring import Adopted, Declaration
from pulumi_qstash.adopt.secrets import SecretValue
from pulumi_qstash.adopt.shell import printed
from pulumi_qstash.model import SCHEDULE

_SIDES = {"callback": "callback", "failureCallback": "failure callback"}
_SETTINGS = "method, headers, retries, retry delay, delay and timeout, if it has any"


@dataclass(frozen=True)
class Setting:
    """Where the program goes, for the words about it."""

    folder: str
    """The folder, as the user named it."""
    account: str
    url: str
    """The server, empty for QStash's own."""
    stack: str
    into: bool
    """Whether the program is added to an existing one."""
    module: str
    """The module's name without `.py`."""


def environment() -> Environment:
    """The templates of this room."""
    return Environment(
        loader=PackageLoader("pulumi_qstash.adopt", "templates"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  these are shell and Markdown
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def secrets_script(adopted: Adopted) -> str:
    """The script that sets the known secrets; empty where there is none."""
    known = [s for s in adopted.secrets if s.value is not None]
    if not known:
        return ""
    return environment().get_template("secrets.sh.j2").render(known=known, printed=printed)


def page(adopted: Adopted, setting: Setting, notes: Sequence[str], state_deletes: Sequence[str]) -> str:
    """ADOPTED.md: what was adopted, what to run, what is lost."""
    known, hidden = secrets_of(adopted)
    return environment().get_template("ADOPTED.md.j2").render(
        adopted=adopted,
        account=setting.account,
        counts=counts(adopted),
        commands=commands(adopted, setting),
        into=setting.into,
        module=setting.module,
        known=known,
        hidden=hidden,
        limits=list(limits(adopted)),
        notes=notes,
        state_deletes=state_deletes,
    )  # fmt: skip


def secrets_of(
    adopted: Adopted,
) -> tuple[list[tuple[Declaration, SecretValue]], list[tuple[Declaration, SecretValue]]]:
    """Secret values that are known, and those that QStash hides, each with its object."""
    every = [(d, s) for d in adopted.declarations for s in d.secrets]
    return [e for e in every if e[1].value is not None], [e for e in every if e[1].value is None]


def commands(adopted: Adopted, setting: Setting) -> list[str]:
    """What to run, in order."""
    known, hidden = secrets_of(adopted)
    lines = [f"cd {shlex.quote(setting.folder)}"] if setting.folder != "." else []
    if not setting.into:
        lines.append(f"pulumi stack init {shlex.quote(setting.stack)}")
    if setting.url:
        lines.append(f"pulumi config set qstash:url {shlex.quote(setting.url)}")
    if known:
        lines.append("sh secrets.sh")
    # No comment beside a command: zsh, as macOS has it, takes one for arguments.
    lines += [f"pulumi config set --secret {s.key}" for _, s in hidden]
    lines.append("pulumi import --file import.json --generate-code=false --protect=false --yes")
    lines.append(f"rm import.json{' secrets.sh' if known else ''}")
    return [*lines, "pulumi preview --expect-no-changes"]


def counts(adopted: Adopted) -> str:
    """`3 schedules, 1 queue`."""
    counted = Counter(d.kind.noun for d in adopted.declarations)
    return ", ".join(f"{n} {noun}{'' if n == 1 else 's'}" for noun, n in counted.items())


def limits(adopted: Adopted) -> Iterator[tuple[str, str]]:
    """What QStash does not give back, by object; the last entry is about all schedules."""
    for declaration in adopted.of(SCHEDULE):
        sides = [words for wire, words in _SIDES.items() if wire in declaration.inputs]
        if sides:
            whose = f"of its {' and '.join(sides)}"
            yield declaration.title, f"the settings {whose} beside the URL ({_SETTINGS})"
    if adopted.of(SCHEDULE):
        yield "every schedule", "a timeout, if it has one and QStash did not return it"
        yield "every schedule", "a redaction of what is empty now: only redactions of present values can be seen"
