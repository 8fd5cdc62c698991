"""Text that came with a preview, made harmless in GitHub's Markdown."""

from __future__ import annotations

import re

#: Between a sign and what follows, so that nobody is mentioned and no issue is linked.
_BREAK = "\u200b"
_SPECIAL = re.compile(r"[&<>|*_`~\[\]\\!$@#]|:(?=//)|:(?=[a-z0-9_+-]+:)|^[+=-]")
_LINKING = "@#"
_CODE_SPECIAL = re.compile(r"[^A-Za-z0-9 ,;/%?'\"^…·—–+=.-]")
_ASCII_END = 127


def plain(text: str) -> str:
    """Text for a cell or a sentence: no markup, no mention, no link to an issue, one line."""
    return _SPECIAL.sub(_harmless, " ".join(text.split()))


def _harmless(found: re.Match[str]) -> str:
    sign = found.group()
    return f"&#{ord(sign)};{_BREAK if sign in _LINKING else ''}"


def code(text: str) -> str:
    """Text as code: an HTML element, which nothing in it can end as a backtick could; a mention in it is none."""
    one_line = " ".join(text.split())
    escaped = _CODE_SPECIAL.sub(lambda found: _entity(found.group()), one_line)
    return f"<code>{escaped}</code>" if escaped else ""


def _entity(character: str) -> str:
    if ord(character) > _ASCII_END and character.isprintable():
        return character
    return f"&#{ord(character)};"
