"""The room stays light."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pulumi", "httpx", "pydantic", "grpc", "click", "croniter", "cron_descriptor", "jinja2", "rich")


def test_reading_and_wording_import_nothing_heavy() -> None:
    """Parsing, runs, words and surprises of a common expression load the standard library alone."""
    program = (
        "import sys; from datetime import datetime, UTC; from pulumi_qstash import cron;"
        "c = cron.parse('CRON_TZ=Europe/Berlin 30 2 * * 1-5'); c.next_runs(datetime.now(UTC), 3);"
        "cron.runs(c); cron.dialects('30 2 * * 1-5');"
        f"print(*(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_machine_without_zones_is_told_from_a_wrong_zone() -> None:
    """Where neither the system nor the package tzdata knows any zone, the refusal says so; UTC works all the same."""
    program = (
        "import sys; sys.modules['tzdata'] = None; from pulumi_qstash import cron; cron.parse('TZ=UTC 0 9 * * *');"
        "cron.parse('TZ=Europe/Berlin 0 9 * * *')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={"PYTHONTZPATH": ""}, check=False
    )
    assert "no time zone database: install the Python package tzdata" in done.stderr
