"""Shell words, for the script that sets secret configuration values."""

from __future__ import annotations

import shlex


def printed(text: str) -> str:
    """A `printf` that prints `text` and the one newline that `config set` takes away again."""
    if all(c.isprintable() or c == "\n" for c in text):
        return rf"printf '%s\n' {shlex.quote(text)}"
    # A text can begin with a hyphen, which is no option.
    return f"printf -- {shlex.quote(''.join(map(_escaped, text)))}'\\n'"


def _escaped(character: str) -> str:
    if character in "%\\":
        return character * 2
    return f"\\{ord(character):03o}" if ord(character) < 0x20 or ord(character) == 0x7F else character
