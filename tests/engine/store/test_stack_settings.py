"""Pulumi.<stack>.yaml, read and changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pulumi_qstash.engine import yaml_text
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.stack_settings import StackSettings, edited

COMMENTED = """\
# Settings of production.
encryptionsalt: v1:abc=:v1:x:y
config:
  # Where schedules deliver to.
  shop:host: shop.example.com  # not the old one
  "shop:key":
    secure: v1:n:c
  shop:names:
  - a
  - b

  # The end.
  shop:last: "7"
"""


def change(text: str, **config: object) -> str:
    wanted = yaml_text.parse(text)
    for key, value in config.items():
        full = f"shop:{key}"
        wanted["config"] = {k: v for k, v in wanted["config"].items() if k != full or value is not None}
        if value is not None:
            wanted["config"][full] = value
    return edited(text, wanted)


def test_a_change_leaves_every_other_line_as_it_is() -> None:
    """Comments, quotes and order stay; the changed value alone is written anew."""
    changed = change(COMMENTED, last="8")
    assert changed == COMMENTED.replace('shop:last: "7"', "shop:last: '8'")


def test_a_block_is_replaced_as_a_whole() -> None:
    """A secret that becomes a text loses its block, and what stands around it stays."""
    changed = change(COMMENTED, key="open")
    assert changed == COMMENTED.replace('"shop:key":\n    secure: v1:n:c\n', "shop:key: open\n")


def test_a_list_is_replaced_as_a_whole() -> None:
    """A list at the key's own depth goes with its key."""
    changed = change(COMMENTED, names=None)
    assert changed == COMMENTED.replace("  shop:names:\n  - a\n  - b\n", "")


def test_a_new_value_comes_last() -> None:
    """A value that was not there is added below the others."""
    assert change(COMMENTED, new={"a": [1, {"secure": "v1:n:c"}]}).startswith(COMMENTED)


@pytest.mark.parametrize("text", ["config: {shop:host: x}\n", "{encryptionsalt: s, config: {shop:host: x}}\n"])
def test_an_unusual_style_is_written_anew_rather_than_wrongly(text: str) -> None:
    """Where lines cannot be edited the file still says exactly what is wanted."""
    wanted = yaml_text.parse(text)
    wanted["config"]["shop:other"] = "y"
    assert yaml_text.parse(edited(text, wanted)) == wanted


def test_a_new_file_begins_with_the_salt(tmp_path: Path) -> None:
    """The first settings of a stack are what the CLI writes."""
    settings = StackSettings.read(tmp_path / "Pulumi.dev.yaml")
    settings.encryption_salt = "v1:abc=:v1:x:y"
    settings.save()
    settings.config["shop:host"] = "x"
    settings.save()
    assert settings.path.read_text() == "encryptionsalt: v1:abc=:v1:x:y\nconfig:\n  shop:host: x\n"


def test_a_salt_is_put_before_what_is_there(tmp_path: Path) -> None:
    """A file that had no salt gets one without losing a line."""
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text("config:\n  shop:host: x # y\n")
    settings = StackSettings.read(path)
    settings.encryption_salt = "s"
    settings.save()
    assert path.read_text() == "encryptionsalt: s\nconfig:\n  shop:host: x # y\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("secretsprovider: awskms://alias/x\n", "awskms.*Pulumi CLI"),
        ("environment:\n- prod\n", "ESC.*Pulumi CLI"),
        ("config: [a]\n", "must be a mapping"),
        ("a: b: c\n", "could not read"),
        ("- a\n", "mapping at its top level"),
    ],
)
def test_what_is_not_supported_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    """A file that only the Pulumi CLI can use is refused in a sentence."""
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text(text)
    with pytest.raises(EngineError, match=words):
        StackSettings.read(path).check_supported()


@pytest.mark.parametrize(
    ("text", "value"),
    [("yes", "yes"), ("12:30", "12:30"), ("2026-01-01", "2026-01-01"), ("0o17", 15), ("017", 17), ("1e3", 1000.0),
     ("true", True), ("~", None), ("off", "off"), ("1_000", "1_000"), (".5", 0.5), ("", None)],
)  # fmt: skip
def test_yaml_means_what_it_means_to_the_cli(text: str, value: object) -> None:
    """Scalars are read by YAML 1.2: no sexagesimal numbers, no dates, no `yes`."""
    found = yaml_text.parse(f"k: {text}\n")["k"]
    assert found == value
    assert type(found) is type(value)
