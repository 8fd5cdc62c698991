"""Which token reaches which account."""

from __future__ import annotations

import pytest

from pulumi_qstash.drift.declared import Login, declared_in
from pulumi_qstash.drift.errors import DriftError
from pulumi_qstash.drift.export import HIDDEN, OURS, PROVIDER, StackState, StateResource
from pulumi_qstash.drift.logins import Logins, named_tokens
from pulumi_qstash.engine.values import Secret

ENVIRONMENT = {"QSTASH_TOKEN": "from-environment", "QSTASH_URL": "https://qstash.example.com"}


def logins(
    tokens: dict[str, str] | None = None, config: dict[str, dict[str, str] | None] | None = None, **environ: str
) -> Logins:
    return Logins(tokens or {}, config or {}, environ)


def test_the_environment_is_the_last_resort() -> None:
    """Without anything else QSTASH_TOKEN and QSTASH_URL say which account is meant."""
    settings = logins(**ENVIRONMENT).settings(Login("shop/dev", ""))
    assert (settings.token, settings.url) == ("from-environment", "https://qstash.example.com")


def test_the_states_own_configuration_beats_the_environment() -> None:
    """What the stack was brought up with wins over a shell's variables."""
    login = Login("shop/dev", "", {"qstash:token": "from-state", "qstash:url": "https://other.example.com"})
    settings = logins(**ENVIRONMENT).settings(login)
    assert (settings.token, settings.url) == ("from-state", "https://other.example.com")


def test_the_stacks_present_configuration_beats_the_state() -> None:
    """With -C and --stack the configuration of today wins over that of the last up."""
    config = {"shop/dev": {"qstash:token": "rotated"}}
    login = Login("shop/dev", "", {"qstash:token": "from-state"})
    assert logins(config=config, **ENVIRONMENT).settings(login).token == "rotated"


def test_an_explicit_provider_inherits_nothing() -> None:
    """An explicit provider without a readable token is refused with the option that names one."""
    login = Login("shop/dev", "eu", {"qstash:provider": "true", "qstash:region": "eu-central-1"}, True)
    with pytest.raises(DriftError, match="--token eu=VARIABLE"):
        logins(**ENVIRONMENT).settings(login)


def test_a_named_token_is_for_its_provider() -> None:
    """--token gives an explicit provider its token and leaves its region as declared."""
    login = Login("shop/dev", "eu", {"qstash:provider": "true", "qstash:region": "us-east-1"}, True)
    settings = logins({"eu": "given"}).settings(login)
    assert (settings.token, settings.url) == ("given", "https://qstash-us-east-1.upstash.io")


def test_a_named_token_can_be_for_one_stack() -> None:
    """Two stacks with a provider of one name are told apart by the stack before the colon."""
    given = logins({"shop/dev:eu": "one", "shop/prod:eu": "two"})
    tokens = [
        given.settings(Login(stack, "eu", {"qstash:provider": "true"})).token for stack in ("shop/dev", "shop/prod")
    ]
    assert tokens == ["one", "two"]


def test_a_missing_token_says_where_to_set_one() -> None:
    """Without any token the message names the variable, and that the state's one is encrypted."""
    with pytest.raises(DriftError, match=r"QSTASH_TOKEN") as refusal:
        logins().settings(Login("shop/dev", "", {}, token_hidden=True))
    assert "PULUMI_CONFIG_PASSPHRASE" in str(refusal.value)


@pytest.mark.parametrize(("config", "said"), [(None, "PULUMI_CONFIG_PASSPHRASE"), ({}, "or its qstash:token")])
def test_a_stack_that_was_named_is_not_asked_for_again(config: dict[str, str] | None, said: str) -> None:
    """A named stack without a readable token gets what would help it, and no advice to name it."""
    with pytest.raises(DriftError, match=said) as refusal:
        logins(config={"shop/dev": config}).settings(Login("shop/dev", ""))
    assert "--stack" not in str(refusal.value)


def test_what_belongs_to_no_stack_needs_the_environment() -> None:
    """A restore is told to set the variable, and of no option that it does not have."""
    with pytest.raises(DriftError, match="set QSTASH_TOKEN") as refusal:
        logins().environment()
    assert "--stack" not in str(refusal.value)


def test_a_token_option_names_a_variable() -> None:
    """--token takes the name of a variable, and its value becomes the token."""
    assert named_tokens(["eu=EU_TOKEN"], {"EU_TOKEN": " secret \n"}) == {"eu": "secret"}


@pytest.mark.parametrize("option", ["eyJVc2VySUQiOiJhIn0", "=EU", "eu="])
def test_a_malformed_token_option_is_not_repeated(option: str) -> None:
    """What may be a token itself is refused without being shown."""
    with pytest.raises(DriftError) as refusal:
        named_tokens([option], {})
    assert option not in str(refusal.value).split()


def test_an_unset_variable_is_refused_by_provider() -> None:
    """A variable that is not set is refused with the provider's name."""
    with pytest.raises(DriftError, match="--token eu="):
        named_tokens(["eu=EU_TOKEN"], {})


def test_a_login_never_shows_its_token() -> None:
    """The records that carry tokens do not print them."""
    login = Login("shop/dev", "eu", {"qstash:token": "hush-token"})
    given = logins({"eu": "hush-token"}, {"shop/dev": {"qstash:token": "hush-token"}}, QSTASH_TOKEN="hush-token")
    assert "hush-token" not in repr(login) + repr(given) + repr(given.settings(login))


def test_each_object_knows_its_provider() -> None:
    """An object of an explicit provider gets that provider's configuration, read from the state."""
    provider = "urn:pulumi:dev::shop::pulumi:providers:pulumi-python::eu"
    resources = [
        StateResource(
            provider, PROVIDER, "p1", {"qstash:token": Secret("t"), "qstash:url": "https://a.example.com"}, {}
        ),
        StateResource(
            "urn:pulumi:dev::shop::x::a", f"{OURS}Schedule", "a", {"cron": "* * * * *"}, {}, f"{provider}::p1"
        ),
    ]
    (declared,) = declared_in(StackState("x", "shop", "dev", resources))
    assert (declared.login.name, declared.login.config) == (
        "eu", {"qstash:token": "t", "qstash:url": "https://a.example.com"},
    )  # fmt: skip


def test_a_hidden_token_is_known_to_be_there() -> None:
    """A token that cannot be decrypted is remembered as such, and not taken for none."""
    provider = "urn:pulumi:dev::shop::pulumi:providers:pulumi-python::default"
    resources = [
        StateResource(provider, PROVIDER, "p1", {"qstash:token": HIDDEN}, {}),
        StateResource("urn:pulumi:dev::shop::x::a", f"{OURS}Queue", "a", {}, {}, f"{provider}::p1"),
    ]
    (declared,) = declared_in(StackState("x", "shop", "dev", resources))
    assert declared.login.token_hidden
    assert declared.login.name == ""
