"""Text from the network, made safe to look at: nothing invisible, nothing that reorders a line."""

from __future__ import annotations

import unicodedata

_KEEP = {"\t": "    "}


def visible(text: str, *, limit: int = 4000) -> str:
    r"""Return ``text`` on one line with control, format and bidirectional characters shown as ``\\u{hex}``.

    Longer than ``limit`` characters is cut with an ellipsis: a widget lays out every character it is given.
    """
    if len(text) <= limit and text.isprintable():
        return text
    cut = text[:limit]
    shown = cut if cut.isprintable() else "".join(_character(character) for character in cut)
    return shown + "…" if len(text) > limit else shown


def visible_block(text: str, *, limit: int = 20000) -> str:
    """Return :func:`visible` line by line: line feeds stay line feeds."""
    return "\n".join(visible(line) for line in text[:limit].split("\n"))


def _character(character: str) -> str:
    if character in _KEEP:
        return _KEEP[character]
    if character.isprintable():
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    return f"\\u{{{ord(character):x}}}"
