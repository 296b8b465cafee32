"""Where a paragraph's lines end: a word that would stand alone in the last one gets company from the line before."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

_LONE_LETTERS, _LONE_SIGNS = 14, 5
"""Up to how many letters of one word, or signs of a script without spaces, are lost in a line of their own."""
_STEP, _LEAST = 0.03, 0.7
"""How the width is narrowed, and to which part of it at most."""


def spare(text: str, font: QFont, width: int) -> int:
    """Return how many pixels narrower than ``width`` ``text`` must be so that its last line is no lone word.

    0 when it has one already, when it has one line only, or when that would need another line.
    """
    if width <= 0 or "\n" in text or QFontMetrics(font).horizontalAdvance(text) <= width:
        return 0
    starts = _line_starts(text, font, width)
    count = len(starts)
    if count < 2 or not _lone(text[starts[-1] :]):
        return 0
    part = 1 - _STEP
    while part >= _LEAST:
        starts = _line_starts(text, font, width * part)
        if len(starts) > count:
            return 0
        if not _lone(text[starts[-1] :]):
            return width - int(width * part)
        part -= _STEP
    return 0


def _lone(line: str) -> bool:
    line = line.strip()
    if line.isascii():
        return " " not in line and len(line) <= _LONE_LETTERS
    return len(line) <= _LONE_SIGNS


def _line_starts(text: str, font: QFont, width: float) -> list[int]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    starts = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return starts
