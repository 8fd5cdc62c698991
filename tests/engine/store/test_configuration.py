"""Configuration values as programs and people get them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pulumi_qstash.engine.config_paths import remove_at, set_at, value_at
from pulumi_qstash.engine.configuration import full_key, read_value, resolve
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.project import Project
from pulumi_qstash.engine.secrets import new_crypter

CRYPTER = new_crypter("p")
HUSH = {"secure": CRYPTER.encrypt("hush")}


def project(**config: object) -> Project:
    return Project(Path("/x/Pulumi.yaml"), "shop", "python", config=config)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("x", "x"),
        (3, "3"),
        (True, "true"),
        (1.5, "1.5"),
        (2.0, "2"),
        ([1, "a"], '[1,"a"]'),
        ({"b": 1, "a": {}}, '{"a":{},"b":1}'),
    ],
)
def test_values_reach_the_program_as_text(raw: object, text: str) -> None:
    """A scalar is its text, a map or a list its JSON."""
    assert read_value(raw, None).text == text


def test_a_secret_is_read_and_never_shown() -> None:
    """A secret is in clear for the program and `[secret]` for people, at any depth."""
    top, nested = read_value(HUSH, CRYPTER), read_value({"a": ["x", HUSH]}, CRYPTER)
    assert (top.text, top.secret, top.shown) == ("hush", True, "[secret]")
    assert (nested.text, nested.secret, nested.shown) == ('{"a":["x","hush"]}', True, '{"a":["x","[secret]"]}')


def test_keys_without_a_namespace_belong_to_the_project() -> None:
    """A bare key is the project's, one with a namespace stays, the old long form is shortened."""
    assert full_key("shop", "host") == "shop:host"
    assert full_key("shop", "qstash:token") == "qstash:token"
    assert full_key("shop", "aws:config:region") == "aws:region"
    with pytest.raises(EngineError, match="could not parse a:b:c:d"):
        full_key("shop", "a:b:c:d")


def test_defaults_of_the_project_fill_what_the_stack_leaves_out() -> None:
    """`default` and `value` of Pulumi.yaml count where the stack has no value of its own."""
    declared = project(host={"default": "d", "type": "string"}, size={"value": 3}, plain="p", other={"default": 1})
    found = resolve(declared, "dev", {"shop:other": 2}, None)
    assert {k: s.text for k, s in found.items()} == {
        "shop:host": "d", "shop:size": "3", "shop:plain": "p", "shop:other": "2",
    }  # fmt: skip


def test_missing_values_are_all_named() -> None:
    """Everything that the project asks for and nobody gave is told at once, with the way out."""
    declared = project(a={"type": "string"}, b={"type": "integer"}, c={"type": "string"})
    with pytest.raises(EngineError, match=r"missing configuration values 'a', 'b' and 'c'.*config set a"):
        resolve(declared, "dev", {}, None)


@pytest.mark.parametrize(
    ("declared", "raw", "words"),
    [
        ({"type": "integer"}, "x", "must be of type 'integer'"),
        ({"type": "boolean"}, "yes", "must be of type 'boolean'"),
        ({"type": "array", "items": {"type": "integer"}}, ["a"], "must be of type 'array'"),
        ({"type": "string", "secret": True}, "x", "must be encrypted"),
    ],
)
def test_a_value_of_another_type_is_refused(declared: dict, raw: object, words: str) -> None:
    """A value that does not fit its declaration is refused before anything runs."""
    with pytest.raises(EngineError, match=words):
        resolve(project(k=declared), "dev", {"shop:k": raw}, None)


@pytest.mark.parametrize(
    ("declared", "raw"),
    [
        ({"type": "integer"}, 3),
        ({"type": "integer"}, "3"),
        ({"type": "boolean"}, True),
        ({"type": "array", "items": {"type": "integer"}}, [1, 2]),
        ({"type": "object"}, {"a": 1}),
        ({"type": "string", "secret": True}, HUSH),
    ],
)
def test_a_value_of_its_type_is_taken(declared: dict, raw: object) -> None:
    """A value that fits its declaration is taken."""
    assert "shop:k" in resolve(project(k=declared), "dev", {"shop:k": raw}, CRYPTER)


def test_paths_reach_into_maps_and_lists() -> None:
    """A path sets, reads and removes a value, and makes what is on its way."""
    config: dict = {}
    set_at(config, "shop:names[0]", "a", True)
    set_at(config, "shop:names[1]", "b", True)
    set_at(config, 'shop:map.in["odd.key"]', "c", True)
    assert config == {"shop:names": ["a", "b"], "shop:map": {"in": {"odd.key": "c"}}}
    assert value_at(config, "shop:names[1]", True) == "b"
    assert value_at(config, "shop:names[9]", True) is None
    remove_at(config, "shop:names[0]", True)
    remove_at(config, "shop:map.in", True)
    remove_at(config, "shop:none.x", True)
    assert config == {"shop:names": ["b"], "shop:map": {}}
    with pytest.raises(EngineError, match="one by one"):
        set_at(config, "shop:names[5]", "x", True)
