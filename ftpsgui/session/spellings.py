r"""How a secret may be spelled in what a server says: one regular expression, character by character.

Servers repeat a command in the dress of their language or log: URL-quoted, as HTML entities, with backslashes (C, JSON,
Python, RFC 4514 names in certificates), in UTF-16, in UTF-8 taken for Latin-1, with question marks for what they cannot
show, and broken over two lines of a reply. Each character may wear another dress, so that ``a%20b`` and ``a+b`` and
``a\040b`` are all ``a b``. Every repetition is bounded and every character an atomic group, so that the search takes
time in proportion to the text and the secret, whatever a server sends.
"""

from __future__ import annotations

import re
from html.entities import codepoint2name
from itertools import groupby
from typing import Final

from ftpsgui.protocol.escape import escape_text

LONGEST: Final = 64
"""Longer secrets are looked for in their whole encodings only."""
_BETWEEN: Final = r"(?:\\{1,4}x00|[ \t]{0,8}\n(?:\d{3}[ -]|[ \t]{1,8})?)?"
"""Between two characters: the other half of a UTF-16 character, or a new line of a multi-line reply."""
_CONTROLS: Final = {"\t": "t", "\a": "a", "\b": "b", "\f": "f", "\v": "v", "\x1b": "e"}


def spelled(secret: str) -> str:
    """Return the source of a regular expression that matches ``secret`` in any spelling (letter case aside)."""
    return _joined([unit for kind, run in groupby(secret, _kind) for unit in _units(kind, "".join(run))])


def _joined(units: list[str]) -> str:
    first, *others = units
    return f"(?>{first})" + "".join(f"(?>{_BETWEEN}(?:{unit}))" for unit in others)


def _kind(character: str) -> str:
    if character in "\\ '\"":
        return character
    return "beyond ASCII" if ord(character) >= 0x80 else ""


def _units(kind: str, run: str) -> list[str]:
    """Return patterns for ``run``: of characters that replace one another in number, one for all of them."""
    count = len(run)
    if kind == "\\":
        return [rf"\\{{{count},{8 * count}}}|(?:%5c){{{count}}}"]
    if kind == " ":
        return [
            rf"(?>\\{{0,4}} |[+\t]|[%=]20|\\{{1,4}}(?:x20|040|u0020)|&(?:nbsp|#0{{0,4}}32|#x0{{0,4}}20);|\n(?:\d{{3}}-)? ?){{{count}}}"
        ]
    if kind and kind in "'\"":
        # Doubled inside quotes (SQL, FTP's 257), so it is the run that may have grown, not each one of it.
        one = f"(?>{_character(kind)})"
        return [f"{one}(?:{_BETWEEN}{one}){{{count - 1},{2 * count - 1}}}"]
    units = [_character(character) for character in run]
    if kind:
        many = f"{{{count},{4 * count}}}"
        replaced = rf"\?{many}|\ufffd{many}"
        return [f"{_joined(units)}|{replaced}"]
    return units


def _character(character: str) -> str:
    point = ord(character)
    plain = {character, escape_text(character)}
    forms = []
    behind = [f"x{point:02x}", f"u{point:04x}", rf"u\{{0{{0,4}}{point:x}\}}"]
    if point < 0x100:
        behind.append(f"{point:03o}")
    if character in _CONTROLS:
        behind.append(_CONTROLS[character])
    entities = [f"#0{{0,4}}{point};", f"#x0{{0,4}}{point:x};"]
    if point in codepoint2name:
        entities.append(f"{codepoint2name[point]};")
    if character == "'":
        entities.append("apos;")
    forms.append(rf"&(?:{'|'.join(entities)})")
    if point < 0x80:
        forms.append(f"[%=]{point:02x}")
    else:
        forms.append(
            _as_bytes(
                character.encode("utf-8", "surrogateescape" if 0xDC80 <= point <= 0xDCFF else "surrogatepass")
            )
        )
        if point < 0x100:
            forms.append(_as_bytes(bytes([point])))
        if point > 0xFFFF:
            high, low = 0xD800 + (point - 0x10000 >> 10), 0xDC00 + (point & 0x3FF)
            forms.append(rf"\\{{1,4}}u{high:04x}\\{{1,4}}u{low:04x}")
    # Plain last: an atomic group keeps the first that fits, and "&" begins "&amp;".
    forms += [re.escape(form) for form in sorted(plain, key=lambda form: (-len(form), form))]
    return rf"\\{{1,4}}(?:{'|'.join(behind)})|\\{{0,4}}(?:{'|'.join(forms)})"


def _as_bytes(data: bytes) -> str:
    """Return what matches ``data`` where each byte is written by itself."""
    written = []
    for byte in data:
        taken_for_latin1 = re.escape(escape_text(chr(byte)))
        written.append(
            rf"(?:[%=]{byte:02x}|\\{{1,4}}(?:x{byte:02x}|{byte:03o})|&#{byte};|{taken_for_latin1})"
        )
    return "".join(written)
