"""What every run of this folder is judged by, and the table that `make soak` prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from support.account import Account
from support.engines import has_cli
from support.estate import Held, foreign_untouched, held

ENGINES = [
    "embedded",
    pytest.param(
        "cli",
        marks=[pytest.mark.cli, pytest.mark.skipif(not has_cli(), reason="there is no `pulumi` on PATH")],
    ),
]
Judge = Callable[[str, Account, Held], None]


@dataclass
class Tally:
    """A row of the table."""

    tried: int = 0
    converged: int = 0
    duplicates: int = 0
    lost: int = 0
    differing: int = 0
    foreign_touched: int = 0


TALLIES: dict[str, Tally] = {}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def judge(engine: str) -> Judge:
    """Compare an account with what it has to hold, count the outcome, and fail where it is another."""

    def compare(run: str, account: Account, expected: Held) -> None:
        tally = TALLIES.setdefault(f"{run} ({engine})", Tally())
        found = held(account)
        wanted = {(kind, k) for kind, objects in expected.items() for k in objects}
        there = {(kind, k) for kind, objects in found.items() for k in objects}
        untouched = foreign_untouched(account)
        tally.tried += 1
        tally.duplicates += len(there - wanted)
        tally.lost += len(wanted - there)
        tally.differing += sum(found[kind][k] != expected[kind][k] for kind, k in there & wanted)
        tally.foreign_touched += not untouched
        assert found == expected
        assert untouched
        tally.converged += 1

    return compare


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The table of the long form. A run that ended before it could be judged stands among pytest's failures."""
    if not config.getoption("--soak") or not TALLIES:
        return
    columns = [name.replace("_", " ") for name in Tally.__dataclass_fields__]
    width = max(map(len, TALLIES))
    terminalreporter.section("soak")
    terminalreporter.write_line("  ".join([" " * width, *columns]))
    for run, tally in TALLIES.items():
        cells = [str(value).rjust(len(name)) for name, value in zip(columns, vars(tally).values(), strict=True)]
        terminalreporter.write_line("  ".join([run.ljust(width), *cells]))
