"""The writer of Python source agrees with the formatter, and what it writes means what it was given."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_qstash.adopt.source import Call, Code, statement, text_literal

RUFF = [str(Path(sys.executable).with_name("ruff")), "format", "--isolated"]
TEXTS = [
    "a", 'say "hi"', "it's", "both \" and ' x", '"""', "tab\t\n\r\\", "ünïcödé 日本", "\x00\x7f\u200b", "😀" * 30,
    "long " * 60, "\\N{DASH} {x} %s", "\u2028",
]  # fmt: skip
VALUES: list[Any] = [
    *TEXTS, b"\x00\xff'\"", b"x" * 100, [], {}, True, 3, None, ["a" * 60, "b" * 60], {"k": "v" * 100, "m": 1},
    {"headers": {"A": "x" * 50, "B": "y" * 50}}, [{"url": "https://a.example.com", "name": "a"}] * 3,
    Code("orders.group_name"), Call("config.require_secret", ["k" * 80]),
]  # fmt: skip


def program(values: list[Any]) -> str:
    lines = ["import base64\n\n"]
    for index, value in enumerate(values):
        lines.append(statement(Call("f", ["name"], {"x": value, "y": True, "z": [value] * 2}), f"v{index}"))
        lines.append(statement(Call("f", ["n"], {"x": value})))
        lines.append(statement(Call("f", ["n" * 100])))
    return "".join(lines)


@pytest.mark.parametrize("width", [88, 100, 120])
def test_the_formatter_changes_nothing(width: int, tmp_path: Path) -> None:
    """What is written is formatted already, at the formatter's own width and at wider ones."""
    file = tmp_path / "program.py"
    file.write_text(program(VALUES), encoding="utf-8")
    ran = subprocess.run([*RUFF, "--line-length", str(width), "--diff", str(file)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_a_text_is_written_as_itself(text: str) -> None:
    """Any text comes back from its literal as it was, lone surrogates included."""
    assert ast.literal_eval(text_literal(text)) == text


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.text(max_size=40) | st.binary(max_size=50) | st.booleans() | st.integers(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=12,
    )
)
def test_a_value_is_written_as_itself(value: Any) -> None:
    """Any value of the kinds that a declaration has comes back from its source as it was."""
    namespace: dict[str, Any] = {}
    exec(statement(value, "given"), namespace)
    assert namespace["given"] == value


def test_long_bytes_are_written_as_base64() -> None:
    """Bytes that nobody reads stand as base64, in a call that gives them back."""
    raw = bytes(range(256))
    namespace: dict[str, Any] = {}
    exec("import base64\n" + statement(raw, "given"), namespace)
    assert namespace["given"] == raw
