r"""Bytes from the network as text that is safe to store and to show.

Printable characters of valid UTF-8 stay; everything else — control characters, broken UTF-8, bidirectional
overrides, which could reorder what a reader sees — becomes ``\xNN`` or ``\uNNNN``. A backslash is doubled, so that
the escaping can be undone.
"""

from __future__ import annotations

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that would not be seen as what they are."""


def escape(data: bytes) -> str:
    """Return ``data`` as one line of visible text; CR LF at the very end is dropped."""
    if data.endswith(b"\r\n"):
        data = data[:-2]
    elif data.endswith(b"\n"):
        data = data[:-1]
    return escape_text(data.decode("utf-8", "surrogateescape"))


def escape_text(text: str) -> str:
    """Return ``text`` with every invisible character and every undecodable byte made visible."""
    if text.isascii() and text.isprintable() and "\\" not in text:
        return text
    out: list[str] = []
    for char in text:
        point = ord(char)
        if char == "\\":
            out.append("\\\\")
        elif 0xDC80 <= point <= 0xDCFF:
            out.append(f"\\x{point - 0xDC00:02x}")
        elif unicodedata.category(char) in _INVISIBLE:
            out.append(_escaped(point))
        else:
            out.append(char)
    return "".join(out)


def _escaped(point: int) -> str:
    if point < 0x100:
        return f"\\x{point:02x}" if point < 0x80 else f"\\u{point:04x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
