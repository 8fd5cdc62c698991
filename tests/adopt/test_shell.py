"""The words of the shell script that sets secret configuration values."""

from __future__ import annotations

import subprocess

import pytest

from pulumi_qstash.adopt.shell import printed

TEXTS = [
    "plain", "it's \"quoted\" $HOME `id` \\n %s !", "-n", "--\r",
    "-----BEGIN KEY-----\r\nM%sQ\\t\r\n-----END KEY-----\n", "two\n\n", "\t", "Gr\u00fc\u00dfe \u200b\u2028",
    "".join(map(chr, range(1, 0x80))), "a\x000\\0", "%%\x01\\\\",
]  # fmt: skip


@pytest.mark.parametrize("shell", ["sh", "bash"])
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_printed_to_the_byte(shell: str, text: str) -> None:
    """Whatever a value holds, or begins with, the shell prints it and one newline."""
    done = subprocess.run([shell], input=printed(text).encode(), capture_output=True)
    assert done.stdout == f"{text}\n".encode()
    assert done.stderr == b""
