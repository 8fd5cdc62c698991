"""Options of the whole suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--soak` runs the long form of the fault and kill runs and prints their table."""
    parser.addoption("--soak", action="store_true", help="the long form of the fault and kill runs")


@pytest.fixture(scope="session")
def soak(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--soak"))
