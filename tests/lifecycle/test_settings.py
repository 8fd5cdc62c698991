"""Where the account and the choices of a stack come from."""

from __future__ import annotations

import pytest

from pulumi_qstash.lifecycle import EXPLICIT, Settings, read_settings

ENVIRONMENT = {"QSTASH_TOKEN": "env-token", "QSTASH_URL": "https://env.example.com"}


def read(config: dict[str, str], environment: dict[str, str] | None = None) -> Settings:
    full = {key if ":" in key else f"qstash:{key}": value for key, value in config.items()}
    return read_settings(full.get, ENVIRONMENT if environment is None else environment)


def test_configuration_beats_the_environment() -> None:
    """A stack's own token and URL win over a shell's."""
    settings = read({"token": "t", "url": "https://c.example.com/"})
    assert (settings.token, settings.url) == ("t", "https://c.example.com")


def test_the_environment_serves_where_nothing_is_configured() -> None:
    """Without configuration the variables of the SDKs are taken, else the default host."""
    assert (read({}).token, read({}).url) == ("env-token", "https://env.example.com")
    assert (read({}, {}).token, read({}, {}).url) == (None, "https://qstash.upstash.io")


def test_a_region_is_a_url() -> None:
    """A configured region wins over the environment's URL."""
    assert read({"region": "us-east-1"}).url == "https://qstash-us-east-1.upstash.io"


def test_an_explicit_provider_inherits_nothing() -> None:
    """A provider of its own takes neither token nor URL from the environment."""
    settings = read({EXPLICIT: "eu", "region": "eu-central-1"})
    assert (settings.token, settings.url) == (None, "https://qstash-eu-central-1.upstash.io")
    assert read({EXPLICIT: "eu"}).url == "https://qstash.upstash.io"
    assert read({EXPLICIT: "eu", "token": ""}).problems == (
        "Provider 'eu' has no token, and takes none from elsewhere: give `qstash.Provider` its `token`.",
    )


def test_the_other_choices() -> None:
    """Plan, live check, pause and waiting times are read; loopback is told from the URL."""
    settings = read(
        {"plan": "free", "checkLive": "true", "paused": "True", "requestTimeout": "3", "retryBudget": "9.5"}
    )
    assert (settings.plan, settings.check_live, settings.pause_all) == ("free", True, True)
    assert (settings.timeout, settings.budget) == (3.0, 9.5)
    assert read({"url": "http://localhost:8787"}).loopback
    assert not read({}).loopback


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"plan": "gold"}, "free, payg"),
        ({"checkLive": "maybe"}, "true or false"),
        ({"paused": "2"}, "true or false"),
        ({"region": "mars"}, "us-east-1"),
        ({"url": "nowhere"}, "https://qstash.upstash.io"),
        ({"url": "https://x.example.com", "region": "us-east-1"}, "both set"),
        ({"requestTimeout": "soon"}, "seconds"),
        ({"retryBudget": "-1"}, "seconds"),
    ],
)
def test_a_wrong_choice_is_a_problem_with_its_way_out(config: dict[str, str], words: str) -> None:
    """What cannot be meant is named by its key, with what to write instead."""
    (problem,) = read(config).problems
    assert words in problem
    assert "qstash:" in problem


def test_the_token_is_not_in_a_representation() -> None:
    """Settings that end up in a traceback or log do not show the token."""
    assert "hush" not in repr(read({"token": "hush"}))
