"""What importing the package costs, and what it offers."""

from __future__ import annotations

import subprocess
import sys

import pytest

import pulumi_qstash

HEAVY = ("httpx", "pydantic", "croniter", "tenacity", "starlette", "click", "rich")


def modules_after(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after `code`."""
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(ran.stdout.split())


def test_the_package_imports_nothing_by_itself() -> None:
    """`import pulumi_qstash` loads neither Pulumi nor anything heavy; a name is imported when it is used."""
    assert not modules_after("import pulumi_qstash") & {"pulumi", "grpc", *HEAVY}


def test_the_resource_classes_need_pulumi_alone() -> None:
    """Naming every class loads Pulumi, and nothing heavy of ours."""
    names = ", ".join(pulumi_qstash.__all__)
    loaded = modules_after(f"import pulumi\nimport sys\nbefore = set(sys.modules)\nfrom pulumi_qstash import {names}")
    pulumis_own = modules_after("import pulumi, pulumi.dynamic")
    assert not (loaded - pulumis_own) & set(HEAVY)


@pytest.mark.parametrize("name", pulumi_qstash.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """Each name of `__all__` can be imported and is listed."""
    assert getattr(pulumi_qstash, name).__name__ == name
    assert name in dir(pulumi_qstash)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that there is not is refused as in any module."""
    with pytest.raises(AttributeError, match="Topic"):
        pulumi_qstash.Topic  # type: ignore[attr-defined]  # noqa: B018
