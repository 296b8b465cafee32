"""How wide a text will be, without a font: an upper bound for the usual interface fonts.

The widths are DejaVu Sans's, the widest of the common sans-serif fonts; in Segoe UI, Noto Sans, Helvetica or
Roboto the text comes out narrower. Full-width characters are one em; so is all that is not a Latin letter
(an arrow, a Greek letter), because a Japanese font draws it so.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_REGULAR = (
    "32 40 46 84 64 95 78 28 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 "
    "100 69 69 70 77 64 58 78 76 30 30 66 56 87 75 79 61 79 70 64 61 74 69 99 69 61 69 39 34 39 84 50 "
    "50 62 64 55 64 62 36 64 64 28 28 58 28 98 64 62 64 64 42 53 40 64 60 82 60 60 53 64 34 64 84"
)
_BOLD = (
    "35 46 53 84 70 101 88 31 46 46 53 84 38 42 38 37 70 70 70 70 70 70 70 70 70 70 40 40 84 84 84 58 "
    "100 78 77 74 83 69 69 83 84 38 38 78 64 100 84 85 74 85 77 72 69 82 78 111 78 73 73 46 37 46 84 50 "
    "50 68 72 60 72 68 44 72 72 35 35 67 35 105 72 69 72 72 50 60 48 72 66 93 65 66 59 72 37 72 84"
)
_ADVANCES = tuple(tuple(int(n) for n in table.split()) for table in (_REGULAR, _BOLD))
_MONOSPACE = 61
_HINTING = 1.03
"""Hinted glyphs are rounded to whole pixels, which can widen a small text a little."""


@lru_cache(maxsize=2048)
def _advance(character: str, bold: bool, mono: bool) -> int:
    """Return the advance of one character in hundredths of an em."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return 0
    if ord(character) >= 0x1F000:
        return 140
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 100
    table = _ADVANCES[bold]
    index = ord(unicodedata.normalize("NFD", character)[0]) - 32  # an accent adds no width to its letter
    if not 0 <= index < len(table):
        return 100
    return _MONOSPACE if mono else table[index]


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, bold: bool = False, mono: bool = False) -> float:
    """Return an upper bound of the width in pixels of ``text`` at ``size`` pixels."""
    return sum(_advance(character, bold, mono) for character in text) * size / 100 * _HINTING


_NO_START = "、。，．・：；？！）］｝」』】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)]}%"
_NO_END = "（［｛「『【〔〈《([{"
"""Characters that may not begin or end a line (JIS X 4051, the usual part of it)."""


def _pieces(text: str) -> list[str]:
    """Split where a line may break: after spaces, and between two characters where one is full-width."""
    pieces: list[str] = []
    current = ""
    for character in text:
        wide = unicodedata.east_asian_width(character) in ("W", "F")
        previous = current[-1:]
        after_wide = bool(previous) and unicodedata.east_asian_width(previous) in ("W", "F")
        breakable = previous == " " or ((wide or after_wide) and previous not in _NO_END)
        if current and breakable and character not in _NO_START and character != " ":
            pieces.append(current)
            current = ""
        current += character
    return [*pieces, current] if current else pieces


def _chop(word: str, width: float, size: float, bold: bool, mono: bool) -> list[str]:
    """Cut a word that is wider than the line into pieces that are not."""
    parts: list[str] = []
    current = ""
    for character in word:
        if current and text_width(current + character, size, bold=bold, mono=mono) > width:
            parts.append(current)
            current = ""
        current += character
    return [*parts, current]


def wrap(text: str, width: float, size: float, *, bold: bool = False, mono: bool = False) -> tuple[str, ...]:
    """Break ``text`` into lines no wider than ``width`` pixels, at spaces and between full-width characters.

    A single word that is wider is cut. An empty text gives no line.
    """
    lines: list[str] = []
    current = ""
    for piece in _pieces(text):
        if text_width((current + piece).rstrip(), size, bold=bold, mono=mono) <= width:
            current += piece
            continue
        if current.strip():
            lines.append(current.strip())
        *full, current = _chop(piece, width, size, bold, mono)
        lines += full
    if current.strip():
        lines.append(current.strip())
    return tuple(lines)


def shorten(text: str, width: float, size: float, *, bold: bool = False, mono: bool = False) -> str:
    """Return ``text``, or its two ends around an ellipsis when it is wider than ``width`` pixels.

    The end is kept a little longer than the beginning: a port stands there, and an IPv6 host's own part.
    """
    if text_width(text, size, bold=bold, mono=mono) <= width:
        return text
    for kept in range(len(text) - 1, 1, -1):
        head = kept * 2 // 5
        candidate = f"{text[:head]}…{text[len(text) - (kept - head) :]}"
        if text_width(candidate, size, bold=bold, mono=mono) <= width:
            return candidate
    return "…"
