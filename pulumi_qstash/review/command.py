"""From a preview to its report: what the command line, a workflow or another program calls."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from .assemble import assemble
from .changes import stack_of
from .digest import Digest, Step, names_of
from .errors import ReviewError
from .render import render
from .report import Report
from .rules import SEVERITIES
from .settings import codes, nearest
from .source import digest_of, state_steps


def review(
    source: str,
    *,
    at: datetime,
    state: str | None = None,
    stack: str | None = None,
    plan: str | None = None,
    ignore: Iterable[str] = (),
) -> Report:
    """Reviews a preview.

    Args:
        source: A file with a digest, `-` for standard input, or the folder of a program.
        at: The instant of the deploy, aware, in UTC.
        state: A file with the stack's export, for the unchanged resources.
        stack: The stack to preview, where the source is a folder.
        plan: Code of QStash's plan; else the project's, else `payg`.
        ignore: Codes of rules to switch off, beside those that the project switches off.

    Raises:
        ReviewError: Where there is nothing that can be reviewed.
    """
    folder = Path(source) if source != "-" and Path(source).is_dir() else Path.cwd()
    chosen = nearest(folder)
    ignored = (*chosen.ignore, *codes(tuple(ignore), "--ignore"))
    digest = digest_of(source, stack=stack)
    unchanged = state_steps(state) if state else []
    _of_one_stack(digest, unchanged, state)
    change = stack_of(digest, unchanged, complete=state is not None and not digest.failed)
    return assemble(digest, change, at=at, plan=plan or chosen.plan, ignored=ignored)


def _of_one_stack(digest: Digest, unchanged: list[Step], state: str | None) -> None:
    found, wanted = names_of(unchanged), (digest.project, digest.stack)
    if unchanged and any(wanted) and found != wanted:
        theirs, ours = "/".join(found), "/".join(wanted)
        raise ReviewError(f"{state} is the state of {theirs} and the preview is of {ours}: export that stack")


def text_of(report: Report, form: str, *, colour: bool = False) -> str:
    """The report in a format; text is as wide as the terminal."""
    return render(report, form, width=min(shutil.get_terminal_size((120, 40)).columns, 140), colour=colour)


def fails(report: Report, severity: str) -> bool:
    """Whether a gate at a severity shuts: on a finding at it or above, or on a preview that failed."""
    at_least = SEVERITIES.index(severity)
    return report.failed or any(SEVERITIES.index(each.severity) >= at_least for each in report.findings)
